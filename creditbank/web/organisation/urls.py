"""Addresses of officers and administrators."""

from django.urls import path

from creditbank.web.organisation import (
    audits,
    home,
    people,
    roster_columns,
    roster_runs,
    rosters,
    staff,
    tasks,
)

urlpatterns = [
    path("work/", home.work, name="work"),
    path("work/seat/", home.seat, name="work_seat"),
    path("work/tasks/", tasks.tasks, name="tasks"),
    path("work/tasks/complaints/<uuid:complaint_id>/", tasks.task_complaint, name="task_complaint"),
    path(
        "work/tasks/confirmations/<str:number>/", tasks.task_confirmation, name="task_confirmation"
    ),
    path("work/people/", people.people, name="people"),
    path("work/people/<str:number>/address/", people.person_address, name="person_address"),
    path("work/staff/", staff.staff, name="staff"),
    path("work/staff/new/", staff.staff_new, name="staff_new"),
    path("work/staff/<uuid:appointment_id>/end/", staff.staff_end, name="staff_end"),
    path(
        "work/staff/<uuid:appointment_id>/second-factor/",
        staff.staff_second_factor,
        name="staff_second_factor",
    ),
    path("work/rosters/", rosters.rosters, name="rosters"),
    path("work/rosters/new/", rosters.roster_new, name="roster_new"),
    path("work/rosters/<uuid:run_id>/", roster_runs.roster_run, name="roster_run"),
    path(
        "work/rosters/<uuid:run_id>/columns/", roster_columns.roster_columns, name="roster_columns"
    ),
    path("work/rosters/<uuid:run_id>/confirm/", roster_runs.roster_confirm, name="roster_confirm"),
    path("work/rosters/<uuid:run_id>/cancel/", roster_runs.roster_cancel, name="roster_cancel"),
    path("work/rosters/<uuid:run_id>/forget/", roster_runs.roster_forget, name="roster_forget"),
    path(
        "work/rosters/<uuid:run_id>/rejected/", roster_runs.roster_rejected, name="roster_rejected"
    ),
    path("work/audit/log/", audits.log, name="audit_log"),
    path("work/audit/history/", audits.history, name="audit_history"),
]
