"""Verbs on slips (受理单): an activation is handed in at the counter and carried out by a job.

What there is to do differs with the state of the account, from one letter to sixty rows. Handing in
is the same work for everybody, so that no clock tells the states apart.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from creditbank.bank import jobs
from creditbank.bank.accounts import tasks
from creditbank.bank.accounts.models import Slip
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import Actor, verb
from creditbank.bank.portal.models import Agreement
from creditbank.bank.refusals import Refused


@verb
def hand_in(
    enrolment: Enrolment,
    *,
    agreement: Agreement,
    email: str = "",
    scans: Sequence[StoredFile] = (),
    by: Actor,
) -> Slip:
    """Take an activation in; without `email` the imported address is taken.

    Whoever is told that it was handed in can rely on it: slip and job are one transaction.
    """
    address = email.strip() or enrolment.email or ""
    if not address:
        raise Refused("email_missing", _("请点击“修改邮箱”，填写常用邮箱。"), field="email")
    slip = Slip(enrolment=enrolment, agreement=agreement)
    slip.address, slip.scans = address, [str(file.pk) for file in scans]
    slip.save(force_insert=True)
    jobs.defer(tasks.carry_out, slip_id=str(slip.pk))
    return slip
