"""`creditbank roster`: check registers, bring them in."""

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from creditbank.bank.refusals import Refused
from creditbank.cli import setup

if TYPE_CHECKING:
    from creditbank.bank.enrolments.reading import Report, Tick

SHOWN = 20
FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group("roster")
def command() -> None:
    """Rosters: registers of enrolments as CSV (UTF-8)."""


@command.command()
@click.argument("file", type=FILE)
@click.option("--kind", type=click.Choice(["register", "class"]), help="Guessed when absent.")
@click.option("--json", "as_json", is_flag=True, help="Print a verdict for every row as JSON.")
def check(file: Path, kind: str | None, as_json: bool) -> None:
    """Say of each row of FILE whether it would be taken; needs no running bank.

    Exit status 1 where the file is refused as a whole.
    """
    setup.words()
    from creditbank.bank.enrolments import reading

    if kind == "class":
        raise click.BadParameter("only registers can be checked so far", param_hint="--kind")
    content = file.read_bytes()
    try:
        with _progress(content, "check") as tick:
            _accepted, report = reading.read(file.name, content, tick)
    except Refused as refusal:
        _refused(file, refusal, as_json)
    if as_json:
        _print({"file": file.name, "rows": _rows(report)})
        return
    for status in ("accept", "accept_normalised", "accept_warn", "review", "reject", "ignore"):
        lines = [verdict for verdict in report.verdicts if verdict.status == status]
        print(f"{status}: {len(lines)}")
    _explain(report, "review", "reject")


@command.command("import")
@click.argument("file", type=FILE)
@click.option("--organisation", "code", required=True, help="Code of who hands the register in.")
@click.option("--json", "as_json", is_flag=True, help="Print counts and rejected rows as JSON.")
def import_(file: Path, code: str, as_json: bool) -> None:
    """Bring FILE in for an organisation: all rows or, where one is rejected, none.

    Exit status 0 merged, 1 refused (nothing was written), 2 wrong use.
    """
    setup.bank()
    from creditbank.bank.enrolments import rosters
    from creditbank.bank.history import Someone
    from creditbank.bank.organisations.models import Organisation

    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        raise click.BadParameter(
            f"no organisation has the code {code}", param_hint="--organisation"
        )
    try:
        with _progress(file.read_bytes(), "import", rounds=2) as tick:
            operator = Someone("", "operator, by roster import")
            report = rosters.merge(file, organisation=organisation, by=operator, tick=tick)
    except Refused as refusal:
        _refused(file, refusal, as_json)
    if as_json:
        rejected = [row for row in _rows(report) if row["status"] == "reject"]
        _print({"file": file.name, "organisation": code, **_counts(report), "rows": rejected})
    else:
        print("  ".join(f"{name}: {number}" for name, number in _counts(report).items()))
        _explain(report, "reject")
    if report.rejected:
        click.echo(f"Nothing was written: {len(report.rejected)} rows were rejected.", err=True)
        sys.exit(1)


@contextlib.contextmanager
def _progress(content: bytes, label: str, rounds: int = 1) -> "Iterator[Tick]":
    """A bar on standard error where somebody watches."""
    lines = max(1, content.count(b"\n") * rounds)
    if not sys.stderr.isatty():
        yield lambda _rows: None
        return
    with click.progressbar(length=lines, label=label, file=sys.stderr) as bar:
        yield bar.update


def _counts(report: "Report") -> dict[str, int]:
    none = {"new": 0, "changed": 0, "unchanged": 0, "rejected": 0}
    ignored = sum(verdict.status == "ignore" for verdict in report.verdicts)
    return none | report.counts | {"ignored": ignored}


def _rows(report: "Report") -> list[dict[str, Any]]:
    return [
        {
            "row": verdict.line,
            "status": verdict.status,
            "number": verdict.number,
            "name": verdict.name,
            "reasons": verdict.reasons,
        }
        for verdict in report.verdicts
    ]


def _explain(report: "Report", *statuses: str) -> None:
    told = [verdict for verdict in report.verdicts if verdict.status in statuses]
    for verdict in told[:SHOWN]:
        print(f"  {verdict.line}: {verdict.status} {' '.join(verdict.reasons)}")
    if len(told) > SHOWN:
        print(f"  … {len(told) - SHOWN} more; --json tells them all")


def _refused(file: Path, refusal: Refused, as_json: bool) -> None:
    if as_json:
        _print({"file": file.name, "rows": [], "rejected": str(refusal)})
    else:
        click.echo(str(refusal), err=True)
    sys.exit(1)


def _print(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False))
