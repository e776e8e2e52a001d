"""The one page of somebody whose account is suspended: how to prove again who they are."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from creditbank.bank.accounts import letters, reinstatements
from creditbank.bank.accounts.masks import mask_email
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.account import doors, pending


@gates.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login_suspended(request: HttpRequest) -> HttpResponse:
    """What to do; the press sends a link to the imported address, whoever presses."""
    user = pending.user(request, pending.SUSPENDED)
    account = doors.suspended_account_of(user) if user else None
    if account is None:
        return redirect("login")
    if request.method == "POST":
        try:
            reinstatements.send_link(account, by=account)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("链接已发送到学籍登记的邮箱，30 天内有效。"))
        return redirect("login_suspended")
    imported = letters.imported_address(account)
    context = {"account": account, "imported": mask_email(imported) if imported else ""}
    return render(request, "account/suspended.html", context)
