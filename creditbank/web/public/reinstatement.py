"""Proving one's identity again by a scan: the page behind a link to the imported address."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from creditbank.bank.accounts import reinstatements
from creditbank.bank.history import VISITOR
from creditbank.bank.refusals import Refused
from creditbank.bank.users import links
from creditbank.bank.users.models import Link
from creditbank.web import gates
from creditbank.web.forms import FilesField, add_refusal
from creditbank.web.public.activation import stored_scans, typed
from creditbank.web.public.forms import SCANS


class ProofForm(forms.Form):
    """Scans of the identity document."""

    scans = FilesField(
        limit=SCANS,
        label=_("证件扫描件"),
        help_text=_("身份证件正反两面。JPEG、PNG、HEIC 或 PDF，要求清晰、完整、四角可见。"),
        error_messages={"required": _("请上传证件正反面的扫描件或照片。")},
    )


@gates.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest, token: str) -> HttpResponse:
    """Looking does not use the link up; handing scans in does."""
    if links.peek(token, Link.Purpose.REINSTATE) is None:
        return render(request, "public/proof.html", {"works": False}, status=410)
    form = ProofForm(*typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            scans = stored_scans(form.cleaned_data["scans"])
            reinstatements.ask(token, scans, by=VISITOR)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("account_proof_received")
    return render(request, "public/proof.html", {"works": True, "form": form})


@gates.public
@require_safe
def proof_received(request: HttpRequest) -> HttpResponse:
    """What comes next."""
    return render(request, "public/proof_received.html")
