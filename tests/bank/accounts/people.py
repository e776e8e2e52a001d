"""The people of these scenes: generated names and numbers, a small tree, enrolments, openings."""

import datetime as dt
import itertools

from creditbank.bank import identity, jobs  # noqa: F401 - jobs registers the queue
from creditbank.bank.accounts import activations
from creditbank.bank.accounts.models import Account
from creditbank.bank.enrolments import register
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.files.models import StoredFile
from creditbank.bank.history import SYSTEM, VISITOR, Someone
from creditbank.bank.keys import digest
from creditbank.bank.messages.models import Message
from creditbank.bank.organisations import appointments, trees
from creditbank.bank.organisations.models import Capacity, Organisation
from creditbank.bank.organisations.roles import Role
from creditbank.bank.portal import agreements
from creditbank.bank.users import people

NOW = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)
REVIEWER = Someone("reviewer", "Reviewer of Gansu")
IMPORTED = "zhang.san@example.com"
OTHER = "other.one@example.org"
_sequence = itertools.count(1)


def number(born=dt.date(1990, 5, 17)):
    return identity.generate(born=born, sequence=next(_sequence) % 1000)


def plant():
    """A root, two provinces, a study centre each; seeds calendar and agreement."""
    from creditbank.bank.calendar import tables

    if hasattr(tables, "seed"):
        tables.seed()
    agreements.seed()
    root = trees.found(code="00", name_zh="学分银行管理中心", parent=None, by=SYSTEM)
    root.capacities = [Capacity.NATIONAL]
    root.save()
    for code, name in (("62", "甘肃"), ("61", "陕西")):
        province = trees.found(code=code, name_zh=f"{name}开放大学", parent=root, by=SYSTEM)
        province.capacities, province.region = [Capacity.PROVINCE], f"{code}0000"
        province.responsible_phone = "0931-5550100"
        province.save()
        centre = trees.found(
            code=f"{code}01", name_zh=f"{name}一教学点", parent=province, by=SYSTEM
        )
        centre.capacities = [Capacity.STUDY_CENTRE]
        centre.save()


def place(code):
    return Organisation.objects.get(code=code)


def enrol(typed=None, *, email=IMPORTED, centre="6201", name="张三丰", **facts):
    typed = typed or number()
    document = identity.read(typed)
    row = Enrolment(study_centre=place(centre), province=place(centre[:2]), level="专科")
    row.name, row.number, row.email = name, document.number, email
    row.document_kind, row.fingerprint = document.kind, register.fingerprint_of(document)
    row.student_number = f"S{next(_sequence)}"
    row.intake, row.major = "2020春", "法学"
    row.row_digest = digest("row", str(row.id).encode())
    for key, value in facts.items():
        setattr(row, key, value)
    row.save(force_insert=True)
    return row


def open_account(enrolment=None, *, email="", scans=()):
    """An activation as the page makes it; the account, or None when a message answered."""
    agreement = agreements.current()
    return activations.activate(
        enrolment or enrol(), agreement=agreement, email=email, scans=scans, by=VISITOR
    )


def fresh(account):
    rows = Account.objects.select_related("user__person_key", "person_key", "organisation")
    return rows.get(pk=account.pk)


def a_scan():
    """A stored file without its bytes: what accounts need of it."""
    from creditbank.bank import ids
    from creditbank.bank.files import sealing

    file_id, key = ids.uuid7(), sealing.new_key()
    return StoredFile.objects.create(
        id=file_id,
        purpose="account",
        path=file_id.hex,
        kind="image",
        pages=1,
        width=10,
        height=10,
        size=10,
        digest=file_id.bytes * 2,
        sealed_key=sealing.seal_key(key, None, file_id),
        sealed_name=sealing.seal_name("身份证.jpg", key, file_id),
    )


def officer(centre="6201", role=Role.OFFICER, email="officer@example.net"):
    user = people.create_staff(email, "王办事", "correct horse battery", by=SYSTEM)
    return appointments.appoint(user, role=role, organisation=place(centre), by=SYSTEM)


def letters(address=None):
    """Names of the letters posted, in order; to one address where it is named."""
    rows = Message.objects.order_by("id")
    return [row.letter for row in rows if address is None or row.address == address]


def secret(letter, name):
    """What the newest letter of a kind carries in secret: a token of a link."""
    import json

    row = Message.objects.filter(letter=letter).order_by("-id").first()
    return json.loads(row.secrets)[name]
