"""`creditbank calendar due DATE DAYS`: when is something due, by the published working days?"""

import datetime as dt
import json
from typing import TYPE_CHECKING

import click

from creditbank.cli import setup

if TYPE_CHECKING:
    from creditbank.bank.calendar import Due


@click.group("calendar")
def command() -> None:
    """Working days of mainland China."""


@command.command()
@click.argument("date", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("days", type=click.IntRange(min=0, max=10_000))
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option("--bank", "by_bank", is_flag=True, help="By this bank's own table, as edited.")
def due(date: dt.datetime, days: int, as_json: bool, by_bank: bool) -> None:
    """The DAYS-th working day after DATE, DATE being day 0; without --bank needs no running bank.

    Past the published years: the last known date, the working days left and `provisional`.
    """
    answer = _by_bank(date, days) if by_bank else _by_library(date, days)
    if as_json:
        facts: dict[str, object] = {
            "due": answer.on.isoformat(),
            "provisional": answer.provisional,
        }
        if answer.provisional:
            facts["days_left"] = answer.days_left
        print(json.dumps(facts))
    elif answer.provisional:
        print(
            f"{answer.on} provisional, {answer.days_left} days left "
            f"（暂定：后续年度放假安排尚未公布，还差 {answer.days_left} 个工作日）"
        )
    else:
        print(answer.on)


def _by_library(date: dt.datetime, days: int) -> "Due":
    setup.words()
    from creditbank.bank.calendar import due as reckon
    from creditbank.bank.calendar.tables import library_table

    return reckon(date.date(), days, library_table())


def _by_bank(date: dt.datetime, days: int) -> "Due":
    setup.bank()
    from creditbank.bank.calendar import due as reckon
    from creditbank.bank.calendar import working_days

    return reckon(date.date(), days, working_days.table())
