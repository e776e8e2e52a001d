"""One catalogue entry on its way through the page: the form with its rows, and what they say."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from creditbank.bank.catalogue.certificates import Content
from creditbank.bank.catalogue.models import CertificateType
from creditbank.bank.refusals import Refused
from creditbank.web.centre import editing
from creditbank.web.centre.entry_forms import (
    EntryForm,
    NewEntryForm,
    initial,
    initial_rows,
    row_lists,
)
from creditbank.web.gates import StaffRequest

_PLAIN = (
    *("kind", "name_zh", "name_en", "issuer_code", "issuer_zh", "issuer_en"),
    *("framework_level", "family", "number_pattern", "source"),
)


class Sheet:
    """The form of an entry, or of one that is not there yet, and its lists of rows."""

    def __init__(self, request: StaffRequest, row: CertificateType | None) -> None:
        self.request, self.row = request, row
        self.lists = row_lists()
        form_class = EntryForm if row else NewEntryForm
        if request.method != "POST":
            self.form = form_class(initial=initial(row) if row else {})
            for name, rows in (initial_rows(row) if row else {}).items():
                self.lists[name].show(rows)
        elif "rows" in request.POST:
            self.form = form_class(initial=request.POST.dict())
            for one in self.lists.values():
                one.show(one.typed(request.POST))
        else:
            self.form = form_class(request.POST)

    def saved(self, save: Callable[[dict[str, Any]], CertificateType]) -> CertificateType | None:
        """What came of saving; None where nothing was, and why stands beside the fields."""
        if not self.form.is_bound:
            return None
        wrong = [one for one in self.lists.values() if not one.check(self.request.POST)]
        if wrong:
            self._say_where()
        if not self.form.is_valid():
            return None
        row: CertificateType | None = editing.saved(self.request, self.form, self._placed(save))
        if self.form.overtaken and self.row:
            self.row.refresh_from_db()
        return row

    def page(self, template: str) -> HttpResponse:
        """The page, with everything typed."""
        row = self.row if self.form.overtaken else None
        rows_now = initial_rows(row) if row else {}
        return editing.page(
            self.request,
            template,
            self.form,
            self.row,
            lists=[(one, rows_now.get(one.name)) for one in self.lists.values()],
            now={**initial(row), "kind": row.kind} if row else None,
        )

    def content(self) -> Content:
        """What form and rows say of the entry."""
        told = self.form.cleaned_data
        return Content(
            **{name: told[name] for name in _PLAIN},
            aliases=_lines(told["aliases"]),
            levels=self.lists["levels"].values(),
            score=self._score(told),
            extra_fields=[_field(one) for one in self.lists["fields"].values()],
            versions=self.lists["versions"].values() or [{}],  # else one that is open at both ends
        )

    def _score(self, told: Mapping[str, Any]) -> dict[str, Any]:
        bands = [
            {**one, "min": _plain(one["min"]), "max": _plain(one["max"])}
            for one in self.lists["bands"].values()
        ]
        if told["score_min"] is None:
            if bands:
                sentence = _("有等第的证书，也要填写最低分和最高分。")
                raise Refused("scale_missing", sentence, field="score_min")
            return {}
        return {
            "min": _plain(told["score_min"]),
            "max": _plain(told["score_max"]),
            "decimals": told["score_decimals"] or 0,
            "bands": bands,
        }

    def _placed(self, save: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
        """The same verb, whose refusal of a row's field (`levels-0-rank`) is told in that row."""

        def placed(told: dict[str, Any]) -> Any:
            try:
                return save(told)
            except Refused as refusal:
                name, _dash, rest = (refusal.field or "").partition("-")
                if name not in self.lists:
                    raise
                place, _dash, field = rest.partition("-")
                self.lists[name].refuse(int(place), field, str(refusal))
                self._say_where()
                return None

        return placed

    def _say_where(self) -> None:
        self.form.add_error(None, _("下面的行里有需要改正的内容，已在相应的格子旁边标出。"))


def _field(told: Mapping[str, Any]) -> dict[str, Any]:
    """An extra field as the catalogue keeps it: no empty hint, choices only where there are some."""
    field = {name: told[name] for name in ("code", "label_zh", "label_en", "type", "required")}
    field |= {name: told[name] for name in ("help_zh", "help_en") if told[name]}
    if told["type"] == "choice":
        field["choices"] = [_choice(line) for line in _lines(told["choices"])]
    return field


def _choice(line: str) -> dict[str, str]:
    chinese, english, code = [
        *(part.strip() for part in line.replace("｜", "|").split("|")),
        "",
        "",
    ][:3]
    return {"code": code, "name_zh": chinese, "name_en": english}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
