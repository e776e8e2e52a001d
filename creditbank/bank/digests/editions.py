"""Verbs on editions: begun once a day, every copy sent once however often the job is killed."""

import datetime as dt
from collections.abc import Sequence

from creditbank.bank import clock
from creditbank.bank.accounts.masks import mask_name
from creditbank.bank.accounts.models import Account
from creditbank.bank.calendar import working_days
from creditbank.bank.digests import choices, letters, news
from creditbank.bank.digests.choices import Reader
from creditbank.bank.digests.models import Copy, Edition
from creditbank.bank.digests.news import Line
from creditbank.bank.history import Actor, verb

# The first edition of a bank looks back so far.
FIRST = dt.timedelta(days=1)
MOST_LINES = 50


def publish(*, by: Actor) -> int:
    """Bring out today's edition, or what is left of it; how many copies went out."""
    edition = begin(by=by)
    if edition is None or edition.finished_at:
        return 0
    had = set(edition.copies.values_list("user_id", flat=True))
    readers = [reader for reader in choices.readers() if reader.user.pk not in had]
    wanted = {path for reader in readers for path in reader.paths}
    told = news.between(edition.since, edition.until, wanted)
    sent = 0
    for reader in readers:
        if lines := told.within(reader.paths):
            sent += deliver(edition, reader, lines, by=by)
    finish(edition, by=by)
    return sent


@verb
def begin(*, by: Actor) -> Edition | None:
    """Today's edition, begun where the one before ended; None on a day off."""
    today = clock.today()
    if not _is_working(today):
        return None
    last = Edition.objects.filter(day__lt=today).order_by("-day").first()
    until = news.settled_until()
    since = min(last.until if last else clock.now() - FIRST, until)
    told = {"since": since, "until": until}
    return Edition.objects.get_or_create(day=today, defaults=told)[0]


@verb
def deliver(edition: Edition, reader: Reader, lines: Sequence[Line], *, by: Actor) -> bool:
    """Send somebody their copy; False where they have it already."""
    _copy, is_new = Copy.objects.get_or_create(edition=edition, user=reader.user)
    if is_new:
        shown = list(lines[:MOST_LINES])
        letters.digest(reader, lines, shown, _names(shown))
    return is_new


@verb
def finish(edition: Edition, *, by: Actor) -> None:
    """Everybody has their copy."""
    Edition.objects.filter(pk=edition.pk).update(finished_at=clock.now())


def _is_working(day: dt.date) -> bool:
    # Where a year is not published yet, weekends and holidays bring no news but what was decided.
    table = working_days.table()
    return not table.knows(day) or table.is_working(day)


def _names(lines: Sequence[Line]) -> dict[object, str]:
    rows = Account.objects.filter(pk__in=[line.account_id for line in lines])
    return {row.pk: mask_name(row.name or "") for row in rows.select_related("person_key")}
