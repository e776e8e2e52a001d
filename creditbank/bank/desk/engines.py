"""The kinds of roster that can be brought in. Apart from `rosters`, which works without a bank."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank.classes import staging as classes
from creditbank.bank.deliveries import rosters as deliveries
from creditbank.bank.enrolments import rosters
from creditbank.bank.imports import staging
from creditbank.bank.imports.kinds import Kind
from creditbank.bank.imports.models import Run, StagedRow
from creditbank.bank.refusals import Refused

ENGINES: dict[str, Kind] = {
    "register": rosters.REGISTER,
    "class": classes.CLASS,
    **deliveries.KINDS,
}


def engine(kind: str) -> Kind:
    """How this kind is brought in; refuses one that is not."""
    if kind not in ENGINES:
        raise Refused("kind_unknown", _("这种名册还不能导入，请选择列出的种类。"), field="kind")
    return ENGINES[kind]


def rows(run: Run, *, status: str = "", change: str = "") -> QuerySet[StagedRow]:
    """The rows of the dry run in their order, of one status or one change where told."""
    told = {name: value for name, value in (("status", status), ("change", change)) if value}
    return staging.rows(engine(run.kind), run).filter(**told).order_by("line")
