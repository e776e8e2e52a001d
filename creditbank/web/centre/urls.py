"""Addresses of the national centre."""

from django.urls import path

from creditbank.web.centre import agreement, articles, calendar, catalogue, contacts, notices

urlpatterns = [
    path("work/content/", contacts.content, name="content"),
    path("work/content/notices/", notices.notices, name="content_notices"),
    path("work/content/notices/new/", notices.new, name="content_notice_new"),
    path("work/content/notices/<uuid:notice_id>/", notices.notice, name="content_notice"),
    path(
        "work/content/notices/<uuid:notice_id>/withdrawal/",
        notices.withdrawal,
        name="content_notice_withdrawal",
    ),
    path(
        "work/content/notices/<uuid:notice_id>/draft/", notices.draft, name="content_notice_draft"
    ),
    path(
        "work/content/notices/<uuid:notice_id>/attachments/",
        notices.attachment,
        name="content_attachment",
    ),
    path(
        "work/content/notices/<uuid:notice_id>/attachments/<uuid:attachment_id>/removal/",
        notices.attachment_removal,
        name="content_attachment_removal",
    ),
    path("work/content/guides/", articles.guides, name="content_guides"),
    path("work/content/guides/<slug:code>/", articles.guide, name="content_guide"),
    path("work/content/questions/", articles.questions, name="content_questions"),
    path("work/content/questions/new/", articles.question_new, name="content_question_new"),
    path("work/content/questions/<uuid:question_id>/", articles.question, name="content_question"),
    path("work/content/contacts/", contacts.contacts, name="content_contacts"),
    path("work/content/contacts/<str:code>/", contacts.contact, name="content_contact"),
    path("work/content/agreement/", agreement.versions, name="content_agreement"),
    path("work/content/agreement/new/", agreement.new, name="content_agreement_new"),
    path(
        "work/content/agreement/<int:number>/", agreement.version, name="content_agreement_version"
    ),
    path("work/catalogue/", catalogue.entries, name="catalogue_entries"),
    path("work/catalogue/new/", catalogue.new, name="catalogue_new"),
    path("work/catalogue/<str:code>/", catalogue.entry, name="catalogue_entry"),
    path(
        "work/catalogue/<str:code>/retirement/", catalogue.retirement, name="catalogue_retirement"
    ),
    path("work/calendar/", calendar.years, name="calendar"),
    path("work/calendar/<int:number>/", calendar.year, name="calendar_year"),
]
