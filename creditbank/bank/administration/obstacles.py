"""What is still open at an organisation, and keeps it from being closed."""

from django.utils.translation import ngettext

from creditbank.bank.accounts import transfers as accounts
from creditbank.bank.classes import transfers as classes
from creditbank.bank.enrolments import transfers as enrolments
from creditbank.bank.inspections import transfers as inspections
from creditbank.bank.organisations import trees
from creditbank.bank.organisations.models import Appointment, Organisation
from creditbank.bank.reviews import transfers as cases


def at(organisation: Organisation) -> list[str]:
    """Each kind of thing that is open there, with its number, in words; empty where nothing is."""
    posts = Appointment.objects.current().filter(organisation=organisation).count()
    children = len(trees.children(organisation))
    studying, waiting = enrolments.open_at(organisation), accounts.open_at(organisation)
    open_cases, asked = cases.open_at(organisation), classes.open_at(organisation)
    inspected = inspections.open_at(organisation)
    told = [
        (children, ngettext("%(n)d 个下级机构", "%(n)d 个下级机构", children)),
        (posts, ngettext("%(n)d 个在任岗位", "%(n)d 个在任岗位", posts)),
        (studying, ngettext("%(n)d 条在读学籍", "%(n)d 条在读学籍", studying)),
        (waiting, ngettext("%(n)d 个待办账户", "%(n)d 个待办账户", waiting)),
        (open_cases, ngettext("%(n)d 件未结审核", "%(n)d 件未结审核", open_cases)),
        (asked, ngettext("%(n)d 份未答复的开户邀请", "%(n)d 份未答复的开户邀请", asked)),
        (inspected, ngettext("%(n)d 次未结束的检查", "%(n)d 次未结束的检查", inspected)),
    ]
    return [words % {"n": number} for number, words in told if number]
