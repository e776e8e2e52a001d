"""Verbs on who gets the digest: officers and branch administrators, unless they say otherwise."""

from dataclasses import dataclass, field

from creditbank.bank import clock
from creditbank.bank.access.permissions import PERMISSIONS, Permission, may
from creditbank.bank.digests.models import Choice
from creditbank.bank.history import Actor, verb
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.organisations.roles import Role
from creditbank.bank.users.models import User

# Administrators above may have it too, but have to ask for it.
UNASKED = frozenset({Role.OFFICER, Role.BRANCH_ADMIN})
_MAY = [role for role, held in PERMISSIONS.items() if Permission.DIGEST_GET in held]


@dataclass(slots=True)
class Reader:
    """Who gets a copy: the paths they reach by their posts, whether they may look people up."""

    user: User
    paths: set[str] = field(default_factory=set)
    looks_up: bool = False


def wants(user: User, role: str) -> bool:
    """Whether somebody in a role gets the digest."""
    chosen = Choice.objects.filter(user=user).values_list("wanted", flat=True).first()
    return role in UNASKED if chosen is None else chosen


@verb
def choose(user: User, *, wanted: bool, by: Actor) -> None:
    """Switch the digest on or off."""
    told = {"wanted": wanted, "changed_at": clock.now()}
    Choice.objects.update_or_create(user=user, defaults=told)


def readers() -> list[Reader]:
    """Everybody who gets the digest today, in two queries."""
    said = dict(Choice.objects.values_list("user_id", "wanted"))
    posts = Appointment.objects.current().filter(role__in=_MAY, user__is_active=True)
    found: dict[object, Reader] = {}
    for post in posts.select_related("organisation", "user__person_key").order_by("user_id"):
        if said.get(post.user_id, post.role in UNASKED):
            reader = found.setdefault(post.user_id, Reader(post.user))
            reader.paths.add(post.organisation.path)
            reader.looks_up |= may(post.role, Permission.PEOPLE_FIND)
    return list(found.values())
