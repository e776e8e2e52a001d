"""The kinds of roster that can be brought in. Apart from `rosters`, which works without a bank."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from creditbank.bank.enrolments import rosters
from creditbank.bank.imports.kinds import Kind
from creditbank.bank.imports.models import Run, StagedRow
from creditbank.bank.refusals import Refused

ENGINES: dict[str, Kind] = {"register": rosters.REGISTER}


def engine(kind: str) -> Kind:
    """How this kind is brought in; refuses one that is not."""
    if kind not in ENGINES:
        raise Refused("kind_unknown", _("这种名册还不能导入，请选择“学籍名册”。"), field="kind")
    return ENGINES[kind]


def rows(run: Run, *, status: str = "", change: str = "") -> QuerySet[StagedRow]:
    """The rows of the dry run in their order, of one status or one change where told."""
    told = {"staging": run.staging, "status": status, "change": change}
    found = engine(run.kind).staged._default_manager.all()  # noqa: SLF001 - of whichever model
    return found.filter(
        **{name: value for name, value in told.items() if value or name == "staging"}
    ).order_by("line")
