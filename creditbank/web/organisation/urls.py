"""Addresses of officers and administrators."""

from django.urls import path

from creditbank.web.organisation import home, tasks

urlpatterns = [
    path("work/", home.work, name="work"),
    path("work/seat/", home.seat, name="work_seat"),
    path("work/tasks/", tasks.tasks, name="tasks"),
    path("work/tasks/complaints/<uuid:complaint_id>/", tasks.task_complaint, name="task_complaint"),
    path(
        "work/tasks/confirmations/<str:number>/", tasks.task_confirmation, name="task_confirmation"
    ),
]
