"""An appeal against the rejection of an account opening, from the one page that its learner reaches."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from creditbank.bank.desk import appeals
from creditbank.web import gates, rights
from creditbank.web.appeals import AppealForm, lodged


@gates.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest) -> HttpResponse:
    """The words of an appeal; what was decided and why stands above them."""
    account = rights.status_account(request)
    standing = appeals.standing(account) if account else None
    if account is None or standing is None:
        return redirect("account_status")
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and lodged(form, account, by=account):
        messages.success(request, _now("申诉已提交。结果会通过邮件告诉您。"))
        return redirect("account_status")
    context = {"form": form, "appeal": standing, "account": account}
    return render(request, "public/appeal.html", context)
