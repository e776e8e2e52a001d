"""The one page of an opening that is not active yet: state, reasons, deadline, correction."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from creditbank.bank.accounts import corrections
from creditbank.bank.accounts.masks import mask_email, mask_name
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.desk import appeals
from creditbank.bank.refusals import Refused
from creditbank.bank.reviews import cases
from creditbank.bank.reviews.models import Kind
from creditbank.bank.users import links
from creditbank.bank.users.models import Link
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.public import drafts
from creditbank.web.public.activation import stored_scans, typed
from creditbank.web.public.forms import CorrectionForm

# Which field of the correction a reviewer's remark is about; others stand above the form.
FIELDS = {"email": "email", "scan_front": "scans", "scan_back": "scans"}
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@gates.public
@never_cache
@_get_or_post
def status_link(request: HttpRequest, token: str) -> HttpResponse:
    """A link of a message. Only the button uses it up: mail scanners follow links too."""
    link = links.peek(token, Link.Purpose.STATUS)
    if request.method == "POST" and link:
        try:
            drafts.grant_status(request, links.use(token, Link.Purpose.STATUS).subject_id)
            return redirect("account_status")
        except Refused:
            link = None
    return render(request, "public/status_link.html", {"works": link is not None})


@gates.public
@never_cache
@_get_or_post
def status(request: HttpRequest) -> HttpResponse:
    """State, reasons, deadline; while returned also the correction."""
    account = drafts.status_account(request)
    if account is None:
        return render(request, "public/status_link.html", {"works": False})
    form = CorrectionForm(*typed(request))
    returned = account.stage == Stage.RETURNED
    if request.method == "POST" and returned and form.is_valid():
        try:
            return _corrected(request, account, form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
    return render(request, "public/status.html", _shown(account, form if returned else None))


@gates.public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Give the right of the link up, on a shared computer."""
    drafts.end_status(request)
    return redirect("home")


def _corrected(request: HttpRequest, account: Account, told: dict[str, Any]) -> HttpResponse:
    here = all(row.get("field") in FIELDS for row in account.remarks)
    if account.remarks and here and not told["email"] and not told["scans"]:
        raise Refused("nothing_new", _("请按审核意见修改后再提交：更换邮箱或补充扫描件。"))
    scans = stored_scans(told["scans"])
    corrections.correct(account, email=told["email"], scans=scans, by=account)
    messages.success(request, _now("补正已提交，审核会继续进行。"))
    return redirect("account_status")


def _shown(account: Account, form: CorrectionForm | None) -> dict[str, Any]:
    case = cases.of(Kind.ACCOUNT, account.pk)
    remarks = account.remarks or []
    placed = [(form[name], _of(remarks, name)) for name in form.fields] if form else []
    return {
        "account": account,
        "name": mask_name(account.name or ""),
        "email": mask_email(account.user.email or ""),
        "appeal": appeals.standing(account),
        "case": case if account.stage == Stage.PENDING_REVIEW else None,
        "question": account.needs_vouching and not account.vouched_by,
        "form": form,
        "fields": placed,
        "remarks": [row for row in remarks if not form or row.get("field") not in FIELDS],
        "scans": account.scans.count(),
    }


def _of(remarks: list[dict[str, Any]], name: str) -> list[str]:
    return [row.get("text", "") for row in remarks if FIELDS.get(row.get("field", "")) == name]
