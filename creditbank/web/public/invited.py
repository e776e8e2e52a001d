"""The invited person (集体开户), one idea a step: agreement, password, scans, done.

What this browser may go on with is an invitation whose link came back from its address; the session
keeps its id. Whatever is known about the number, the pages are the same; see `registration`.
"""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creditbank.bank import limits
from creditbank.bank.accounts import drafts, information
from creditbank.bank.accounts.masks import mask_email, mask_mobile
from creditbank.bank.accounts.models import Account
from creditbank.bank.classes import acceptances, invitations
from creditbank.bank.classes.models import Invitation
from creditbank.bank.classes.stages import Stage
from creditbank.bank.files import uploads
from creditbank.bank.history import VISITOR
from creditbank.bank.identity import Kind, mask
from creditbank.bank.portal import agreements
from creditbank.bank.refusals import Refused
from creditbank.web import gates
from creditbank.web.forms import add_refusal
from creditbank.web.passwords import PasswordTwiceForm
from creditbank.web.public.activation import stored_scans, typed
from creditbank.web.public.forms import AgreementForm
from creditbank.web.public.home import readable
from creditbank.web.public.registration_forms import SidesForm
from creditbank.web.rights import keep, kept

STEPS = (_("核对身份"), _("用户协议"), _("设置密码"), _("证件扫描件"), _("等待审核"))
LASTS, DAY = dt.timedelta(hours=24), dt.timedelta(days=1)
_KEY = "invited"
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])
Step = Callable[[HttpRequest, Invitation], HttpResponse]


class ConsentForm(AgreementForm):
    """The agreement, and the outcomes where there are any."""

    def __init__(self, data: Any, *, with_outcomes: bool) -> None:
        super().__init__(data)
        if with_outcomes:
            self.fields["agree"].label = _(
                "我已阅读并同意《学分银行用户注册协议》，同意把上面的学习成果存入我的账户"
            )


def begin(request: HttpRequest, row: Invitation) -> None:
    """Somebody has shown who they are: go on in this browser."""
    request.session.cycle_key()
    keep(request, _KEY, LASTS, invitation=str(row.pk))


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation this browser goes on with."""
    found = kept(request, _KEY).get("invitation")
    return invitations.known().filter(pk=found).first() if found else None


def while_open(view: Step) -> Callable[[HttpRequest], HttpResponse]:
    """What is answered is not answered again; another address has to prove itself anew."""

    @functools.wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        row = invitation_of(request)
        if row is not None and row.stage == Stage.ACCEPTED:
            return redirect("invited_finished")
        if row is None or row.stage != Stage.INVITED or row.proved_at is None:
            return render(request, "public/invited_over.html", {"token": ""})
        return view(request, row)

    return guarded


def with_draft(view: Callable[[HttpRequest, Invitation, Account], HttpResponse]) -> Step:
    """The agreement comes first."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, row: Invitation) -> HttpResponse:
        draft = invitations.draft_of(row)
        return redirect("invited_agreement") if draft is None else view(request, row, draft)

    return guarded


@gates.public
@never_cache
@_get_or_post
@while_open
def invited_agreement(request: HttpRequest, row: Invitation) -> HttpResponse:
    """Step 2: the agreement, and what of the class would be deposited."""
    current, outcomes = agreements.current(), list(row.outcomes.all())
    form = ConsentForm(typed(request)[0], with_outcomes=bool(outcomes))
    if request.method == "POST" and form.is_valid() and current:
        try:
            acceptances.agree(row, agreement=current, by=VISITOR)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("invited_password")
    return step(
        request,
        "public/invited_agreement.html",
        2,
        form=form,
        agreement=current,
        text=readable(current),
        outcomes=outcomes,
        invitation=row,
    )


@gates.public
@never_cache
@_get_or_post
@sensitive_post_parameters()
@while_open
@with_draft
def invited_password(request: HttpRequest, row: Invitation, draft: Account) -> HttpResponse:
    """Step 3: the password one will sign in with."""
    form = PasswordTwiceForm(typed(request)[0])
    if request.method == "POST" and form.is_valid():
        try:
            drafts.set_password(draft, form.cleaned_data["password"], by=VISITOR)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("invited_scans")
    return step(request, "public/invited_password.html", 3, form=form, invitation=row)


@gates.public
@never_cache
@_get_or_post
@while_open
@with_draft
def invited_scans(request: HttpRequest, row: Invitation, draft: Account) -> HttpResponse:
    """Step 4: look through it, both sides of the document where nobody saw it, hand in."""
    if not draft.user.has_usable_password():
        return redirect("invited_password")
    seen = bool(row.original_seen_by)
    form = forms.Form(*typed(request)) if seen else SidesForm(*typed(request), kind=_kind(row))
    if request.method == "POST" and form.is_valid():
        try:
            _handed_in(row, form)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("invited_finished")
    context = {"form": form, "invitation": row, "seen": seen, **_told(draft)}
    return step(request, "public/invited_scans.html", 4, **context)


def _handed_in(row: Invitation, form: forms.Form) -> None:
    limits.hit("invitation.hand_in", str(row.pk), limit=10, window=DAY)
    scans = []
    for side in ("scan_front", "scan_back"):
        scans += stored_scans(form.cleaned_data.get(side) or [], side)
    try:
        acceptances.hand_in(row, scans=scans, by=VISITOR)
    except Refused:
        for file in scans:
            uploads.erase(file, by=VISITOR)
        raise


@gates.public
@never_cache
@require_safe
def invited_finished(request: HttpRequest) -> HttpResponse:
    """Step 5: what comes next; the same words for everybody."""
    row = invitation_of(request)
    if row is None or row.stage != Stage.ACCEPTED:
        return redirect("home")
    return step(request, "public/invited_finished.html", 5, invitation=row)


@gates.public
@never_cache
@_get_or_post
@while_open
def invited_refusal(request: HttpRequest, row: Invitation) -> HttpResponse:
    """不参加, after all."""
    done = False
    if request.method == "POST":
        try:
            acceptances.decline(row, by=VISITOR)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            done = True
    return render(request, "public/invited_refusal.html", {"invitation": row, "done": done})


@gates.public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """换人办理: the next person at this computer finds nothing; the mailed link is asked for anew."""
    request.session.pop(_KEY, None)
    request.session.cycle_key()
    messages.success(request, str(_("已清除，可以换人办理。")))
    return redirect("home")


def step(request: HttpRequest, page: str, number: int, /, **context: Any) -> HttpResponse:
    """A page of the way."""
    return render(request, page, {"steps": STEPS, "step_number": number, **context})


def _kind(row: Invitation) -> str:
    return Kind(row.document_kind).value


def _told(draft: Account) -> dict[str, Any]:
    """What is handed in, to be looked through once more; numbers masked."""
    told = information.standing(draft)
    return {
        "told": told,
        "kind": Kind(told.kind).label,
        "number": mask(told.number),
        "mobile": mask_mobile(told.mobile) if told.mobile else "",
        "email": mask_email(told.email),
    }
