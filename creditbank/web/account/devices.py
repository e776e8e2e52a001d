"""Where somebody is signed in: the list, signing out in one place, in all others."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from creditbank.bank.users import agents, sessions
from creditbank.web import gates
from creditbank.web.account import frames

MOST = 50


@gates.signed_in
@require_safe
def devices(request: gates.SignedInRequest) -> HttpResponse:
    """Every browser that is signed in, the present one marked."""
    here = request.session.session_key
    rows = sorted(sessions.of(request.user)[:MOST], key=lambda row: row.session_key != here)
    lines = [
        {
            "handle": row.handle,
            "device": agents.words(row.agent),
            "since": row.since,
            "seen_at": row.seen_at,
            "here": row.session_key == here,
        }
        for row in rows
    ]
    return frames.page(request, "account/devices.html", lines=lines)


@gates.signed_in
@require_POST
def device_end(request: gates.SignedInRequest, handle: UUID) -> HttpResponse:
    """Sign out in one place; at its next request it is a stranger's."""
    here = request.session.session_key
    if sessions.of(request.user).filter(handle=handle, session_key=here).exists():
        return redirect("devices")  # this one has its own button above
    if not sessions.end(request.user, handle, by=request.user):
        raise Http404
    messages.success(request, _("那里的登录已退出。"))
    return redirect("devices")


@gates.signed_in
@require_POST
def devices_end_others(request: gates.SignedInRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    sessions.end_others(request.user, request.session.session_key, by=request.user)
    messages.success(request, _("其他设备上的登录都已退出。"))
    return redirect("devices")
