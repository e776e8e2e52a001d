"""Verbs on users: making them, confirming an address, ending sessions."""

from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.history import Actor, verb
from creditbank.bank.keys import persons
from creditbank.bank.keys.models import PersonKey
from creditbank.bank.refusals import Refused
from creditbank.bank.users import addresses, letters, links
from creditbank.bank.users.models import Link, Session, User

email_key = addresses.key
_EMAIL = ["email", "email_fingerprint", "email_fingerprint_next", "email_confirmed_at"]


def find(user_id: UUID | str | None) -> User | None:
    """A user by id, as a session keeps it."""
    if user_id is None:
        return None
    return User.objects.select_related("person_key").filter(pk=user_id, is_active=True).first()


def find_by_email(address: str) -> User | None:
    """Who signs in with this address: who confirmed it, else who is about to.

    Nobody where several people named the same address and none has confirmed it yet.
    """
    found = all_by_email(email_key(address))
    return found[0] if len(found) == 1 else None


def find_unconfirmed(address: str) -> User | None:
    """The latest to choose a password under an address that is nobody's; it only leads to a status."""
    rows = User.objects.select_related("person_key").filter(email_fingerprint=email_key(address))
    mine = rows.filter(is_active=True).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return mine.order_by("-id").first()


def all_by_email(key: bytes) -> list[User]:
    """Who confirmed the address of this fingerprint; else all whose first sign-in may confirm it.

    One question for every address: known and unknown ones cost the same.
    """
    named = User.objects.select_related("person_key").filter(email_fingerprint=key, is_active=True)
    mine = Q(email_confirmed_at__isnull=False, email_released=False)
    may = named.filter(mine | Q(initial_until__isnull=False))
    found = list(may.order_by(F("email_confirmed_at").asc(nulls_last=True), "id")[:5])
    return [user for user in found if user.email_confirmed_at] or found


def owners(address: str, *, but: User) -> list[User]:
    """Other users to whom an address belongs: confirmed, or of an account that is open."""
    rows = User.objects.filter(email_fingerprint=email_key(address)).exclude(pk=but.pk)
    held = rows.filter(email_released=False).select_related("person_key")
    return [row for row in held if row.email_confirmed_at or row.initial_until]


@verb
def create_learner(email: str | None, name: str | None, *, by: Actor) -> User:
    """A user without password, whose address is not confirmed and reserves nothing yet."""
    user = _new(email, name)
    user.password = make_password(None)
    user.save(force_insert=True)
    return user


@verb
def create_staff(email: str, name: str, password: str | None = None, *, by: Actor) -> User:
    """A staff member; without a password the first one is set by recovery.

    Raises `Refused("email_taken")` where the address belongs to somebody.
    """
    user = _new(email, name)
    user.label, user.is_staff_member = name, True
    user.password = make_password(password)
    user.email_confirmed_at = clock.now()
    _reserving(user, force_insert=True)
    return user


@verb
def confirm_email(user: User, *, by: Actor) -> None:
    """The address is theirs: it is reserved, and the initial password is dead.

    Raises `Refused("email_taken")` where somebody else confirmed the same address before.
    """
    user.initial_until = None
    user.email_confirmed_at = user.email_confirmed_at or clock.now()
    _reserving(user, update_fields=["initial_until", "email_confirmed_at"])


@verb
def release_email(user: User, *, by: Actor) -> None:
    """Give the reservation of an address up: somebody else may confirm it."""
    user.email_released = True
    user.save(update_fields=["email_released"])


@verb
def hold_email(user: User, *, by: Actor) -> None:
    """Reserve a confirmed address for good; `Refused("email_taken")` where it became another's."""
    user.email_released = False
    _reserving(user, update_fields=["email_released"])


@verb
def name_email(user: User, address: str, *, by: Actor) -> None:
    """Give a user another address; it is unconfirmed until a code sent there comes back."""
    user.email_confirmed_at = None
    _write_email(user, address)
    user.save(update_fields=_EMAIL)


@verb
def change_email(user: User, address: str, *, by: Actor) -> None:
    """Replace the address by another one of theirs, proved by a code; the old one is told.

    Raises `Refused("email_taken")` where somebody else confirmed it before.
    """
    old = user.email
    user.email_confirmed_at = clock.now()
    _write_email(user, address)
    _reserving(user, update_fields=_EMAIL)
    links.end(user.pk, Link.Purpose.RECOVERY)
    if old:
        letters.email_changed(user, old, new=addresses.mask(address))


@verb
def retire(user: User, *, by: Actor) -> None:
    """Nobody signs in as this user any more; the address is free, every session has ended."""
    user.is_active, user.email_confirmed_at, user.initial_until = False, None, None
    user.email_fingerprint = user.email_fingerprint_next = None
    user.password, user.session_salt = make_password(None), ids.uuid7()
    user.totp_confirmed_at = None
    user.save()
    links.end(user.pk, Link.Purpose.RECOVERY)
    for rows in (user.codes, user.recovery_codes, user.devices):
        rows.all().delete()
    Session.objects.filter(user_id=user.pk).delete()


@verb
def return_to(
    user: User, person_key: PersonKey, address: str, name: str | None, *, by: Actor
) -> None:
    """A retired user is somebody again, under a new key, without a password yet."""
    user.person_key, user.is_active = person_key, True
    user.name, user.totp_secret = name, None
    _write_email(user, address)
    user.save()


@verb
def adopt_password(user: User, former: User, *, by: Actor) -> None:
    """The password that the same person chose as another user is theirs now."""
    user.password = former.password
    user.save(update_fields=["password"])


@verb
def end_sessions(user: User, *, by: Actor) -> None:
    """Sign out everywhere."""
    user.session_salt = ids.uuid7()
    user.save(update_fields=["session_salt"])


@verb
def speak(user: User, language: str, *, by: Actor) -> None:
    """From now on this user's pages and messages are in that language."""
    user.language = language
    user.save(update_fields=["language"])


def _new(email: str | None, name: str | None) -> User:
    user = User(person_key=persons.create())
    user.name = name
    if email:
        _write_email(user, email)
    return user


def _write_email(user: User, address: str) -> None:
    user.email = address.strip()
    user.email_fingerprint = addresses.key(address)
    user.email_fingerprint_next = addresses.key_next(address)


def _reserving(user: User, **how: Any) -> None:
    try:
        with transaction.atomic():
            user.save(**how)
    except IntegrityError as error:
        if "user_confirmed_email_once" not in str(error):
            raise
        raise Refused(
            "email_taken",
            _(
                "这个邮箱已用于另一个账户，一个邮箱只能用于一个账户。"
                "请携带身份证到您的教学点更正邮箱，再登录。"
            ),
            field="email",
        ) from None
