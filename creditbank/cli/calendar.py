"""`creditbank calendar due DATE DAYS`: when is something due, by the published working days?"""

import datetime as dt
import json

import click


@click.group("calendar")
def command() -> None:
    """Working days of mainland China."""


@command.command()
@click.argument("date", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("days", type=click.IntRange(min=0, max=10_000))
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def due(date: dt.datetime, days: int, as_json: bool) -> None:
    """The DAYS-th working day after DATE, DATE being day 0; needs no running bank.

    Past the published years: the last known date, the working days left and `provisional`.
    """
    from creditbank.bank.calendar import due as reckon
    from creditbank.bank.calendar.tables import library_table

    answer = reckon(date.date(), days, library_table())
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
