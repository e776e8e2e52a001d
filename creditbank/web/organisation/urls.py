"""Addresses of officers and administrators."""

from django.urls import path

from creditbank.web.organisation import (
    audits,
    changes,
    goals,
    home,
    newcomers,
    people,
    policies,
    posts,
    progress,
    staff,
    tasks,
    tree,
    tree_sheets,
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
    path("work/staff/<uuid:appointment_id>/handover/", posts.staff_handover, name="staff_handover"),
    path(
        "work/staff/<uuid:appointment_id>/extension/", posts.staff_extension, name="staff_extension"
    ),
    path("work/organisations/", tree.organisations, name="organisations"),
    path("work/organisations/import/", tree_sheets.tree_sheet_new, name="tree_sheet_new"),
    path("work/organisations/import/<uuid:sheet_id>/", tree_sheets.tree_sheet, name="tree_sheet"),
    path(
        "work/organisations/download/", tree_sheets.tree_sheet_download, name="tree_sheet_download"
    ),
    path("work/organisations/<str:code>/", tree.organisation, name="organisation"),
    path("work/organisations/<str:code>/new/", changes.organisation_new, name="organisation_new"),
    path(
        "work/organisations/<str:code>/edit/", changes.organisation_edit, name="organisation_edit"
    ),
    path(
        "work/organisations/<str:code>/move/", changes.organisation_move, name="organisation_move"
    ),
    path(
        "work/organisations/<str:code>/merger/",
        changes.organisation_merger,
        name="organisation_merger",
    ),
    path(
        "work/organisations/<str:code>/closing/",
        changes.organisation_closing,
        name="organisation_closing",
    ),
    path("work/policies/", policies.policies, name="policies"),
    path("work/policies/<str:code>/", policies.policy, name="policy"),
    path("work/progress/", progress.progress, name="progress"),
    path("work/progress/<str:code>/", progress.progress_place, name="progress_place"),
    path(
        "work/progress/<str:code>/comparison/",
        progress.progress_comparison,
        name="progress_comparison",
    ),
    path("work/progress/<str:code>/report/", progress.progress_report, name="progress_report"),
    path("work/progress/<str:code>/export/", progress.progress_export, name="progress_export"),
    path("work/progress/<str:code>/goals/", goals.progress_goals, name="progress_goals"),
    path(
        "work/progress/<str:code>/goals/<uuid:goal_id>/removal/",
        goals.progress_goal_removal,
        name="progress_goal_removal",
    ),
    path(
        "work/progress/<str:code>/newcomers/",
        newcomers.progress_newcomers,
        name="progress_newcomers",
    ),
    path(
        "work/progress/<str:code>/newcomers/round/", newcomers.progress_round, name="progress_round"
    ),
    path(
        "work/progress/<str:code>/newcomers/telephones/",
        newcomers.progress_telephones,
        name="progress_telephones",
    ),
    path("work/audit/log/", audits.log, name="audit_log"),
    path("work/audit/history/", audits.history, name="audit_history"),
]
