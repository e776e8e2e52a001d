"""Going on in a list by where a page ended: however long the list is, each page costs the same."""

import datetime as dt
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime

Row = TypeVar("Row", bound=Model)


def earlier(rows: QuerySet[Row], place: str, *, moment: str) -> QuerySet[Row]:
    """Rows before a place, of a list that has the latest `moment` first; all where it is none."""
    at, _comma, last = place.partition(",")
    try:
        instant, last_id = parse_datetime(at), UUID(last)
    except ValueError:
        return rows
    if instant is None or instant.tzinfo is None:
        return rows
    before: dict[str, Any] = {f"{moment}__lt": instant}
    return rows.filter(Q(**before) | Q(**{moment: instant}, id__lt=last_id))


def place_of(at: dt.datetime, last: UUID) -> str:
    """Where a page ended, as an address says it."""
    return f"{at.astimezone(dt.UTC).isoformat()},{last}"
