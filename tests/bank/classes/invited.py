"""A training class and its people: a roster as an officer has it, read and merged."""

import json

from creditbank.bank.accounts import admissions, decisions, drafts
from creditbank.bank.accounts.models import Account
from creditbank.bank.classes import acceptances, reading, rosters, tasks
from creditbank.bank.classes.models import Invitation
from creditbank.bank.files import uploads
from creditbank.bank.history import SYSTEM, VISITOR, Someone
from creditbank.bank.messages.models import Message
from creditbank.bank.portal import agreements
from tests.bank.sheets import made
from tests.cast import SOMEBODY, a_number, an_own_picture

OFFICER = Someone("officer", "王样 · 教学点")
PASSWORD = "bamboo lantern orbit 73"
HEAD = ("姓名", "身份证号", "邮箱", "手机号", "成果名称", "成绩", "学分", "取得日期", "证书编号")
TITLE = "电工安全培训"


def a_row(name="李示例", number=None, email=None, **changed):
    """One line of a roster as cells; keywords are headings."""
    number = number or a_number()
    told = {
        "姓名": name,
        "身份证号": number,
        "邮箱": f"u{number[6:]}@example.org" if email is None else email,
        "手机号": "15400000001",
        "成果名称": TITLE,
        "成绩": "85",
        "学分": "2.5",
        "取得日期": "2025-06-30",
        "证书编号": "",
    }
    return [(told | changed)[heading] for heading in HEAD]


def read(*rows):
    """The rows that are taken of a sheet with these lines."""
    with made.opened(made.csv(HEAD, *rows)) as source:
        return [row for row, _verdict in reading.read(source) if row is not None]


def a_class(organisation, name="2025 年春季电工班"):
    return rosters.found(name, organisation=organisation, by=OFFICER)


def merged(training_class, *rows):
    """Merge lines and send what follows; the counts."""
    counts = rosters.merge(read(*rows), training_class=training_class, by=OFFICER)
    tasks.send(class_id=str(training_class.pk))
    return counts


def invitation(number=None):
    """The newest invitation, or the one of a number."""
    rows = Invitation.objects.select_related("person_key").order_by("-id")
    return next(row for row in rows if number in {None, row.number})


def token(letter="class_invited"):
    """What the newest letter of a kind carries in secret."""
    row = Message.objects.filter(letter=letter).order_by("-id").first()
    return json.loads(row.secrets)["token"]


def letters():
    """Names of the letters posted, in order."""
    return list(Message.objects.order_by("id").values_list("letter", flat=True))


def scans():
    return uploads.store_all(
        [an_own_picture(), an_own_picture()], purpose="account", person_key=None, by=VISITOR
    )


def begun(row):
    """Recognised, agreed, a password chosen."""
    acceptances.recognise(token(), row.number, by=VISITOR)
    draft = acceptances.agree(row, agreement=agreements.current(), by=VISITOR)
    drafts.set_password(draft, PASSWORD, by=VISITOR)
    return draft


def handed_in(row, *, with_scans=True):
    """The whole way of the invited person, and the job that brings it before its reviewers."""
    begun(row)
    return admitted(row, scans=scans() if with_scans else [])


def admitted(row, *, scans):
    """Handed in, and admitted by the job: the account that waits."""
    draft = acceptances.hand_in(row, scans=scans, by=VISITOR)
    return fresh(admissions.admit(draft.pk, by=SYSTEM))


def approved(account):
    """A reviewer's approval has taken effect."""
    decisions.approve(account, by=SOMEBODY)
    tasks.deliver(account_id=str(account.pk))
    return fresh(account)


def fresh(account):
    rows = Account.objects.select_related("user__person_key", "person_key", "organisation")
    return rows.get(pk=account.pk)


def capable(organisation, capacity):
    """An organisation that is also something else."""
    organisation.capacities = [*organisation.capacities, capacity]
    organisation.save()
    return organisation
