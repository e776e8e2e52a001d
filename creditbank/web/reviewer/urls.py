"""Addresses of reviewers."""

from django.urls import path

from creditbank.web.reviewer import cases, decisions, leases, numbers, queues, scans, suspensions

CASE = "work/reviews/<str:number>/"
SUSPENSION = "work/suspensions/<uuid:suspension_id>/"

urlpatterns = [
    path("work/reviews/", queues.queue, name="review_queue"),
    path("work/reviews/next/", leases.following, name="review_next"),
    path(CASE, cases.case, name="review_case"),
    path(f"{CASE}lease/", leases.lease, name="review_lease"),
    path(f"{CASE}release/", leases.release, name="review_release"),
    path(f"{CASE}decision/", decisions.decision, name="review_decision"),
    path(f"{CASE}undo/", decisions.undo, name="review_undo"),
    path(f"{CASE}number/", numbers.number, name="review_number"),
    path(f"{CASE}scans/<uuid:file_id>/<int:page>", scans.page, name="review_scan"),
    path(f"{CASE}scans/<uuid:file_id>/original", scans.original, name="review_scan_original"),
    path("work/suspensions/", suspensions.suspension_list, name="suspensions"),
    path("work/suspensions/new/", suspensions.suspension_new, name="suspension_new"),
    path(SUSPENSION, suspensions.suspension, name="suspension"),
    path(f"{SUSPENSION}decision/", suspensions.suspension_decision, name="suspension_decision"),
    path(
        f"{SUSPENSION}withdrawal/", suspensions.suspension_withdrawal, name="suspension_withdrawal"
    ),
]
