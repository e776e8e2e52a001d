"""Verbs on complaints (信息有误): what is wrong in the register, told to those who can mend it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock
from creditbank.bank.enrolments.models import Complaint, Enrolment
from creditbank.bank.history import Actor, verb
from creditbank.bank.messages import outbox
from creditbank.bank.messages.addressees import Addressee
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.refusals import Refused

LONGEST = 500
# One enrolment holds only so many unanswered complaints: more would bury the officer's list.
MOST_OPEN = 5


@verb
def raise_one(enrolment: Enrolment, text: str, *, by: Actor) -> Complaint | None:
    """Tell the study centre what is wrong; None when it has enough of them about this row already."""
    words = text.strip()[:LONGEST]
    if not words:
        raise Refused("text_missing", _("请写明哪一项信息有误、正确的应该是什么。"), field="text")
    if waiting().filter(enrolment=enrolment).count() >= MOST_OPEN:
        return None
    complaint = Complaint(enrolment=enrolment)
    complaint.text = words
    complaint.save(force_insert=True)
    return complaint


@verb
def settle(complaint: Complaint, answer: str, *, by: Actor) -> Complaint:
    """Close the task with an answer; it goes to the imported address where there is one."""
    words = answer.strip()
    if not words:
        raise Refused("answer_missing", _("请写明处理结果，学习者会看到这段话。"), field="answer")
    now = clock.now()
    settled = {"stage": Complaint.Stage.SETTLED, "settled_at": now, "settled_by": by.actor_label}
    if not waiting().filter(pk=complaint.pk).update(answer=words, **settled):
        raise Refused("moved_on", _("这一项刚才已由他人处理，请刷新页面查看。"))
    complaint.refresh_from_db()
    address = complaint.enrolment.email
    if address:
        centre = complaint.enrolment.study_centre.name_zh
        outbox.post(
            "account_complaint", Addressee(None, address), {"answer": words, "centre": centre}
        )
    return complaint


def waiting(below: Organisation | None = None) -> QuerySet[Complaint]:
    """Open complaints, oldest first; of one subtree where an organisation is given."""
    rows = Complaint.objects.filter(stage=Complaint.Stage.OPEN).order_by("created_at", "id")
    rows = rows.select_related("enrolment__study_centre")
    return rows.filter(enrolment__study_centre__path__startswith=below.path) if below else rows
