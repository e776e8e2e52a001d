"""The staff home (工作台): what waits for whoever acts under the present seat."""

from typing import Any, NamedTuple

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from creditbank.bank import clock
from creditbank.bank.access import endings
from creditbank.bank.access.permissions import Permission, may
from creditbank.bank.accounts import suspensions, vouching
from creditbank.bank.calendar.models import CalendarYear
from creditbank.bank.desk import permits, queues
from creditbank.bank.enrolments import complaints
from creditbank.bank.imports.models import Run
from creditbank.bank.inspections import sides
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.portal import circulars
from creditbank.bank.portal.models import Notice
from creditbank.web import gates
from creditbank.web.gates import SEAT, StaffRequest


class Task(NamedTuple):
    """One heap of work: how much of it there is and where it lies."""

    label: Any
    hint: Any
    waiting: int | str
    path: str
    icon: str


@gates.staff(Permission.WORK)
@require_safe
def work(request: StaffRequest) -> HttpResponse:
    """What waits here, as far as this seat may see it."""
    context = {"tasks": _tasks(request.seat), "ends_soon": endings.is_near(request.seat)}
    return render(request, "organisation/work.html", context)


@gates.staff(Permission.WORK)
@require_POST
def seat(request: StaffRequest) -> HttpResponse:
    """Act under another of one's own appointments."""
    wanted = request.POST.get("seat", "")
    if any(str(row.pk) == wanted for row in request.seats):
        request.session[SEAT] = wanted
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(back if safe else reverse("work"))


def _tasks(seat: Appointment) -> list[Task]:
    found = []
    if may(seat.role, Permission.REVIEW):
        count = queues.how_many(seat)
        path = reverse("review_queue")
        found.append(Task(_("待审核"), _("开户申请和学习成果"), count, path, "inbox"))
    if may(seat.role, Permission.SUSPENSION_DECIDE):
        count = suspensions.waiting(seat.organisation).count()
        hint, path = _("审核员建议暂停的账户"), reverse("suspensions")
        found.append(Task(_("待决定的暂停"), hint, count, path, "ban"))
    if may(seat.role, Permission.TASKS_SETTLE):
        below, path = seat.organisation, reverse("tasks")
        wrong, seen = complaints.waiting(below).count(), vouching.waiting(below).count()
        hint = _("学习者反映的学籍问题")
        found.append(Task(_("信息有误"), hint, wrong, f"{path}#complaints", "alert-circle"))
        hint = _("等待核对身份证件的账户")
        found.append(Task(_("当面核对"), hint, seen, f"{path}#confirmations", "user-check"))
    if may(seat.role, Permission.CIRCULARS_READ) and (count := circulars.unsigned(seat)):
        hint = _("发给本机构、等待您签收")
        found.append(Task(_("文件通知"), hint, count, reverse("circulars"), "mail"))
    if count := sides.waiting(seat).count():
        hint = _("待检查、待答复或待验收的检查")
        found.append(Task(_("检查"), hint, count, reverse("inspections"), "clipboard-check"))
    if permits.kinds(seat):
        count = permits.runs_of(seat).filter(stage=Run.Stage.CHECKED).count()
        hint, path = _("已检查、等待确认的名册"), reverse("rosters")
        found.append(Task(_("名册导入"), hint, count, path, "upload"))
    if may(seat.role, Permission.CATALOGUE_EDIT):
        hint = _("公告、指南、问答、联系方式和协议")
        waiting = Notice.objects.of_the_portal().filter(
            publish_from__gt=clock.now(), withdrawn_at=None
        )
        found.append(Task(_("门户内容"), hint, waiting.count(), reverse("content"), "file-text"))
    if may(seat.role, Permission.CALENDAR_EDIT):
        hint = _("放假和调休上班的安排")
        next_year = CalendarYear.objects.filter(year=clock.today().year + 1, published=True)
        missing = int(not next_year.exists())
        found.append(Task(_("工作日历"), hint, missing, reverse("calendar"), "calendar-due"))
    return found
