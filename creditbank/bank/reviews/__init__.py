"""Reviews: cases in queues, their clocks, and the decisions on them.

A review knows no subject: the subject points down to its case by kind and id. A *lease* keeps a case
from others while somebody reads it. A decision is recorded at once, so nobody else can decide, and
takes effect ten seconds later; until then it can be undone. The clock of a case runs in *segments*,
each from a submission to the answer; while the case is with the learner it stands.

Who reviews hands in who that is (`Oneself`), for only rooms above know whose document is whose.
"""
