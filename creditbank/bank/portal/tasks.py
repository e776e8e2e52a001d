"""Background work of the portal."""

from uuid import UUID

from creditbank.bank import jobs
from creditbank.bank.history import SYSTEM
from creditbank.bank.portal import circulars
from creditbank.bank.portal.models import Notice
from creditbank.bank.users.models import User


@jobs.task(name="portal.remind")
def remind(notice_id: str) -> None:
    """Remind everybody who has not signed a circular. Bears running twice: once a day each."""
    for notice in Notice.objects.filter(pk=UUID(notice_id)).select_related("sender"):
        for user in User.objects.filter(pk__in=circulars.late(notice)).select_related("person_key"):
            circulars.remind(notice, user, by=SYSTEM)
