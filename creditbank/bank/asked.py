"""Questions that every page asks of the database: their SQL is worked out once in a process.

Django works out the SQL of a queryset anew each time, which takes longer than asking a question of
one row. Only for what every request of some kind asks; else a queryset is what it should be.
"""

import copy
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Known = tuple[QuerySet[Any, Row], SQLCompiler, str, tuple[Any, ...], Any]


class Given(Expression):
    """Stands in a queryset for a value that is given when it is asked, as the column holds it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, Any]:
        """A place for a value, and whose."""
        return "%s", [self]


class GivenAny(Given):
    """Stands for as many values as are given: `column__in=GivenAny("ids", "uuid")`."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(name)
        self.kind = kind

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, Any]:
        """A place for a list of values."""
        return f"SELECT unnest(%s::{self.kind}[])", [self]


class Asked(Generic[Row]):
    """A queryset of the same shape each time; the `Given` in it are filled in at each call."""

    def __init__(self, make: Callable[[], QuerySet[Any, Row]]) -> None:
        """Work nothing out yet: tables are not there while modules are read."""
        self.make = make
        self.known: Known[Row] | None = None

    def __call__(self, **given: Any) -> list[Row]:
        """The rows, as the queryset would give them."""
        rows, compiler, _sql, _params, read = self._known()
        asks = self.sql(**given)
        # A connection belongs to its thread, and so does what asks by it.
        mine = copy.copy(compiler)
        mine.connection = connection
        mine.as_sql = lambda *_args, **_options: asks  # type: ignore[assignment]
        mine.get_converters = lambda *_args: read  # type: ignore[method-assign]
        fresh = rows.all()
        fresh.query.get_compiler = lambda *_args, **_options: mine  # type: ignore[method-assign]
        return list(fresh)

    def sql(self, **given: Any) -> tuple[str, list[Any]]:
        """The SQL and its values, for standing within another statement."""
        _rows, _compiler, sql, params, _read = self._known()
        return sql, [given[one.name] if isinstance(one, Given) else one for one in params]

    def first(self, **given: Any) -> Row | None:
        """The first row, if any; the queryset itself says how many may be read."""
        return next(iter(self(**given)), None)

    def _known(self) -> "Known[Row]":
        if self.known is None:
            rows = self.make()
            compiler = rows.query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            read = compiler.get_converters([one for one, *_how in compiler.select])
            self.known = (rows, compiler, sql, params, read)
        return self.known


def asked(make: Callable[[], QuerySet[Any, Row]]) -> Asked[Row]:
    """Work the SQL of a queryset out once: a decorator."""
    return Asked(make)
