"""Addresses of officers and administrators."""

from django.urls import path

from creditbank.web.organisation import audits, classes, home, people, staff, tasks

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
    path("work/audit/log/", audits.log, name="audit_log"),
    path("work/audit/history/", audits.history, name="audit_history"),
]
