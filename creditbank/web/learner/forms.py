"""The deposit form: its fields follow from the certificate type; shapes only, the bank decides."""

import datetime as dt
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.catalogue import classes
from creditbank.bank.catalogue.models import CertificateType, Kind, words
from creditbank.bank.outcomes.deposits import Values
from creditbank.bank.outcomes.models import Outcome
from creditbank.web.forms import FilesField, PartialDate, PartialDateField

SUBMIT, DRAFT = "submit", "draft"
_SALT = "outcome form"
_CHOOSE = _("请选择")
_MISSING = {
    "evidence": _("请至少上传一份证明材料的扫描件或照片。"),
    "obtained_on": _("请填写获得日期，至少写明年份。"),
}
# The bank measures each file by itself, so that one that is too large costs no other.
_ANY_SIZE = 10_000


class DepositForm(forms.Form):
    """What a learner says of an outcome.

    `strict` asks for everything that is needed to submit; a draft may leave out what it likes.
    """

    def __init__(
        self,
        *args: Any,
        entry: CertificateType | None,
        outcome: Outcome | None = None,
        strict: bool = True,
        kept: int = 0,
        **options: Any,
    ) -> None:
        options["initial"] = _initial(outcome) if outcome else {}
        super().__init__(*args, **options)
        self.entry, self.outcome = entry, outcome
        self.kinds: dict[str, Kind] = {}
        for name, field in self._fields():
            field.required = strict and field.required
            field.error_messages["required"] = _MISSING.get(name) or _missing(field)
            self.fields[name] = field
        self.fields["evidence"].required = strict and not kept

    def _fields(self) -> Iterator[tuple[str, forms.Field]]:
        if self.entry is None:
            yield from self._typed_names()
        elif not self.entry.issuer_zh:
            yield "issuer", _issuer()
        if self.entry:
            yield from _level_and_score(self.entry)
        else:
            yield "mark", _text(_("成绩或等第"), 30, required=False)
        yield "obtained_on", _date()
        yield "certificate_number", _certificate_number()
        for field in self.entry.extra_fields if self.entry else ():
            yield f"extra_{field['code']}", _extra(field)
        yield "evidence", _evidence()
        yield "note", _note()

    def _typed_names(self) -> Iterator[tuple[str, forms.Field]]:
        groups = classes.groups()
        self.kinds = {kind.code: kind for group in groups for kind in group.kinds}
        choices = [
            (group.name, [(kind.code, kind.name) for kind in group.kinds]) for group in groups
        ]
        yield "kind", _choice(_("类别"), choices)
        yield "title", _text(_("证书名称"), 200, help_text=_("按证书或证明上的名称填写。"))
        yield "issuer", _issuer()

    @property
    def uploads(self) -> list[Any]:
        """The files that were sent, whatever else was wrong."""
        chosen: list[Any] = self.files.getlist("evidence") if self.is_bound else []
        return chosen

    def values(self) -> Values:
        """What was typed in the right shape; where it was not, what the draft had before."""
        before = {name: value for name, value in self.initial.items() if name in self.fields}
        told = {**before, **getattr(self, "cleaned_data", {})}
        date: PartialDate | None = told.get("obtained_on")
        fixed = self.entry.levels[0]["code"] if self.entry and len(self.entry.levels) == 1 else ""
        return Values(
            kind=self._kind(told),
            title=str(told.get("title") or ""),
            issuer=str(told.get("issuer") or ""),
            level=str(told.get("level") or fixed),
            score=told.get("score"),
            mark=str(told.get("mark") or ""),
            obtained_on=date.date if date else None,
            obtained_precision=date.precision if date else "day",
            certificate_number=str(told.get("certificate_number") or ""),
            extra=_told_extras(told),
            note=str(told.get("note") or ""),
        )

    def _kind(self, told: dict[str, Any]) -> Kind:
        if self.entry:
            return self.entry.kind
        # A draft needs a kind to be kept at all: until one is chosen, the vaguest.
        vague = next(kind for kind in self.kinds.values() if kind.is_other)
        return self.kinds.get(str(told.get("kind") or ""), vague)


def new_draft_id() -> str:
    """The id that a fresh form will give its outcome, signed: sent twice, it is one outcome."""
    return signing.dumps(ids.uuid7().hex, salt=_SALT)


def draft_id(token: str) -> uuid.UUID | None:
    """The id in a form's token; None for what was not made here."""
    try:
        return uuid.UUID(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError):
        return None


def _initial(outcome: Outcome) -> dict[str, Any]:
    day = outcome.obtained_on
    return {
        "kind": outcome.kind_id,
        "title": outcome.title,
        "issuer": outcome.issuer,
        "level": outcome.level,
        "score": outcome.score.normalize() if outcome.score is not None else None,
        "mark": outcome.mark,
        "obtained_on": PartialDate(day, outcome.obtained_precision) if day else None,
        "certificate_number": outcome.certificate_number or "",
        "note": outcome.note or "",
        **_initial_extras(outcome),
    }


def _initial_extras(outcome: Outcome) -> dict[str, Any]:
    entry = outcome.certificate_type
    types = {field["code"]: field["type"] for field in entry.extra_fields} if entry else {}
    return {
        f"extra_{code}": dt.date.fromisoformat(value) if types.get(code) == "date" else value
        for code, value in outcome.extra_values.items()
    }


def _told_extras(told: dict[str, Any]) -> dict[str, str]:
    extras = {
        name.removeprefix("extra_"): _as_text(value)
        for name, value in told.items()
        if name.startswith("extra_")
    }
    return {code: value for code, value in extras.items() if value}


def _as_text(value: Any) -> str:
    if isinstance(value, PartialDate):
        return value.date.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _missing(field: forms.Field) -> Any:
    word = (
        _("请选择“%(label)s”。")
        if isinstance(field, forms.ChoiceField)
        else _("请填写“%(label)s”。")
    )
    return word % {"label": field.label}


def _text(label: Any, length: int, **options: Any) -> forms.Field:
    return forms.CharField(label=label, max_length=length, **options)


def _choice(label: Any, choices: list[Any], **options: Any) -> forms.Field:
    return forms.ChoiceField(label=label, choices=[("", _CHOOSE), *choices], **options)


def _issuer() -> forms.Field:
    hint = _("颁发证书的学校或机构；没有颁发机构的，填写所在单位、出版单位或主办方。")
    return _text(_("颁发机构"), 200, help_text=hint)


def _level_and_score(entry: CertificateType) -> Iterator[tuple[str, forms.Field]]:
    if len(entry.levels) > 1:
        levels = [(level["code"], words(level)) for level in entry.levels]
        yield "level", _choice(_("等级"), levels)
    if entry.score:
        yield "score", _score(entry.score)
    if entry.bands:
        marks = [(band["code"], words(band)) for band in entry.bands]
        hint = _("证书上只写等第、没有分数时选择。")
        yield "mark", _choice(_("等第"), marks, required=False, help_text=hint)


def _score(scale: dict[str, Any]) -> forms.Field:
    low, high, decimals = scale["min"], scale["max"], int(scale["decimals"])
    hint = _("%(low)s 到 %(high)s 分；证书上没有分数的可以不填。") % {"low": low, "high": high}
    off = _("成绩应在 %(low)s 到 %(high)s 分之间。") % {"low": low, "high": high}
    return forms.DecimalField(
        label=_("成绩"),
        error_messages={"min_value": off, "max_value": off},
        required=False,
        min_value=Decimal(str(low)),
        max_value=Decimal(str(high)),
        max_digits=10,
        decimal_places=decimals,
        help_text=hint,
        widget=_digits(),
    )


def _date() -> forms.Field:
    hint = _("证书上写明的日期；只知道年份或年月的，其余留空。")
    return PartialDateField(label=_("获得日期"), not_after=clock.today, help_text=hint)


def _certificate_number() -> forms.Field:
    hint = _("按证书填写；没有编号的留空。同一编号的证书只能存储一次。")
    plain = forms.TextInput({"autocomplete": "off", "spellcheck": "false"})
    return _text(_("证书编号"), 80, required=False, help_text=hint, widget=plain)


def _evidence() -> forms.Field:
    hint = _(
        "证书的扫描件或清晰照片，JPEG、PNG、HEIC 或 PDF，每个不超过 10 MB，最多 10 个，可一次选择多个。"
    )
    return FilesField(label=_("证明材料"), help_text=hint, limit=20, megabytes=_ANY_SIZE)


def _note() -> forms.Field:
    area = forms.Textarea({"rows": 3})
    return _text(_("补充说明"), 1000, required=False, widget=area)


def _extra(field: dict[str, Any]) -> forms.Field:
    options: dict[str, Any] = {
        "label": words(field, "label"),
        "required": field["required"],
        "help_text": words(field, "help"),
    }
    match field["type"]:
        case "choice":
            choices = [(item["code"], words(item)) for item in field["choices"]]
            return _choice(choices=choices, **options)
        case "number":
            options |= {"max_digits": 9, "decimal_places": 4, "min_value": 0}
            return forms.DecimalField(widget=_digits(), **options)
        case "date":
            return PartialDateField(least="day", not_after=clock.today, **options)
        case "boolean":
            return forms.BooleanField(**options)
        case _:
            return forms.CharField(max_length=120, **options)


def _digits() -> forms.TextInput:
    return forms.TextInput({"class": "is-short", "inputmode": "decimal", "autocomplete": "off"})
