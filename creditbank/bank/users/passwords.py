"""Verbs on passwords: setting a new one, getting back in by e-mail."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password

from creditbank.bank import ids, jobs
from creditbank.bank.history import VISITOR, Actor, verb
from creditbank.bank.users import letters, links, people, strength, tasks
from creditbank.bank.users.models import Link, User


@verb
def set_new(user: User, typed: str, *, by: Actor, own: Iterable[str] = ()) -> None:
    """Set a password of the user's own choice: every other session ends, the owner is told.

    `own` are further words that must not occur in it, such as the birth date. Raises `Refused`
    ("password_short", "password_long", "password_own", "password_weak").
    """
    strength.check(typed, own=strength.own_words(user.name, user.email, user.label) | set(own))
    user.password = make_password(typed)
    user.session_salt = ids.uuid7()
    user.initial_until = None
    user.save(update_fields=["password", "session_salt", "initial_until"])
    links.end(user.pk, Link.Purpose.RECOVERY)
    letters.password_changed(user)


@verb
def choose_first(user: User, typed: str, *, by: Actor, own: Iterable[str] = ()) -> None:
    """Choose the password of an account that is still to be opened; refused as by `set_new`."""
    strength.check(typed, own=strength.own_words(user.name, user.email, user.label) | set(own))
    user.password = make_password(typed)
    user.save(update_fields=["password"])


def start_recovery(address: str) -> None:
    """Send a link to whoever has this address, if anybody; the caller never learns which.

    Who it is, a job finds out: the answer takes the same time for all.
    """
    jobs.defer(tasks.recover, key=people.email_key(address).hex())


@verb
def recover(token: str, typed: str, *, by: Actor = VISITOR, own: Iterable[str] = ()) -> User:
    """Set a new password by the link of a message, which proves the address to be theirs.

    Raises `Refused` for a dead link, a weak password, or an address that became somebody else's;
    then nothing has happened, and the link still works.
    """
    user = owner(links.use(token, Link.Purpose.RECOVERY))
    people.confirm_email(user, by=user)
    set_new(user, typed, by=user, own=own)
    return user


def owner(link: Link) -> User:
    """Whose password a recovery link sets."""
    return User.objects.select_related("person_key").get(pk=link.subject_id, is_active=True)
