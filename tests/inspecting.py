"""A scene of an inspection: a branch with decided cases, both sides, and days that go by."""

import datetime as dt
from types import SimpleNamespace

from creditbank.bank import clock
from creditbank.bank.desk.reviewers import oneself
from creditbank.bank.inspections import answers, assessments, draws, notices
from creditbank.bank.inspections.assessments import Mark
from creditbank.bank.inspections.models import Inspection
from creditbank.bank.organisations.roles import Role

SINCE, UNTIL = dt.date(2026, 3, 1), dt.date(2026, 3, 15)
FINE = Mark("fine")
WRONG = Mark("finding", "扫描件看不清。")


def on(day, hour=12):
    """Noon of a day in Shanghai, `2026-03-20`."""
    return clock.frozen(
        dt.datetime.fromisoformat(f"{day} {hour:02}:00").replace(tzinfo=clock.SHANGHAI)
    )


def sides(gansu, staff):
    """Seats of the province and of the branch."""
    found = SimpleNamespace()
    for name, role, place in (
        ("inspector", Role.PROVINCE_ADMIN, gansu.province),
        ("officer", Role.OFFICER, gansu.branch),
        ("admin", Role.BRANCH_ADMIN, gansu.branch),
    ):
        user = staff(role, place, name=f"{name}样")
        seat = user.appointments.select_related("organisation").get()
        seat.user = user
        setattr(found, name, seat)
    return found


def draw(seat, branch, **changed):
    """An inspection of outcomes of the first half of March."""
    told = {"kind": "outcome", "since": SINCE, "until": UNTIL, "wanted": 3, **changed}
    own = told.pop("oneself", None) or oneself(seat.user)
    return draws.draw(seat, branch, **told, oneself=own, by=seat.user)


def assess(seat, sampled, *marks):
    """Answer every question: `marks`, then in order."""
    count = len(sampled.inspection.questions)
    told = [*marks, *[FINE] * count][:count]
    assessments.assess(sampled, told, oneself=oneself(seat.user), by=seat.user)


def work_through(seat, inspection, findings=1):
    """Assess the whole sample; the first ones have a finding each."""
    for place, sampled in enumerate(inspection.samples.all()):
        assess(seat, sampled, *([WRONG] if place < findings else []))
    return fresh(inspection)


def notified(seat, branch, findings=1, days=5, **changed):
    """An inspection whose notice is out."""
    row = work_through(seat, draw(seat, branch, **changed), findings)
    notices.notify(row, "请逐条整改。", days=days, below=seat.organisation, by=seat.user)
    return fresh(row)


def answered(seat, row, words="已重新核对材料。"):
    """Every open finding answered, and handed in."""
    told = {finding.pk: words for finding in row.findings.all()}
    answers.write(row, told, by=seat.user)
    answers.hand_in(row, by=seat.user)
    return fresh(row)


def fresh(row):
    return Inspection.objects.select_related("organisation", "branch").get(pk=row.pk)
