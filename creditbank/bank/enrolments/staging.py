"""A register on its way in: how a batch of its rows is staged, and how all are merged."""

from creditbank.bank.enrolments import columns
from creditbank.bank.enrolments.models import StagedEnrolment
from creditbank.bank.imports.kinds import Batch, Kind
from creditbank.bank.imports.models import Run
from creditbank.bank.imports.verdicts import Tick


def stage(batch: Batch) -> bool:
    raise NotImplementedError


def compare(run: Run) -> None:
    raise NotImplementedError


def merge(run: Run, tick: Tick) -> bool:
    raise NotImplementedError


REGISTER = Kind(columns.FIELDS, StagedEnrolment, stage, compare, merge)
