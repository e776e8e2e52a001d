"""Whether somebody wants the daily digest."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.views.decorators.http import require_http_methods

from creditbank.bank.access.permissions import Permission
from creditbank.bank.digests import choices
from creditbank.web import gates
from creditbank.web.gates import StaffRequest


@gates.staff(Permission.DIGEST_GET)
@require_http_methods(["GET", "HEAD", "POST"])
def digest(request: StaffRequest) -> HttpResponse:
    """What the digest is, and its switch."""
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "yes"
        choices.choose(request.user, wanted=wanted, by=request.user)
        messages.success(request, _now("已开启。") if wanted else _now("已关闭。"))
        return redirect("digest")
    wanted = choices.wants(request.user, request.seat.role)
    return render(request, "organisation/digest.html", {"wanted": wanted})
