"""What a tree sheet would change: each row against the tree of this moment. Writes nothing."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import ids
from creditbank.bank.administration import authorities
from creditbank.bank.administration.authorities import FACTS, RESPONSIBLE, Authority
from creditbank.bank.administration.rows import Row
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.organisations.trees import DEEPEST


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("有修改")
    UNCHANGED = "unchanged", _("无变化")
    REJECTED = "rejected", _("不能导入")


@dataclass
class Line:
    """The verdict on a row: `changes` are (field, before, after), `reasons` are sentences."""

    line: int
    code: str
    name: str
    outcome: Outcome = Outcome.UNCHANGED
    reasons: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)

    def reject(self, reason: object) -> None:
        """The row cannot be taken, with one more reason."""
        self.outcome = Outcome.REJECTED
        self.reasons.append(str(reason))


@dataclass
class Plan:
    """All verdicts, and what would be written: rows with their new place, and the new parents."""

    lines: list[Line]
    new: list[Organisation] = field(default_factory=list)
    changed: list[Organisation] = field(default_factory=list)
    parents: dict[Organisation, Organisation] = field(default_factory=dict)

    def count(self, outcome: Outcome) -> int:
        """How many rows have an outcome."""
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each outcome."""
        return {str(outcome): self.count(outcome) for outcome in Outcome}

    @property
    def digest(self) -> str:
        """By which it is known that the plan that is confirmed is the one that was read."""
        told = [[line.line, line.outcome, line.changes] for line in self.lines]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def draw_up(rows: Sequence[Row], authority: Authority) -> Plan:
    """Compare rows with the subtree of an authority. Three queries, however many rows."""
    comparison = _Comparison(rows, authority)
    plan = Plan(comparison.lines)
    for row, line in comparison.pairs:
        comparison.compare(row, line)
    comparison.refuse_orphans()
    if not plan.count(Outcome.REJECTED):
        comparison.place(plan)
    return plan


class _Comparison:
    """The tree as it is, the tree as it would be, and the rows between them."""

    def __init__(self, rows: Sequence[Row], authority: Authority) -> None:
        self.authority = authority
        self.top = authority.top
        below = Organisation.objects.below(self.top)
        self.held = {row.code: row for row in below}
        self.above = {row.code: _parent_code(row) for row in self.held.values()}
        unknown = {row.code for row in rows} - set(self.held)
        elsewhere = Organisation.objects.filter(code__in=unknown)
        self.foreign = set(elsewhere.values_list("code", flat=True))
        self.lines = [Line(row.line, row.code, row.values.get("name_zh", "")) for row in rows]
        self.pairs = list(zip(rows, self.lines, strict=True))
        self.rows = {row.code: line for row, line in self.pairs}
        self.wanted = self.above | {row.code: row.parent for row, _line in self.pairs if row.parent}
        self.made: dict[str, Organisation] = {}
        self.seen: dict[str, int] = {}

    def compare(self, row: Row, line: Line) -> None:
        """A row with what is there under its code."""
        for sentence in row.said:
            line.reject(sentence)
        first = self.seen.setdefault(row.code, row.line)
        if row.code and first != row.line:
            line.reject(_("第 %(n)d 行是同一个代码，请只留一行。") % {"n": first})
        if line.reasons:
            return
        held = self.held.get(row.code)
        if held is None:
            self._compare_new(row, line)
        elif held.closed_on:
            line.reject(_("这个机构已经关闭，不能再修改。"))
        else:
            self._compare_held(row, line, held)

    def _compare_new(self, row: Row, line: Line) -> None:
        line.outcome = Outcome.NEW
        if not authorities.is_code(row.code):
            line.reject(authorities.CODE_SHAPE)
        if row.code in self.foreign:
            line.reject(authorities.CODE_TAKEN)
        if not row.parent:
            line.reject(_("请填写上级机构代码。"))
        told = {name: row.values.get(name, "") for name in FACTS}
        line.changes = [("parent", "", row.parent)]
        self._reject_all(line, [], told)
        self.made[row.code] = Organisation(id=ids.uuid7(), code=row.code, **told)

    def _compare_held(self, row: Row, line: Line, held: Organisation) -> None:
        before = {name: getattr(held, name) for name in FACTS}
        told = before | {name: row.values[name] for name in FACTS if name in row.values}
        if set(told["capacities"]) == set(before["capacities"]):
            told["capacities"] = before["capacities"]
        changed = [name for name in FACTS if told[name] != before[name]]
        moved = bool(row.parent) and row.parent != self.above[row.code]
        own = not self.authority.owns(held)
        if moved and held.pk == self.top.pk:
            line.reject(_("自己的机构由上级办理，不能改上级机构。"))
        if own and set(changed) - set(RESPONSIBLE):
            line.reject(_("自己的机构只能修改负责人和电话，其他内容由上级办理。"))
        if changed:
            self._reject_all(line, before["capacities"], told)
        line.changes = [(name, _shown(before[name]), _shown(told[name])) for name in changed]
        if moved:
            line.changes.append(("parent", self.above[row.code], row.parent))
        if line.changes and line.outcome != Outcome.REJECTED:
            line.outcome = Outcome.CHANGED
            for name in changed:
                setattr(held, name, told[name])
            self.made[row.code] = held

    def _reject_all(self, line: Line, before: Iterable[str], told: Mapping[str, Any]) -> None:
        for _field, sentence in authorities.problems(self.authority, list(before), told):
            line.reject(sentence)

    def refuse_orphans(self) -> None:
        """Rows whose parent is not there, not taken, their own descendant, or too deep down."""
        for row, line in self.pairs:
            if line.outcome not in {Outcome.NEW, Outcome.CHANGED} or row.code == self.top.code:
                continue
            if sentence := self._astray(row.code, row.parent or self.above[row.code]):
                line.reject(sentence)
        self._refuse_depth()

    def _astray(self, code: str, parent: str) -> object:
        line = self.rows.get(parent)
        if parent not in self.held and (line is None or line.outcome == Outcome.REJECTED):
            return _("上级机构代码 %(code)s 不在您的辖区内，也不在这张表里。") % {"code": parent}
        held = self.held.get(parent)
        if held is not None and held.closed_on:
            return _("上级机构 %(code)s 已经关闭。") % {"code": parent}
        way = self._way_up(code)
        if way[-1] != self.top.code:
            return _("上下级关系成了一个圈：%(way)s。") % {"way": " → ".join(way)}
        return None

    def _refuse_depth(self) -> None:
        """A row is too deep, or puts something too deep that hangs below it."""
        deepest = DEEPEST - self.top.path.count("/") + 1
        sentence = _("机构最多 %(n)d 级，请选择更高一级的上级机构。") % {"n": DEEPEST}
        for way in map(self._way_up, self.held.keys() | self.made.keys()):
            line = next((self.rows[code] for code in way if code in self.made), None)
            if line and len(way) > deepest and str(sentence) not in line.reasons:
                line.reject(sentence)

    def _way_up(self, code: str) -> list[str]:
        """The codes from one up to the top; where they go round, up to the first that comes again."""
        way = [code]
        while way[-1] != self.top.code and way[-1] in self.wanted:
            way.append(self.wanted[way[-1]])
            if way[-1] in way[:-1]:
                break
        return way

    def place(self, plan: Plan) -> None:
        """Give everything that is new or changed, or whose way up changes, its place in the tree."""
        everything = self.held | self.made
        for code, row in everything.items():
            way = self._way_up(code)
            path = self.top.path + "".join(f"{one}/" for one in way[-2::-1])
            is_new = code not in self.held
            if code in self.made or path != row.path:
                row.path = path
                (plan.new if is_new else plan.changed).append(row)
            if is_new or (code != self.top.code and self.wanted[code] != self.above[code]):
                plan.parents[row] = everything[self.wanted[code]]


def _parent_code(row: Organisation) -> str:
    return (["", *row.path.split("/")[:-1]])[-2]


def _shown(value: object) -> str:
    return authorities.named(value) if isinstance(value, list) else str(value)
