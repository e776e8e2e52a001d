"""What both sides of an inspection are told; the words live in `templates/letters/inspection_*`."""

from typing import Any

from creditbank.bank.inspections import sides
from creditbank.bank.inspections.models import Inspection
from creditbank.bank.messages import outbox
from creditbank.bank.users.models import User


def notified(inspection: Inspection, count: int) -> None:
    """The rectification notice: what was found stands on the page."""
    _to_branch("inspection_notified", inspection, count=count)


def returned(inspection: Inspection, count: int) -> None:
    """Some of the answers came back."""
    _to_branch("inspection_returned", inspection, count=count)


def overdue(inspection: Inspection) -> None:
    """The answer is overdue: to both sides."""
    _to_branch("inspection_overdue", inspection)
    _to_inspector("inspection_unanswered", inspection)


def answered(inspection: Inspection) -> None:
    """The branch has answered."""
    _to_inspector("inspection_answered", inspection)


def closed(inspection: Inspection) -> None:
    """The inspection is over."""
    _to_branch("inspection_closed", inspection, conclusion=inspection.conclusion)


def _to_branch(letter: str, inspection: Inspection, **more: Any) -> None:
    for user in sides.answerers(inspection):
        outbox.post(letter, user.addressee, {**_about(inspection), **more})


def _to_inspector(letter: str, inspection: Inspection) -> None:
    rows = User.objects.filter(pk=inspection.inspector_id, is_active=True)
    for user in rows.select_related("person_key"):
        outbox.post(letter, user.addressee, _about(inspection))


def _about(inspection: Inspection) -> dict[str, Any]:
    return {
        "number": inspection.number,
        "inspector": inspection.organisation.name_zh,
        "branch": inspection.branch.name_zh,
        "due": inspection.due_at.date().isoformat() if inspection.due_at else "",
        "provisional": inspection.due_provisional,
        "path": f"/work/inspections/{inspection.number}/",
    }
