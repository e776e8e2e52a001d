"""What became of each row, and why."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creditbank.bank.sheets.cells import tidy
from creditbank.bank.sheets.tables import Line

# From harmless to final; a row has the gravest that was said about it.
RANKS = ("accept", "accept_normalised", "accept_warn", "review", "reject", "ignore")

_NOT_TAKEN = frozenset(RANKS[RANKS.index("reject") :])

# Called with so many rows that were done.
Tick = Callable[[int], object]
Sentence = str | Promise


def nobody(_rows: int, /) -> None:
    """A tick that nobody waits for."""


@dataclass(slots=True)
class Verdict:
    """What became of a line, and why.

    `status` is `accept`, `accept_normalised` (spelt otherwise), `accept_warn` (odd, yet in order),
    `review` (taken, but somebody should look), `reject`, or `ignore` (blank, a total, said again).
    """

    line: int
    status: str = "accept"
    reasons: list[str] = field(default_factory=list)
    number: str = ""
    name: str = ""
    # Blank rows, totals and headings hold nobody; a row said again does.
    holds_somebody: bool = True

    def give(self, status: str, reason: Sentence = "") -> None:
        """Make the verdict at least so grave, with one more reason."""
        self.status = max(self.status, status, key=RANKS.index)
        if reason:
            self.reasons.append(str(reason))

    @property
    def is_taken(self) -> bool:
        return self.status not in _NOT_TAKEN


class Slip:
    """A row while it is read: its cells, and what is to be said about them, each with its place."""

    __slots__ = ("line", "verdict")

    def __init__(self, line: Line) -> None:
        """Begin with nothing said."""
        self.line = line
        self.verdict = Verdict(line.number)

    def raw(self, field: str) -> str:
        """A cell as it stands in the file."""
        return self.line.cells.get(field, "")

    def text(self, field: str, *, longest: int = 200) -> str:
        """A cell as plain text: narrow letters, single spaces, nothing invisible."""
        raw = self.raw(field)
        plain = tidy(raw)
        if plain != raw:
            self.normalised()
        if len(plain) > longest:
            self.too_long(field, longest)
        return plain

    def normalised(self, field: str = "", sentence: Sentence = "") -> None:
        """Something is spelt otherwise and was understood."""
        self._say("accept_normalised", field, sentence)

    def warn(self, field: str, sentence: Sentence) -> None:
        self._say("accept_warn", field, sentence)

    def review(self, field: str, sentence: Sentence) -> None:
        self._say("review", field, sentence)

    def reject(self, field: str, sentence: Sentence) -> None:
        self._say("reject", field, sentence)

    def too_long(self, field: str, longest: int) -> None:
        from_file = self.raw(field).strip()[:10]
        sentence = _("超过 %(longest)d 个字：%(start)s…请写短一些。")
        self.reject(field, sentence % {"longest": longest, "start": from_file})

    def _say(self, status: str, field: str, sentence: Sentence) -> None:
        here = self.line.place(field) or _("第 %(line)d 行") % {"line": self.line.number}
        told = f"{here}：{sentence}" if sentence else ""
        self.verdict.give(status, told)
