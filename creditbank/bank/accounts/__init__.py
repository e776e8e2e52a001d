"""Accounts: the learner's account, one per person for life, and the ways it is opened.

Activation (someone with an enrolment), registration (everybody else), later collective opening;
correction, suspension, appeal. An opening reserves nothing until it is approved: not the number,
and the address only from its confirmation until it is turned down. A *draft* is a registration not
handed in; a *confirmation* is the click in the e-mail; an enrolment is *attached* on approval, or
when a roster brings it later; what nobody goes on with is *erased* after 30 days.
"""
