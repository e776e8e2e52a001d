"""Addresses of officers and administrators."""

from django.urls import path

from creditbank.web.organisation import (
    audits,
    changes,
    checklists,
    circulars,
    classes,
    digest,
    goals,
    home,
    inspection_cases,
    inspection_steps,
    inspections,
    newcomers,
    people,
    policies,
    posts,
    progress,
    roster_columns,
    roster_runs,
    rosters,
    staff,
    tasks,
    tree,
    tree_sheets,
)

CIRCULAR = "work/circulars/<uuid:notice_id>/"
INSPECTION = "work/inspections/<str:number>/"
SAMPLED = f"{INSPECTION}cases/<str:case>/"

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
    path("work/classes/", classes.classes, name="classes"),
    path("work/classes/<str:number>/", classes.training_class, name="training_class"),
    path("work/classes/<str:number>/originals/", classes.class_originals, name="class_originals"),
    *(
        path(f"work/classes/<str:number>/invitations/<uuid:invitation_id>/{end}", view, name=name)
        for end, view, name in (
            ("", classes.invitation, "invitation"),
            ("sending/", classes.invitation_sending, "invitation_sending"),
            ("original/", classes.invitation_original, "invitation_original"),
            ("address/", classes.invitation_address, "invitation_address"),
            ("withdrawal/", classes.invitation_withdrawal, "invitation_withdrawal"),
        )
    ),
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
    path("work/circulars/", circulars.circular_list, name="circulars"),
    path("work/circulars/sent/", circulars.circulars_sent, name="circulars_sent"),
    path("work/circulars/new/", circulars.circular_new, name="circular_new"),
    path(CIRCULAR, circulars.circular, name="circular"),
    path(f"{CIRCULAR}reading/", circulars.circular_reading, name="circular_reading"),
    path(f"{CIRCULAR}readers/", circulars.circular_readers, name="circular_readers"),
    path(f"{CIRCULAR}reminder/", circulars.circular_reminder, name="circular_reminder"),
    path(f"{CIRCULAR}withdrawal/", circulars.circular_withdrawal, name="circular_withdrawal"),
    path(
        f"{CIRCULAR}attachments/<uuid:attachment_id>/",
        circulars.circular_attachment,
        name="circular_attachment",
    ),
    path("work/digest/", digest.digest, name="digest"),
    path("work/inspections/", inspections.inspection_list, name="inspections"),
    path("work/inspections/new/", inspections.inspection_new, name="inspection_new"),
    path(
        "work/inspections/checklists/",
        checklists.inspection_checklists,
        name="inspection_checklists",
    ),
    path(
        "work/inspections/checklists/<slug:kind>/",
        checklists.inspection_checklist,
        name="inspection_checklist",
    ),
    path(INSPECTION, inspections.inspection, name="inspection"),
    path(f"{INSPECTION}report/", inspections.inspection_report, name="inspection_report"),
    path(f"{INSPECTION}notice/", inspection_steps.inspection_notice, name="inspection_notice"),
    path(f"{INSPECTION}answers/", inspection_steps.inspection_answers, name="inspection_answers"),
    path(
        f"{INSPECTION}acceptance/",
        inspection_steps.inspection_acceptance,
        name="inspection_acceptance",
    ),
    path(SAMPLED, inspection_cases.inspection_case, name="inspection_case"),
    path(
        f"{SAMPLED}scans/<uuid:file_id>/<int:page>",
        inspection_cases.inspection_scan,
        name="inspection_scan",
    ),
    path(
        f"{SAMPLED}scans/<uuid:file_id>/original",
        inspection_cases.inspection_scan_original,
        name="inspection_scan_original",
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
]
