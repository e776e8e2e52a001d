"""A register on its way in: how its rows are staged, held against each other, and merged."""

from creditbank.bank.enrolments import columns, comparing, merging, staging
from creditbank.bank.enrolments.models import StagedEnrolment
from creditbank.bank.imports.kinds import Kind

REGISTER = Kind(
    fields=columns.FIELDS,
    staged=StagedEnrolment,
    summed=("enrolment_id", "row_digest", "held_digest"),
    stage=staging.stage,
    compare=comparing.compare,
    merge=merging.merge,
)
