"""Small worlds for the permission matrix: at one study centre one of everything that has an address.

Names and numbers of a world are unmistakable, so that a page which shows one is known by it.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from creditbank.bank import clock
from creditbank.bank.access import disclosures
from creditbank.bank.access.permissions import PERMISSIONS, Permission
from creditbank.bank.accounts import holders, suspensions
from creditbank.bank.administration.models import TreeSheet
from creditbank.bank.catalogue.models import CertificateType, Kind
from creditbank.bank.classes import acceptances, rosters
from creditbank.bank.desk import carriers, runs
from creditbank.bank.enrolments import complaints
from creditbank.bank.files import uploads
from creditbank.bank.history import VISITOR
from creditbank.bank.inspections import assessments, draws, notices
from creditbank.bank.inspections.assessments import Mark
from creditbank.bank.messages import inbox
from creditbank.bank.organisations.models import Appointment, Capacity, Organisation
from creditbank.bank.organisations.roles import Role
from creditbank.bank.portal import circulars
from creditbank.bank.portal.models import Agreement, Guide, Notice, Question
from creditbank.bank.progress.models import Goal
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind as CaseKind
from creditbank.bank.reviews.oneself import Oneself
from creditbank.bank.users import sessions
from creditbank.bank.users.models import Session
from creditbank.web.account import backend
from tests.bank.classes import invited
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
    sheet: Any
    run: Any
    handle: Any
    training_class: Any
    inspection: Any = None
    circular: Any = None
    words: list[str] = field(default_factory=list)

    @property
    def case(self):
        """The case of the deposit that waits."""
        return cases.of(CaseKind.OUTCOME, self.submitted.pk)

    @property
    def inspected(self):
        """The case that the lot of the inspection fell on."""
        return self.inspection.samples.get().case


def build(name, centre, cast):
    """A world called by a rare word; `cast` has the factories of `tests/cast.py`."""
    centre.responsible_name = f"{name}责"
    centre.save(update_fields=["responsible_name"])
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
        sheet=_sheet(officer.appointments.get()),
        run=_a_run(name, centre, proposer),
        handle=_signed_in(account.user),
        training_class=_class(name, centre, holders.document_of(account).number, officer),
    )
    world.inspection = _inspected(world)
    words = circulars.Content(f"{name}文件", f"{name}正文")
    world.circular = circulars.send(words, sender=centre, to=[centre], with_below=False, by=officer)
    opening = cases.of(CaseKind.ACCOUNT, unvouched.pk)
    document = holders.document_of(account)
    world.words = [name, account.number, unvouched.number, document.number, row.student_number]
    world.words += [world.training_class.number]
    world.words += [world.case.number, opening.number, world.submitted.number, account.user.email]
    world.words += [world.inspection.number, world.inspected.number]
    return world


def _sheet(post):
    """What somebody else uploaded to change the tree."""
    told = {"organisation": post.organisation, "by_id": post.user_id}
    return TreeSheet.objects.create(file_name="tree.csv", rows=[], **told)


def _inspected(world):
    """An inspection by the province of today, whose notice is out."""
    province = Organisation.objects.above(world.centre).with_capacity(Capacity.PROVINCE).last()
    # A post of nobody: another administrator of the province would stand in its list of staff.
    seat, user = Appointment(organisation=province, role=Role.PROVINCE_ADMIN), world.post.user
    day = clock.today()
    with clock.frozen(clock.now() + dt.timedelta(days=1)):
        row = draws.draw(
            seat,
            world.centre,
            kind="outcome",
            since=day,
            until=day,
            wanted=1,
            oneself=Oneself(frozenset({user.pk})),
            by=user,
        )
    sampled = row.samples.get()
    marks = [Mark("finding", f"{world.name}有误"), *[Mark("fine")] * (len(row.questions) - 1)]
    assessments.assess(sampled, marks, oneself=Oneself(frozenset({user.pk})), by=user)
    notices.notify(row, f"{world.name}整改", days=5, below=province, by=user)
    return row


def _class(name, centre, number, officer):
    """A class that invites two: somebody new, and the holder of a number."""
    rows = invited.read(
        invited.a_row(f"{name}新", 成果名称=f"{name}成果"),
        invited.a_row(f"{name}生", number, 成果名称=f"{name}成果"),
    )
    made = rosters.found(f"{name}培训班", organisation=centre, by=officer)
    rosters.merge(rows, training_class=made, by=officer)
    return made


def _invitation(world):
    """The invitation of somebody new."""
    number = holders.document_of(world.account).number
    rows = world.training_class.invitations.select_related("person_key")
    row = next(row for row in rows if row.number != number)
    return {"number": world.training_class.number, "invitation_id": row.pk}


def _asked(world):
    """The one that asks the learner."""
    return {"invitation_id": acceptances.waiting(world.account).get().pk}


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
    root = Organisation.objects.order_by("path")[0]
    circular = circulars.send(
        circulars.Content("致全体", "正文"), sender=root, to=[root], with_below=True, by=VISITOR
    )
    file = uploads.store(an_own_picture(), purpose="notice", person_key=None, by=VISITOR)
    circular.attachments.create(file=file)
    Guide.objects.create(code="matrix", title_zh="指南", text_zh="正文")
    Question.objects.create(code="matrix", topic="general", question_zh="问", answer_zh="答")


def _notice(_world):
    return {"notice_id": Notice.objects.of_the_portal().get().pk}


def _evidence(world):
    row = world.submitted.evidence.get()
    return {"number": world.submitted.number, "evidence_id": row.pk}


def _goal(world):
    told = {"measure": "share", "due_on": dt.date(2030, 1, 1), "amount": 80}
    return Goal.objects.get_or_create(organisation=world.centre, **told)[0]


def _scan(world):
    return {"number": world.case.number, "file_id": world.submitted.evidence.get().file_id}


def _code(world):
    return {"code": world.centre.code}


def _circular(_world):
    return {"notice_id": Notice.objects.get(title_zh="致全体").pk}


def _inspection(world):
    return {"number": world.inspection.number}


def _sampled(world):
    return {**_inspection(world), "case": world.inspected.number}


def _sampled_scan(world):
    file_id = world.rejected.evidence.get().file_id
    return {**_sampled(world), "file_id": file_id}


RUNS = (
    "roster_run",
    "roster_columns",
    "roster_confirm",
    "roster_cancel",
    "roster_forget",
    "roster_rejected",
)
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
    "organisation": _code,
    "organisation_new": _code,
    "organisation_edit": _code,
    "organisation_move": _code,
    "organisation_merger": _code,
    "organisation_closing": _code,
    "tree_sheet": lambda w: {"sheet_id": w.sheet.pk},
    "policy": lambda w: {"code": w.centre.path.split("/")[1]},
    "staff_handover": lambda w: {"appointment_id": w.post.pk},
    "staff_extension": lambda w: {"appointment_id": w.post.pk},
    "person_address": lambda w: {"number": w.account.number},
    "training_class": lambda w: {"number": w.training_class.number},
    "class_originals": lambda w: {"number": w.training_class.number},
    "invitation": _invitation,
    "invitation_sending": _invitation,
    "invitation_original": _invitation,
    "invitation_address": _invitation,
    "invitation_withdrawal": _invitation,
    "my_class_acceptance": _asked,
    "my_class_refusal": _asked,
    **dict.fromkeys(RUNS, lambda w: {"run_id": w.run.pk}),
    "staff_end": lambda w: {"appointment_id": w.post.pk},
    "staff_second_factor": lambda w: {"appointment_id": w.post.pk},
    **dict.fromkeys(
        (
            *("progress_place", "progress_comparison", "progress_report", "progress_export"),
            *("progress_goals", "progress_newcomers", "progress_round", "progress_telephones"),
        ),
        lambda w: {"code": w.centre.code},
    ),
    "progress_goal_removal": lambda w: {"code": w.centre.code, "goal_id": _goal(w).pk},
    "circular": _circular,
    "circular_reading": _circular,
    "circular_attachment": lambda w: {
        **_circular(w),
        "attachment_id": Notice.objects.get(title_zh="致全体").attachments.get().pk,
    },
    "circular_readers": lambda w: {"notice_id": w.circular.pk},
    "circular_reminder": lambda w: {"notice_id": w.circular.pk},
    "circular_withdrawal": lambda w: {"notice_id": w.circular.pk},
    "inspection": _inspection,
    "inspection_report": _inspection,
    "inspection_notice": _inspection,
    "inspection_answers": _inspection,
    "inspection_acceptance": _inspection,
    "inspection_case": _sampled,
    "inspection_scan": lambda w: {**_sampled_scan(w), "page": 1},
    "inspection_scan_original": _sampled_scan,
    "inspection_checklist": lambda _w: {"kind": "outcome"},
    "outcome_appeal": lambda w: {"number": w.rejected.number},
    "device_end": lambda w: {"handle": w.handle},
    "content_notice": _notice,
    "content_notice_withdrawal": _notice,
    "content_notice_draft": _notice,
    "content_attachment": _notice,
    "content_attachment_removal": lambda w: {
        **_notice(w),
        "attachment_id": Notice.objects.of_the_portal().get().attachments.get().pk,
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
EVERYWHERE |= {"inspection_checklist", "circular", "circular_reading", "circular_attachment"}
# A person's own, whatever post somebody else has.
ONES_OWN = {"device_end", "tree_sheet"}
# Who may do no more than this reads of nobody.
NOBODY_SEEN = {Permission.WORK, Permission.CIRCULARS_READ}
# Whoever reaches the case but does not hold it finds nothing here.
ONLY_HELD = {"review_scan", "review_scan_original"}
# Pages about the run of a register are for who may bring in registers.
NARROWER = dict.fromkeys(RUNS, f"staff:{Permission.ROSTERS_IMPORT}")


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
        wanted = {Permission(one) for one in word.split("|")}
        held = PERMISSIONS[Role(self.role)] if self.role else frozenset()
        return bool(wanted & held) or (method == "get" and Permission.READ_ALL in held)

    def reaches(self, world):
        """Whether a world lies within reach, by the tree of today."""
        if self.role:
            world.centre.refresh_from_db()
            return world.centre.is_within(self.place)
        return world is self.own

    def may_read(self, world):
        """Whether anything of a world may stand on a page for them."""
        if self.role and PERMISSIONS[Role(self.role)] <= NOBODY_SEEN:
            return False
        return self.reaches(world)
