"""Addresses of a learner who has signed in. Account security stands in `web/account`."""

from django.urls import path

from creditbank.web.learner import (
    appeals,
    catalogue,
    classes,
    deposit,
    evidence,
    home,
    messages,
    outcomes,
)

urlpatterns = [
    path("me/", home.home, name="me"),
    path("me/outcomes/", outcomes.stored, name="outcomes"),
    path("me/outcomes/all/", outcomes.every, name="outcomes_all"),
    path("me/outcomes/new/", deposit.new, name="outcome_new"),
    path("me/outcomes/<str:number>/", outcomes.one, name="outcome"),
    path("me/outcomes/<str:number>/edit/", deposit.edit, name="outcome_edit"),
    path("me/outcomes/<str:number>/withdrawal/", outcomes.withdrawal, name="outcome_withdrawal"),
    path("me/outcomes/<str:number>/appeal/", appeals.appeal, name="outcome_appeal"),
    path("me/outcomes/<str:number>/removal/", outcomes.removal, name="outcome_removal"),
    path(
        "me/outcomes/<str:number>/evidence/<uuid:evidence_id>/<int:page>",
        evidence.page,
        name="evidence_page",
    ),
    path(
        "me/outcomes/<str:number>/evidence/<uuid:evidence_id>/original",
        evidence.original,
        name="evidence_original",
    ),
    path("me/classes/", classes.classes, name="my_classes"),
    path(
        "me/classes/<uuid:invitation_id>/acceptance/",
        classes.acceptance,
        name="my_class_acceptance",
    ),
    path("me/classes/<uuid:invitation_id>/refusal/", classes.refusal, name="my_class_refusal"),
    path("me/catalogue/", catalogue.catalogue, name="catalogue"),
    path("me/messages/", messages.messages, name="messages"),
    path("me/messages/<uuid:message_id>/", messages.message, name="message"),
]
