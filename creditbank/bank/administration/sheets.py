"""Verbs on tree sheets: taken in, compared, confirmed."""

import datetime as dt
from collections.abc import Sequence
from typing import IO
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, jobs
from creditbank.bank.administration import authorities, plans, rows
from creditbank.bank.administration.authorities import FACTS
from creditbank.bank.administration.models import TreeSheet
from creditbank.bank.administration.plans import Outcome, Plan
from creditbank.bank.administration.rows import Row
from creditbank.bank.enrolments import transfers as enrolments
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations import batches, trees
from creditbank.bank.organisations.models import Appointment, Capacity, Organisation
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import tasks as reviews
from creditbank.bank.sheets import sources
from creditbank.bank.users.models import User

MAX_BYTES = 5 * 1024 * 1024
KEPT = dt.timedelta(days=1)


def read(name: str, file: IO[bytes]) -> list[Row]:
    """The rows of a file that is no larger than it may be; refuses what is no tree sheet."""
    if file.seek(0, 2) > MAX_BYTES:
        sentence = _("文件超过 %(n)d MB。机构表不会这么大，请检查后再上传。")
        raise Refused("too_large", sentence % {"n": MAX_BYTES // 1024**2}, field="file")
    with sources.opened(name, file) as source:
        return rows.read(source)


class RowsRejected(Refused):
    """Rows stand in the way: nothing was written. `plan` says which, and why."""

    def __init__(self, found: Plan) -> None:
        """Keep what was found."""
        super().__init__("rejected_rows", _("有不能导入的行，一行也没有导入。改好以后请重新上传。"))
        self.plan = found


@verb
def receive(seat: Appointment, name: str, told: Sequence[Row], *, by: User) -> TreeSheet:
    """Keep what somebody uploaded until they have read what it would change."""
    return TreeSheet.objects.create(
        organisation=seat.organisation,
        by_id=by.pk,
        file_name=name[-200:],
        rows=[row.as_json() for row in told],
    )


def of(seat: Appointment, sheet_id: UUID) -> TreeSheet | None:
    """One's own sheet, uploaded under this very seat; nobody else's is found."""
    rows_ = TreeSheet.objects.filter(organisation=seat.organisation, by_id=seat.user_id)
    return rows_.filter(pk=sheet_id).first()


def plan(sheet: TreeSheet, seat: Appointment) -> Plan:
    """What a sheet would change now."""
    return plans.draw_up([Row(**row) for row in sheet.rows], authorities.of(seat))


@verb
def confirm(sheet: TreeSheet, seat: Appointment, *, digest: str, by: Actor) -> Plan:
    """Write what a sheet would change, all of it, if it is still what was read (`digest`).

    Refused: `changed_meanwhile`, `rejected_rows`, `student_numbers`, `moved_on`.
    """
    trees.one_at_a_time()
    if not TreeSheet.objects.select_for_update().filter(pk=sheet.pk).exists():
        raise Refused("moved_on", _("这张机构表已经导入过了。"))
    found = plan(sheet, seat)
    if found.digest != digest:
        sentence = _("检查以后机构有了变化，下面是现在的结果，请再看一遍再确认。")
        raise Refused("changed_meanwhile", sentence)
    _write(found, seat.organisation, by=by)
    sheet.delete()
    return found


@verb
def bring_in(told: Sequence[Row], *, by: Actor) -> Plan:
    """The same in one go, for whoever works on the machine; into an empty bank with its root.

    Refused: `rejected_rows` (says which), `no_root`, `student_numbers`.
    """
    trees.one_at_a_time()
    top = Organisation.objects.filter(path__regex="^[^/]+/$").first() or _root(told, by=by)
    found = plans.draw_up(told, authorities.of_operator(top))
    _write(found, top, by=by)
    return found


def sweep() -> int:
    """Sheets that nobody confirmed within a day are gone; how many."""
    return TreeSheet.objects.filter(created_at__lt=clock.now() - KEPT).delete()[0]


def _root(told: Sequence[Row], *, by: Actor) -> Organisation:
    roots = [row for row in told if not row.parent and not row.said]
    national = [row for row in roots if Capacity.NATIONAL in row.values["capacities"]]
    if len(national) != 1:
        sentence = _("还没有任何机构：表里须有且只有一个没有上级的全国中心。")
        raise Refused("no_root", sentence)
    facts = {name: national[0].values.get(name, "") for name in FACTS}
    root: Organisation = trees.found(code=national[0].code, parent=None, by=by, **facts)
    return root


def _write(found: Plan, top: Organisation, *, by: Actor) -> None:
    if found.count(Outcome.REJECTED):
        raise RowsRejected(found)
    before = trees.provinces(top)
    batches.write(found.new, found.changed, found.parents, by=by)
    after = trees.provinces(top)
    enrolments.renumber({pk: at for pk, at in after.items() if before.get(pk, at) != at}, by=by)
    jobs.defer(reviews.follow_the_tree)
