"""Sessions: where Django keeps them here, and verbs on those of somebody who has signed in."""

import datetime as dt
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.utils.crypto import get_random_string

from creditbank.bank import clock, ids
from creditbank.bank.asked import Given, asked
from creditbank.bank.history import Actor, verb
from creditbank.bank.users.models import Session, User

SEEN_EVERY = dt.timedelta(minutes=5)
_SIGNED_IN = "signed_in"


@asked
def _alive() -> QuerySet[Session]:
    return Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now"))


class SessionStore(DatabaseStore):
    """The engine of `settings.SESSION_ENGINE`: Django's own, in a table that can be listed."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of a session, its columns told by what the session holds."""
        row = cast("Session", super().create_model_instance(data))
        told = data.get(_SIGNED_IN) or {}
        if SESSION_KEY in data and BACKEND_SESSION_KEY in data:
            row.user_id = UUID(str(data[SESSION_KEY]))
            row.proof = data.get(HASH_SESSION_KEY, "")
        if told:
            row.handle, row.agent = UUID(told["handle"]), told["agent"]
            row.since = dt.datetime.fromisoformat(told["since"])
        return row

    def _get_new_session_key(self) -> str:
        # Not looked for first: 165 bits don't meet twice, and the table would refuse it.
        return get_random_string(32, VALID_KEY_CHARS)

    def cycle_key(self) -> None:
        """A new key; its row is written at the end of the request, with all that was noted since."""
        held, old = self._session, self.session_key  # type: ignore[attr-defined]
        self._session_key, self._session_cache = None, held
        self.modified = True
        self.delete(old)

    def save(self, must_create: bool = False) -> None:
        """A new session in one statement, without a transaction around it."""
        if not must_create:
            return super().save()
        held = self._get_session(no_load=True)  # type: ignore[attr-defined]
        return self.create_model_instance(held).save(force_insert=True)

    def get_expiry_date(self, **told: Any) -> dt.datetime:
        """By the bank's one clock, as it is read."""
        found: dt.datetime = super().get_expiry_date(**{"modification": clock.now(), **told})
        return found

    def delete(self, session_key: str | None = None) -> None:
        """In one statement, which bears that there is none."""
        key = session_key or self.session_key
        if key:
            Session(session_key=key).delete()

    def _get_session_from_db(self) -> Session | None:
        row = _alive.first(key=self.session_key, now=clock.now())
        if row is None:
            self._session_key = None
        elif row.user_id and clock.now() - row.seen_at > SEEN_EVERY:
            Session.objects.filter(pk=row.pk).update(seen_at=clock.now())
        return row


def begin(session: Any, agent: str) -> None:
    """Note in a session that somebody has just signed in, with what (see `agents.read`)."""
    since = clock.now().isoformat()
    session[_SIGNED_IN] = {"handle": str(ids.uuid7()), "agent": agent, "since": since}


def of(user: User) -> QuerySet[Session]:
    """A user's sessions that still open something, the one seen last first."""
    alive = Session.objects.filter(user_id=user.pk, expire_date__gt=clock.now())
    return alive.filter(proof=user.get_session_auth_hash()).order_by("-seen_at", "session_key")


@verb
def end(user: User, handle: UUID, *, by: Actor) -> bool:
    """Sign out in one browser; at its next request it is a stranger's. False where it is none of theirs."""
    gone, _each = Session.objects.filter(user_id=user.pk, handle=handle).delete()
    return bool(gone)


@verb
def end_others(user: User, key: str | None, *, by: Actor) -> int:
    """Sign out everywhere but in the session of this key; tells how many ended."""
    gone, _each = Session.objects.filter(user_id=user.pk).exclude(session_key=key or "").delete()
    return gone


def sweep() -> int:
    """Delete sessions whose time is over; tells how many."""
    gone, _each = Session.objects.filter(expire_date__lt=clock.now()).delete()
    return gone
