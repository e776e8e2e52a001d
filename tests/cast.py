"""The named cast: the people and places that tests put on the stage.

Fixtures that end in a factory take traits: `a_learner(stage="returned", centre=gansu.centre)`. What
has a verb is made by it, so rows have their history, cases and messages.
"""

import datetime as dt
import io
import itertools
import json
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.contrib.auth.hashers import make_password
from PIL import Image, ImageDraw

from creditbank.bank import clock, lifecycle
from creditbank.bank.accounts import activations, vouching
from creditbank.bank.accounts import decisions as account_decisions
from creditbank.bank.catalogue import entries
from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.bank.enrolments.models import Enrolment
from creditbank.bank.enrolments.register import fingerprint_of
from creditbank.bank.files import fence, uploads
from creditbank.bank.history import SYSTEM, VISITOR, Someone
from creditbank.bank.identity import generate, read
from creditbank.bank.keys import digest
from creditbank.bank.organisations import appointments, trees
from creditbank.bank.organisations.models import Capacity, Organisation
from creditbank.bank.organisations.roles import Role
from creditbank.bank.outcomes import decisions as outcome_decisions
from creditbank.bank.outcomes import deposits, evidence
from creditbank.bank.portal import agreements
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Decision
from creditbank.bank.reviews.models import Kind as CaseKind
from creditbank.bank.reviews.stages import DecisionStage
from creditbank.bank.users import people
from creditbank.web import gates
from creditbank.web.account import backend

PASSWORD = "seven quiet lanterns 41"
SOMEBODY = Someone(str(UUID(int=41)), "Zhao of the province")
DATA = Path(trees.__file__).parents[3] / "data"
_counter = itertools.count(1)
_hashed: dict[str, str] = {}


def a_number(sequence=None, born=dt.date(1990, 1, 1)):
    """A document number that was never issued, another one each time."""
    at = next(_counter) if sequence is None else sequence
    return generate(born=born + dt.timedelta(days=at // 999), sequence=at % 999 + 1)


def a_picture(words="样例", width=300, height=200):
    """A small picture with words on it, as JPEG."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).text((10, 10), words.encode("ascii", "replace").decode(), fill="black")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def an_own_picture():
    """A picture that needs no taking apart, another one each time: fast evidence for factories."""
    name = f"scan {next(_counter)}"
    jpeg = a_picture(name)
    parts = {"1-full": jpeg, "1-preview": jpeg}
    return uploads.OwnPicture(f"{name}.jpg", fence.Examined("image", 1, 300, 200, parts))


@pytest.fixture
def a_jpeg():
    """Factory of JPEG bytes, for uploads through pages."""
    return a_picture


@pytest.fixture
def gansu(db):
    """A tree: `root` › `province` (62) › `branch` › `centre`, `other_centre`; `second_branch` ›
    `far_centre`; and another province, `elsewhere` (44) › `elsewhere_branch` › `elsewhere_centre`."""
    there = SimpleNamespace()
    there.root = _found("000000", "学分银行管理中心", None, Capacity.NATIONAL)
    there.province = _found("620000", "甘肃开放大学", there.root, Capacity.PROVINCE, "620000")
    there.branch = _found("620100", "兰州分校", there.province, Capacity.BRANCH, "620100")
    there.centre = _found("620101", "兰州分校城关教学点", there.branch, Capacity.STUDY_CENTRE)
    there.other_centre = _found("620102", "七里河教学点", there.branch, Capacity.STUDY_CENTRE)
    there.second_branch = _found("620500", "天水分校", there.province, Capacity.BRANCH, "620500")
    there.far_centre = _found("620501", "天水教学点", there.second_branch, Capacity.STUDY_CENTRE)
    there.elsewhere = _found("440000", "广东开放大学", there.root, Capacity.PROVINCE, "440000")
    there.elsewhere_branch = _found("440600", "佛山分校", there.elsewhere, Capacity.BRANCH)
    there.elsewhere_centre = _found(
        "440601", "禅城教学点", there.elsewhere_branch, Capacity.STUDY_CENTRE
    )
    return there


def _found(code, name, parent, capacity, region=""):
    return trees.found(
        code=code, name_zh=name, parent=parent, capacities=[capacity], region=region, by=SYSTEM
    )


@pytest.fixture
def staff(db):
    """Factory: `staff(role, organisation)` → a user with a second factor, signed in by `PASSWORD`."""

    def make(role, organisation, name="赵样", email=None, until=None):
        address = email or f"staff{next(_counter)}@example.org"
        user = people.create_staff(address, name, by=SYSTEM)
        user.password = _hash(PASSWORD)
        user.totp_secret, user.totp_confirmed_at = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", clock.now()
        user.save()
        appointments.appoint(
            user, role=Role(role), organisation=organisation, until=until, by=SYSTEM
        )
        return user

    return make


@pytest.fixture
def a_reviewer(staff):
    """Factory: `a_reviewer(province)` → a user."""
    return lambda province, **traits: staff(Role.REVIEWER, province, **traits)


@pytest.fixture
def an_officer(staff):
    """Factory: `an_officer(centre)` → a user."""
    return lambda centre, **traits: staff(Role.OFFICER, centre, **traits)


@pytest.fixture
def signed_in():
    """Function: `signed_in(client, user)` → the client, signed in, second factor and seat chosen."""

    def sign_in(client, user, seat=None):
        client.force_login(user, backend=backend.PATH)
        seat = seat or user.appointments.order_by("organisation__path", "role").first()
        session = client.session
        session[gates.SECOND_FACTOR] = str(user.pk)
        if seat:
            session[gates.SEAT] = str(seat.pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def agreement(db):
    """The agreement in force."""
    return agreements.current() or agreements.publish("同意", "Agree", by=SYSTEM)


@pytest.fixture
def catalogue(db):
    """Kinds and entries as delivered."""

    def told(name):
        return json.loads((DATA / name).read_text("utf-8"))

    entries.load(told("kinds.json"), told("catalogue.json"), by=SYSTEM)
    return CertificateType.objects


@pytest.fixture
def an_enrolment(gansu):
    """Factory: an enrolment at `centre`; `email=None` where the register has none.

    `number` is drawn anew unless given; other keywords are columns.
    """

    def make(centre=None, email="imported@example.org", number=None, name="李示例", **columns):
        centre = centre or gansu.centre
        document = read(number or a_number())
        above = Organisation.objects.above(centre).with_capacity(Capacity.PROVINCE)
        told = {
            "level": "本科",
            "major": "会计学",
            "intake": "2024秋",
            "status": "studying",
        } | columns
        row = Enrolment(
            province=above.last() or gansu.root,
            study_centre=centre,
            document_kind=document.kind,
            fingerprint=fingerprint_of(document),
            **({"student_number": f"24762{next(_counter):05d}"} | told),
        )
        row.row_digest = digest("enrolment row", str(row.pk).encode())
        row.name, row.number = name, document.number
        row.email, row.mobile = email, told.get("mobile", "15400000000")
        row.save(force_insert=True)
        return row

    return make


@pytest.fixture
def a_learner(an_enrolment, agreement):
    """Factory: the account of an activation, with its case and everything that belongs to `stage`.

    Stages: `pending_review`, `returned`, `rejected`, `active`, `suspended`. Traits: `centre`,
    `enrolment`, `email` (as typed; the imported one unless given), `scans` (how many),
    `first_sign_in=True` (active, but the initial password was not used yet). An active learner
    signs in by `PASSWORD`.
    """

    def make(stage="active", centre=None, enrolment=None, email=None, scans=0, first_sign_in=False):
        imported = f"learner{next(_counter)}@example.org"
        enrolment = enrolment or an_enrolment(centre=centre, email=imported)
        files = [
            uploads.store(an_own_picture(), purpose="identity", person_key=None, by=SYSTEM)
            for _number in range(scans)
        ]
        account = activations.activate(
            enrolment, agreement=agreement, email=email or "", scans=files, by=VISITOR
        )
        assert account is not None
        if stage != "pending_review":
            _settle_account(account, stage, first_sign_in=first_sign_in)
        account.refresh_from_db()
        return account

    return make


def _settle_account(account, stage, *, first_sign_in):
    if stage in {"returned", "rejected"}:
        verb = {"returned": account_decisions.send_back, "rejected": account_decisions.reject}[
            stage
        ]
        remarks = _answer(CaseKind.ACCOUNT, account.pk, stage.replace("returned", "return"))
        verb(account, remarks, by=SOMEBODY)
        return
    if account.needs_vouching and not account.vouched_by:
        vouching.vouch_in_person(account, email=account.user.email, by=SOMEBODY)
    _answer(CaseKind.ACCOUNT, account.pk, "approve")
    account_decisions.approve(account, by=SOMEBODY)
    account.refresh_from_db()  # approving works on a row of its own
    if not first_sign_in:
        people.confirm_email(account.user, by=account)
        account.user.password = _hash(PASSWORD)
        account.user.save(update_fields=["password"])
    if stage == "suspended":
        vouching.object_to(account, by=VISITOR)


def _answer(kind, subject_id, verdict):
    """Decide the case of a subject as if ten seconds had passed; answers the remarks."""
    case = cases.of(kind, subject_id)
    verdict = verdict.replace("rejected", "reject")
    remarks = (
        []
        if verdict == "approve"
        else [{"field": "scans", "code": "other", "text": "请重新上传。", "more": ""}]
    )
    lifecycle.move(case, "decide")
    now = clock.now()
    Decision.objects.create(
        case=case,
        verdict=verdict,
        remarks=remarks,
        stage=DecisionStage.EFFECTIVE,
        by_id=UUID(SOMEBODY.actor_id),
        by_label=SOMEBODY.actor_label,
        decided_at=now,
        effective_at=now,
    )
    cases.answer(case, verdict, at=now, by=SOMEBODY)
    return remarks


@pytest.fixture
def a_kind(db):
    """A kind of outcome, `other_non_formal`, without a catalogue behind it."""
    told = {"outcome_class": "non_formal", "name_zh": "其他", "name_en": "Other", "is_other": True}
    return Kind.objects.get_or_create(code="other_non_formal", defaults=told)[0]


@pytest.fixture
def an_outcome(a_kind):
    """Factory: an outcome of `account` in `stage`, with its case and one scan.

    Stages: `draft`, `submitted`, `returned`, `stored`, `rejected`, `withdrawn`. `entry` is a
    `CertificateType`; other keywords are those of `deposits.Values`.
    """

    def make(account, stage="draft", entry=None, scans=1, **values):
        told = {
            "kind": entry.kind if entry else a_kind,
            "title": "岗位技能培训",
            "issuer": "示例公司",
        }
        told |= {"obtained_on": dt.date(2024, 6, 30), **values}
        outcome = deposits.draft(
            account, deposits.Values(**told), certificate_type=entry, by=account.user
        )
        for _number in range(scans):
            evidence.attach(outcome, an_own_picture(), by=account.user)
        if stage != "draft":
            outcome = deposits.submit(outcome, by=account.user)
            _settle_outcome(outcome, stage)
        outcome.refresh_from_db()
        return outcome

    return make


def _settle_outcome(outcome, stage):
    verbs = {"returned": outcome_decisions.send_back, "rejected": outcome_decisions.reject}
    if stage == "withdrawn":
        deposits.withdraw(outcome, by=outcome.account.user)
    elif stage == "stored":
        _answer(CaseKind.OUTCOME, outcome.pk, "approve")
        outcome_decisions.approve(outcome, by=SOMEBODY)
    elif stage in verbs:
        remarks = _answer(CaseKind.OUTCOME, outcome.pk, stage.replace("returned", "return"))
        verbs[stage](outcome, remarks, by=SOMEBODY)


def _hash(password):
    if password not in _hashed:
        _hashed[password] = make_password(password)
    return _hashed[password]
