"""Small worlds for the permission matrix: at one study centre one of everything that has an address.

Names and numbers of a world are unmistakable, so that a page which shows one is known by it.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from creditbank.bank.access import disclosures
from creditbank.bank.access.permissions import PERMISSIONS, Permission
from creditbank.bank.accounts import holders, suspensions
from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.bank.desk import carriers, runs
from creditbank.bank.enrolments import complaints
from creditbank.bank.files import uploads
from creditbank.bank.history import VISITOR
from creditbank.bank.messages import inbox
from creditbank.bank.organisations.roles import Role
from creditbank.bank.portal.models import Agreement, Guide, Notice, Question
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind as CaseKind
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.users import sessions
from creditbank.bank.users.models import Session
from creditbank.web.account import backend
from tests.bank.enrolments.conftest import a_csv, a_row
from tests.cast import an_own_picture


@dataclass
class World:
    """What stands at one study centre; `words` are what nobody out of reach may read."""

    name: str
    centre: Any
    account: Any
    unvouched: Any
    complaint: Any
    submitted: Any
    draft: Any
    rejected: Any
    suspension: Any
    post: Any
    run: Any
    handle: Any
    words: list[str] = field(default_factory=list)

    @property
    def case(self):
        """The case of the deposit that waits."""
        return cases.of(CaseKind.OUTCOME, self.submitted.pk)


def build(name, centre, cast):
    """A world called by a rare word; `cast` has the factories of `tests/cast.py`."""
    titles = {"title": f"{name}技能证书", "certificate_number": f"{name}-0815"}
    row = cast.an_enrolment(centre=centre, name=f"{name}生", email=f"{ord(name[0])}a@example.org")
    account = cast.a_learner(enrolment=row)
    second = cast.an_enrolment(
        centre=centre, name=f"{name}二", email=f"{ord(name[0])}b@example.org"
    )
    unvouched = cast.a_learner("pending_review", enrolment=second, email=f"x{ord(name[0])}@e.org")
    officer = cast.staff(Role.OFFICER, centre, name=f"{name}员")
    proposer = cast.staff(Role.REVIEWER, centre, name=f"{name}审")
    disclosures.note(by=officer, subject=account, what="lookup", account_id=account.pk)
    world = World(
        name,
        centre,
        account,
        unvouched,
        complaint=complaints.raise_one(row, f"{name}专业有误", by=VISITOR),
        submitted=cast.an_outcome(account, "submitted", obtained_on=dt.date(2020, 1, 1), **titles),
        draft=cast.an_outcome(account, "draft", **{**titles, "certificate_number": ""}),
        rejected=cast.an_outcome(account, "rejected", title=f"{name}证明"),
        suspension=suspensions.propose(
            account,
            ground="other",
            words=f"{name}说明",
            oneself=Oneself(frozenset({proposer.pk})),
            by=proposer,
        ),
        post=officer.appointments.get(),
        run=_a_run(name, centre, proposer),
        handle=_signed_in(account.user),
    )
    opening = cases.of(CaseKind.ACCOUNT, unvouched.pk)
    document = holders.document_of(account)
    world.words = [name, account.number, unvouched.number, document.number, row.student_number]
    world.words += [world.case.number, opening.number, world.submitted.number, account.user.email]
    return world


def _a_run(name, centre, by):
    """A register that was checked: one row to be taken and one rejected."""
    rows = (a_row(姓名=f"{name}新", 教学点代码=centre.code), a_row(姓名=f"{name}错", 层次=""))
    file = SimpleUploadedFile(f"{name}名册.csv", a_csv(*rows))
    run = runs.receive(file, kind="register", organisation=centre, by=by)
    carriers.check(run.pk)
    run.refresh_from_db()
    return run


def _signed_in(user):
    """The handle of a session that somebody has elsewhere."""
    client = Client()
    client.force_login(user, backend=backend.PATH)
    session = client.session
    sessions.begin(session, "elsewhere")
    session.save()
    return Session.objects.get(session_key=session.session_key).handle


def furnish():
    """What the centre edits, one of each; it belongs to no world."""
    kind = Kind.objects.get_or_create(
        code="other_non_formal", defaults={"outcome_class": "non_formal", "name_zh": "其他"}
    )[0]
    CertificateType.objects.create(code="MATRIX", kind=kind, name_zh="矩阵证书")
    notice = Notice.objects.create(title_zh="通知", text_zh="正文")
    file = uploads.store(an_own_picture(), purpose="notice", person_key=None, by=VISITOR)
    notice.attachments.create(file=file)
    Guide.objects.create(code="matrix", title_zh="指南", text_zh="正文")
    Question.objects.create(code="matrix", topic="general", question_zh="问", answer_zh="答")


def _notice(_world):
    return {"notice_id": Notice.objects.get().pk}


def _evidence(world):
    row = world.submitted.evidence.get()
    return {"number": world.submitted.number, "evidence_id": row.pk}


def _scan(world):
    return {"number": world.case.number, "file_id": world.submitted.evidence.get().file_id}


# What an address with parameters is about, in a world. A new one belongs here.
ARGUMENTS = {
    "outcome": lambda w: {"number": w.submitted.number},
    "outcome_edit": lambda w: {"number": w.draft.number},
    "outcome_withdrawal": lambda w: {"number": w.submitted.number},
    "outcome_removal": lambda w: {"number": w.draft.number},
    "evidence_page": lambda w: {**_evidence(w), "page": 1},
    "evidence_original": _evidence,
    "message": lambda w: {"message_id": inbox.letters(w.account.user_id, limit=1)[0].id},
    "review_case": lambda w: {"number": w.case.number},
    "review_lease": lambda w: {"number": w.case.number},
    "review_release": lambda w: {"number": w.case.number},
    "review_decision": lambda w: {"number": w.case.number},
    "review_undo": lambda w: {"number": w.case.number},
    "review_number": lambda w: {"number": w.case.number},
    "review_scan": lambda w: {**_scan(w), "page": 1},
    "review_scan_original": _scan,
    "suspension": lambda w: {"suspension_id": w.suspension.pk},
    "suspension_decision": lambda w: {"suspension_id": w.suspension.pk},
    "suspension_withdrawal": lambda w: {"suspension_id": w.suspension.pk},
    "task_complaint": lambda w: {"complaint_id": w.complaint.pk},
    "task_confirmation": lambda w: {"number": w.unvouched.number},
    "person_address": lambda w: {"number": w.account.number},
    **dict.fromkeys(
        (
            "roster_run",
            "roster_columns",
            "roster_confirm",
            "roster_cancel",
            "roster_forget",
            "roster_rejected",
        ),
        lambda w: {"run_id": w.run.pk},
    ),
    "staff_end": lambda w: {"appointment_id": w.post.pk},
    "staff_second_factor": lambda w: {"appointment_id": w.post.pk},
    "outcome_appeal": lambda w: {"number": w.rejected.number},
    "device_end": lambda w: {"handle": w.handle},
    "content_notice": _notice,
    "content_notice_withdrawal": _notice,
    "content_notice_draft": _notice,
    "content_attachment": _notice,
    "content_attachment_removal": lambda w: {
        **_notice(w),
        "attachment_id": Notice.objects.get().attachments.get().pk,
    },
    "content_guide": lambda _w: {"code": "matrix"},
    "content_question": lambda _w: {"question_id": Question.objects.get().pk},
    "content_contact": lambda w: {"code": w.centre.path.split("/")[1]},
    "content_agreement_version": lambda _w: {"number": Agreement.objects.get().version},
    "catalogue_entry": lambda _w: {"code": "MATRIX"},
    "catalogue_retirement": lambda _w: {"code": "MATRIX"},
    "calendar_year": lambda _w: {"number": 2026},
}

# The same for everybody who comes in: what the centre keeps belongs to no place.
EVERYWHERE = {
    name for name in ARGUMENTS if name.startswith(("content_", "catalogue_", "calendar_"))
}
EVERYWHERE -= {"content_contact"}
# A person's own, whatever post somebody else has.
ONES_OWN = {"device_end"}
# Whoever reaches the case but does not hold it finds nothing here.
ONLY_HELD = {"review_scan", "review_scan_original"}


@dataclass
class Actor:
    """Somebody before the door: what they are, where they stand, the key of their session."""

    name: str
    role: str = ""
    place: Any = None
    user: Any = None
    own: Any = None
    session: str = ""

    def passes(self, gate, method):
        """Whether the gate lets them through at all."""
        if gate in {"public", "signed_in"}:
            return gate == "public" or self.user is not None
        if gate == "learner":
            return self.own is not None
        word, _colon, centre = gate.removeprefix("staff:").partition("@")
        if centre and not (self.place and self.place.code == "000000"):
            return False
        permission = Permission(word)
        held = PERMISSIONS[Role(self.role)] if self.role else frozenset()
        return permission in held or (method == "get" and Permission.READ_ALL in held)

    def reaches(self, world):
        """Whether a world lies within reach, by the tree of today."""
        if self.role:
            world.centre.refresh_from_db()
            return world.centre.is_within(self.place)
        return world is self.own

    def may_read(self, world):
        """Whether anything of a world may stand on a page for them."""
        if self.role and PERMISSIONS[Role(self.role)] <= {Permission.WORK}:
            return False
        return self.reaches(world)
