"""One row of a tree sheet: its cells as facts, or why they are none. Knows nothing of the tree."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from creditbank.bank.administration.columns import FIELDS
from creditbank.bank.imports.verdicts import Slip, Tick, nobody
from creditbank.bank.imports.walks import walk
from creditbank.bank.organisations.models import Capacity
from creditbank.bank.refusals import Refused
from creditbank.bank.sheets.cells import is_nothing, visible
from creditbank.bank.sheets.pages import Source

MOST = 20_000
REJECTED = "reject"
_BETWEEN = re.compile(r"[、，,;；/|\n]+")


@dataclass
class Row:
    """What stands in a row. `values` has the facts whose column is there.

    `said` is why the row by itself is not taken, in the language of who uploaded it.
    """

    line: int
    code: str = ""
    parent: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For keeping until it is confirmed."""
        return asdict(self)


def read(source: Source, *, tick: Tick = nobody) -> list[Row]:
    """Every row that says anything; refuses a file without a heading, without rows, with too many."""
    rows = []
    for row, verdict in walk(source, FIELDS, _row, tick=tick):
        if row is not None:
            rows.append(row)
        elif verdict.status == REJECTED:
            told = {"name_zh": verdict.name}
            rows.append(Row(verdict.line, verdict.number, values=told, said=verdict.reasons))
        if len(rows) > MOST:
            sentence = _("一次最多导入 %(n)d 个机构，请分成几个文件。")
            raise Refused("too_many", sentence % {"n": MOST}, field="file")
    return rows


def _row(slip: Slip) -> Row | None:
    code = slip.text("code", longest=20).upper()
    values: dict[str, Any] = {
        name: _text(slip, name) for name in slip.line.places if name not in _OTHERWISE
    }
    slip.verdict.number, slip.verdict.name = code, values.get("name_zh", "")
    if not code:
        slip.reject("code", _("请填写机构代码。"))
    values["capacities"] = list(_capacities(slip))
    return Row(slip.line.number, code, _text(slip, "parent").upper(), values)


_OTHERWISE = {"code", "parent", "capacities"}
_NAMES = {"name_zh", "name_en", "responsible_name"}


def _text(slip: Slip, name: str) -> str:
    # Names keep their wide brackets: only what is counted or dialled is made narrow.
    text = visible(slip.raw(name)) if name in _NAMES else slip.text(name)
    return "" if is_nothing(text) else text


def _capacities(slip: Slip) -> Iterator[str]:
    known = _words()
    for word in filter(None, map(str.strip, _BETWEEN.split(slip.raw("capacities")))):
        if word.lower() in known:
            yield known[word.lower()]
        else:
            sentence = _("没有“%(word)s”这种机构类型，应为：%(known)s。")
            shown = "、".join(str(one.label) for one in Capacity)
            slip.reject("capacities", sentence % {"word": word[:20], "known": shown})


def _words() -> Mapping[str, str]:
    """Each capacity by its value and by its name in either language."""
    known = {one.value: one.value for one in Capacity}
    for language in ("zh-hans", "en"):
        with override(language):
            known |= {str(one.label).lower(): one.value for one in Capacity}
    return known
