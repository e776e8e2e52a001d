"""Addresses that need no account."""

from django.urls import path

from creditbank.web.public import activation, dev_mail, guidance, home, links, notices, site, status

urlpatterns = [
    path("", home.home, name="home"),
    path("agreement", home.agreement, name="agreement"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<uuid:notice_id>/", notices.notice, name="notice"),
    path(
        "notices/<uuid:notice_id>/attachments/<uuid:attachment_id>/",
        notices.attachment,
        name="notice_attachment",
    ),
    path("guides/", guidance.guides, name="guides"),
    path("guides/<slug:code>/", guidance.guide, name="guide"),
    path("questions/", guidance.questions, name="questions"),
    path("contacts/", guidance.contacts, name="contacts"),
    path("register", home.register, name="register"),
    path("activate", activation.activate, name="activate"),
    path("activate/number", activation.activate_number, name="activate_number"),
    path("activate/not-found", activation.not_found, name="activate_not_found"),
    path("activate/person", activation.activate_person, name="activate_person"),
    path("activate/person/complaint", activation.complaint, name="activate_complaint"),
    path("activate/finished", activation.finished, name="activate_finished"),
    path("activate/status", status.status, name="account_status"),
    path("activate/status/leave", status.leave, name="account_status_leave"),
    path("activate/status/<str:token>", status.status_link, name="account_status_link"),
    path("activate/not-me/<str:token>", links.not_me, name="account_not_me"),
    path("activate/vouch/<str:token>", links.vouch, name="account_vouch"),
    path("dev/mail", dev_mail.dev_mail, name="dev_mail"),
    path("language", site.language, name="language"),
    path("theme", site.theme, name="theme"),
]
