"""What a reader looks for in a heading: fields, the names that people give them, and their looks."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

_INVISIBLE = {"Cf", "Cc"}
_REMARK = re.compile(r"[(（\[【].*?[)）\]】]")
_FOREIGN = re.compile(r"[^一-龥]")
_EDGES = "*＊:：.。、,，;；'\"“”-_ "


@dataclass(frozen=True)
class Fields:
    """The fields of one kind of table.

    `names` gives each field its headings, the most telling first: where a sheet has two of them, the
    earlier one counts. Fields in `agreeing` take every column of their name; the columns must agree
    in each line. `looks` are patterns by which a column without a known heading is recognised.
    `others` are headings, or parts of them, that speak of somebody or something else: such a column
    is never taken by its looks, nor under such a group.
    """

    names: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    agreeing: frozenset[str] = frozenset()
    looks: Mapping[str, "re.Pattern[str]"] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    def lenient(self) -> "Fields":
        """The same, content with whatever is there."""
        return replace(self, required=())

    def called(self, heading: str) -> tuple[str, int] | None:
        """The field with this heading and how far down its list the name stands."""
        tried = (heading, _chinese(heading), heading.split("/", maxsplit=1)[0])
        return next((self._known[name] for name in tried if name in self._known), None)

    @cached_property
    def _known(self) -> dict[str, tuple[str, int]]:
        return {
            plain(known): (name, rank)
            for name, headings in self.names.items()
            for rank, known in enumerate(headings)
        }

    def is_of_another(self, heading: str) -> bool:
        """Whether a heading speaks of a guardian, a contact, a teacher."""
        return any(word in heading for word in self.others)


def _chinese(heading: str) -> str:
    """The Chinese half of a heading in two languages; with digits in it, it is something else."""
    return "" if any(map(str.isdigit, heading)) else _FOREIGN.sub("", heading)


def plain(heading: str) -> str:
    """A heading without what only decorates it: spaces, width, case, stars, remarks in brackets."""
    text = "".join(
        character
        for character in unicodedata.normalize("NFKC", heading)
        if not character.isspace() and unicodedata.category(character) not in _INVISIBLE
    ).lower()
    return (_REMARK.sub("", text) or text).strip(_EDGES)
