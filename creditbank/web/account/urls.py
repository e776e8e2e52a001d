"""Addresses of the door."""

from django.urls import path

from creditbank.web.account import (
    closing,
    contacts,
    devices,
    first_sign_in,
    recovery,
    second_factor,
    security,
    sign_in,
    suspended,
)

urlpatterns = [
    path("login", sign_in.login, name="login"),
    path("login/choice", sign_in.choice, name="login_choice"),
    path("login/code", first_sign_in.login_code, name="login_code"),
    path("login/code/again", first_sign_in.login_code_again, name="login_code_again"),
    path("login/new-password", first_sign_in.login_new_password, name="login_new_password"),
    path("login/suspended", suspended.login_suspended, name="login_suspended"),
    path("logout", sign_in.logout, name="logout"),
    path("recover", recovery.recover, name="recover"),
    path("recover/sent", recovery.recover_sent, name="recover_sent"),
    path("recover/<str:token>", recovery.recover_link, name="recover_link"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path("second-factor/setup", second_factor.second_factor_setup, name="second_factor_setup"),
    path("me/security/", security.security, name="security"),
    path("me/security/password/", security.security_password, name="security_password"),
    path("me/security/language/", security.security_language, name="security_language"),
    path("me/security/sessions/", security.security_sessions, name="security_sessions"),
    path("me/security/email/", contacts.security_email, name="security_email"),
    path("me/security/email/code/", contacts.security_email_code, name="security_email_code"),
    path("me/security/mobile/", contacts.security_mobile, name="security_mobile"),
    path("me/security/devices/", devices.devices, name="devices"),
    path("me/security/devices/others/", devices.devices_end_others, name="devices_end_others"),
    path("me/security/devices/<uuid:handle>/end/", devices.device_end, name="device_end"),
    path("me/security/closing/", closing.closing, name="closing"),
    path("me/security/spare-codes/", security.security_spare_codes, name="security_spare_codes"),
]
