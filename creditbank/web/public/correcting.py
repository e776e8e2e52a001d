"""The correction of an opening that was sent back: exactly the fields that the reviewer named."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from creditbank.bank.accounts import corrections, information
from creditbank.bank.accounts.models import Account, Opening
from creditbank.bank.identity import Kind
from creditbank.bank.refusals import Refused
from creditbank.web.forms import FilesField
from creditbank.web.public.activation import stored_scans
from creditbank.web.public.forms import CorrectionForm
from creditbank.web.public.information_forms import InformationForm
from creditbank.web.public.registration_forms import name_sides

Remarks = list[dict[str, Any]]
NUMBER = ("kind", "number", "country", "sex", "born_on")
SCANS = ("scan_front", "scan_back")
# Which fields a remark opens; the first is the one it stands beside. Others stand above the form.
REGISTRATION: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in (*SCANS, "name", "email", "mobile", "address", "sex")},
    **{name: (name,) for name in ("education", "occupation", "affiliation")},
    "number": NUMBER,
    "birth_date": ("born_on",),
    # The whole of it: everything may be wrong, so everything is open.
    "": (*InformationForm.base_fields, *SCANS),
}
ACTIVATION = {"email": ("email",), "scan_front": ("scans",), "scan_back": ("scans",)}


class RegistrationCorrectionForm(InformationForm):
    """The fields named, as they stand; scans are asked for anew."""

    def __init__(self, data: Any, files: Any, account: Account, named: set[str]) -> None:
        kept = information.standing(account)
        super().__init__(data, files, kept=kept, only=named)
        for name in SCANS:
            if name in named:
                self.fields[name] = FilesField(limit=1, required=False)
        name_sides(self, Kind(kept.kind).value)


def form_for(account: Account, data: Any, files: Any) -> forms.Form:
    """The form of an opening's correction."""
    if account.is_activation:
        return CorrectionForm(data, files)
    opened = {name for row in account.remarks for name in _opened(account, row)}
    return RegistrationCorrectionForm(data, files, account, opened)


def fields(account: Account, form: forms.Form) -> list[tuple[BoundField, list[str]]]:
    """Every field with the reviewer's words beside it."""
    remarks: Remarks = account.remarks or []
    return [
        (form[name], [row.get("text", "") for row in remarks if _stands_at(account, row) == name])
        for name in form.fields
    ]


def elsewhere(account: Account, form: forms.Form | None) -> Remarks:
    """The remarks that stand beside no field."""
    shown = set(form.fields) if form else set()
    placed = of_region(account) if form else []
    rows = [row for row in account.remarks or [] if _stands_at(account, row) not in shown]
    return [row for row in rows if row not in placed]


def of_region(account: Account) -> Remarks:
    """The remarks that ask to choose the region anew, which has a page of its own."""
    if account.opening != Opening.REGISTRATION:
        return []
    return [row for row in account.remarks or [] if row.get("field") == "region"]


def hand_in(account: Account, form: Any) -> None:
    """Correct what was named; refused where nothing of it is new."""
    told, scans = form.cleaned_data, []
    if isinstance(form, RegistrationCorrectionForm):
        said = form.information()
        fresh = said != form.kept or any(told.get(name) for name in SCANS)
    else:
        said, fresh = None, bool(told["email"] or told["scans"])
    named = [_stands_at(account, row) for row in account.remarks]
    if named and all(named) and not fresh:
        raise Refused("nothing_new", _("请按审核意见修改后再提交：更正所指的栏目或补充扫描件。"))
    for name in (*SCANS, "scans"):
        scans += stored_scans(told.get(name) or [], name)
    email = told.get("email", "")
    corrections.correct(account, email=email, information=said, scans=scans, by=account)


def _opened(account: Account, remark: dict[str, Any]) -> tuple[str, ...]:
    table = ACTIVATION if account.is_activation else REGISTRATION
    return table.get(remark.get("field", ""), ())


def _stands_at(account: Account, remark: dict[str, Any]) -> str:
    return next(iter(_opened(account, remark)), "") if remark.get("field") else ""
