"""Addresses that need no account."""

from django.urls import path

from creditbank.web.public import (
    activation,
    dev_mail,
    home,
    links,
    registration,
    resumption,
    site,
    status,
    submission,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("agreement", home.agreement, name="agreement"),
    path("register", registration.register, name="register"),
    path("register/region", registration.region, name="register_region"),
    path("register/agreement", registration.agreement, name="register_agreement"),
    path("register/information", registration.register_information, name="register_information"),
    path("register/password", registration.register_password, name="register_password"),
    path("register/scans", submission.register_scans, name="register_scans"),
    path("register/finished", submission.finished, name="register_finished"),
    path("register/address", resumption.address, name="register_address"),
    path("register/again", resumption.again, name="register_again"),
    path("register/later", resumption.later, name="register_later"),
    path("register/clear", resumption.clear, name="register_clear"),
    path("register/resume/<str:token>", resumption.resume, name="register_resume"),
    path("register/confirm/<str:token>", resumption.confirm, name="register_confirm"),
    path("activate", activation.activate, name="activate"),
    path("activate/number", activation.activate_number, name="activate_number"),
    path("activate/not-found", activation.not_found, name="activate_not_found"),
    path("activate/person", activation.activate_person, name="activate_person"),
    path("activate/person/complaint", activation.complaint, name="activate_complaint"),
    path("activate/finished", activation.finished, name="activate_finished"),
    path("activate/status", status.status, name="account_status"),
    path("activate/status/region", status.status_region, name="account_status_region"),
    path("activate/status/leave", status.leave, name="account_status_leave"),
    path("activate/status/<str:token>", status.status_link, name="account_status_link"),
    path("activate/not-me/<str:token>", links.not_me, name="account_not_me"),
    path("activate/vouch/<str:token>", links.vouch, name="account_vouch"),
    path("dev/mail", dev_mail.dev_mail, name="dev_mail"),
    path("language", site.language, name="language"),
    path("theme", site.theme, name="theme"),
]
