"""The three sheets on their way in: how their rows are staged, put together, and merged."""

from functools import partial

from creditbank.bank.deliveries import columns, comparing, merging, staging
from creditbank.bank.deliveries.models import StagedResult
from creditbank.bank.imports.kinds import Kind


def _kind(sheet: str) -> Kind:
    return Kind(
        fields=columns.FIELDS[sheet],
        staged=StagedResult,
        summed=("result_id", "row_digest", "held_digest", "is_issuers", "to_check"),
        stage=partial(staging.stage, sheet),
        compare=partial(comparing.compare, sheet),
        merge=merging.merge,
    )


KINDS = {sheet: _kind(sheet) for sheet in columns.FIELDS}
