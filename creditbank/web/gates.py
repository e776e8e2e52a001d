"""Gates: who may come to a page at all. Every view of every URL has exactly one.

A gate answers the first of three questions (may this role?). The view's own look-ups answer the
second (does it reach this row? else it is not found), the verbs the third (is it the moment?).
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from creditbank.bank.access import reach
from creditbank.bank.access.permissions import Permission, may
from creditbank.bank.accounts.models import Account
from creditbank.bank.accounts.stages import Stage
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.users.models import User

View = Callable[..., HttpResponseBase]
SECOND_FACTOR = "second_factor"
SEAT = "seat"
_READING = ("GET", "HEAD")


class SignedInRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


class LearnerRequest(SignedInRequest):
    """A request of a learner whose account is active."""

    account: Account


class StaffRequest(SignedInRequest):
    """A request of a staff member acting under one appointment."""

    seat: Appointment
    seats: list[Appointment]


def public(view: View) -> View:
    """Open to everybody."""
    return _marked(view, "public")


def signed_in(view: View) -> View:
    """For whoever has signed in, learner or staff; staff with their second factor."""

    @functools.wraps(view)
    def gate(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if request.user.is_staff_member and not _has_second_factor(request):
            return redirect("second_factor")
        return view(request, *args, **kwargs)

    return _marked(never_cache(gate), "signed_in")


def learner(view: View) -> View:
    """For learners whose account is active; sets `request.account`."""

    @functools.wraps(view)
    def gate(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        account: Account | None = getattr(request.user, "account", None)
        if account is None or account.stage != Stage.ACTIVE:
            raise PermissionDenied
        if account.person_key_id == request.user.person_key_id:
            account.person_key = request.user.person_key
        request.account = account
        return view(request, *args, **kwargs)

    return _marked(never_cache(gate), "learner")


def staff(*permissions: Permission) -> Callable[[View], View]:
    """For staff whose present appointment holds one of these permissions; sets `request.seat`.

    Who may read everything may open every page, and send nothing.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def gate(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if take_seat(request) is None:
                raise PermissionDenied
            if not _has_second_factor(request):
                return redirect("second_factor")
            if not _admits(request, permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _marked(never_cache(gate), "staff:" + "|".join(permissions))

    return decorate


def take_seat(request: Any) -> Appointment | None:
    """The appointment in force for this request, asked of the database anew each time.

    One that has ended is never sat on: the next one takes its place, and that is said.
    """
    chosen = request.session.get(SEAT, "")
    request.seats = reach.seats(request.user)
    request.seat = reach.chosen(request.seats, chosen)
    if chosen and request.seat and str(request.seat.pk) != chosen:
        request.session[SEAT] = str(request.seat.pk)
        told = {"place": request.seat.organisation, "role": request.seat.get_role_display()}
        sentence = _("您刚才的岗位已经结束，现在的岗位是：%(place)s · %(role)s。")
        messages.warning(request, sentence % told)
    return cast("Appointment | None", request.seat)


def _admits(request: Any, permissions: Sequence[Permission]) -> bool:
    reads = request.method in _READING and may(request.seat.role, Permission.READ_ALL)
    return reads or any(may(request.seat.role, one) for one in permissions)


def _has_second_factor(request: Any) -> bool:
    return bool(request.session.get(SECOND_FACTOR) == str(request.user.pk))


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    wanted = request.get_full_path() if request.method == "GET" else ""
    return redirect(reverse("login") + ("?" + urlencode({"next": wanted}) if wanted else ""))


def _marked(view: View, gate: str) -> View:
    view.gate = gate  # type: ignore[attr-defined]
    return view
