"""What kinds of roster and their fields are called on pages."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from creditbank.bank.desk import permits
from creditbank.bank.organisations.models import Appointment
from creditbank.bank.sheets.fields import Fields

KINDS: dict[str, Any] = {
    "register": _("学籍名册"),
    "class": _("培训班名册"),
    "courses": _("课程成绩"),
    "transfers": _("转换成绩"),
    "certificates": _("证书成绩"),
}


def kind_called(kind: str) -> str:
    """The kind in words; while it is being found out, that."""
    return str(KINDS.get(kind, kind)) if kind else str(_("自动识别"))


def kinds(seat: Appointment) -> list[tuple[str, str]]:
    """The kinds that somebody may bring in, with their names."""
    return [(kind, kind_called(kind)) for kind in permits.kinds(seat)]


def field_called(fields: Fields, name: str) -> str:
    """A field by its most telling heading in the reader's language."""
    headings = fields.names[name]
    english = next((heading for heading in headings if heading.isascii()), headings[0])
    return headings[0] if (get_language() or "zh").startswith("zh") else english.capitalize()
