"""`creditbank roster`: check rosters, bring them in."""

import contextlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from creditbank.bank.refusals import Refused
from creditbank.cli import setup

if TYPE_CHECKING:
    from creditbank.bank.imports.models import Run, StagedRow
    from creditbank.bank.imports.verdicts import Tick, Verdict

SHOWN = 20
# So much of an answer waits in memory until it is known that the file is not refused.
WAITING = 8 * 1024 * 1024
STATUSES = ("accept", "accept_normalised", "accept_warn", "review", "reject", "ignore")
KINDS = ("register", "class", "courses", "transfers", "certificates")
FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group("roster")
def command() -> None:
    """Rosters: registers, training classes, delivered results, as XLSX, XLS, ODS or CSV."""


@command.command()
@click.argument("file", type=FILE)
@click.option("--kind", type=click.Choice(KINDS), help="Guessed when absent.")
@click.option("--column", "columns", multiple=True, help="FIELD=COLUMN: number=D or number=证件号.")
@click.option("--json", "as_json", is_flag=True, help="Print a verdict for every row as JSON.")
def check(file: Path, kind: str | None, columns: tuple[str, ...], as_json: bool) -> None:
    """Say of each row of FILE whether it would be taken; needs no running bank.

    Exit status 1 where the file is refused as a whole.
    """
    setup.words()
    from creditbank.bank.refusals import Refused

    corrections = _corrections(columns)
    try:
        with tempfile.SpooledTemporaryFile(WAITING, "w+", encoding="utf-8") as answer:
            with _verdicts(file, kind, corrections) as verdicts:
                (_write_json if as_json else _summarise)(file, verdicts, answer)
            answer.seek(0)
            for part in iter(lambda: answer.read(1 << 16), ""):
                sys.stdout.write(part)
    except Refused as refusal:
        _refused(file, refusal, as_json)


@contextlib.contextmanager
def _verdicts(
    file: Path, kind: str | None, corrections: dict[str, str]
) -> "Iterator[Iterator[Verdict]]":
    """Every verdict in order, none of them kept."""
    from creditbank.bank.desk import rosters
    from creditbank.bank.sheets import sources

    with (
        file.open("rb") as content,
        sources.opened(file.name, content) as source,
        _progress(file, "check") as tick,
    ):
        reader = rosters.KINDS[kind or rosters.guess(source)]
        yield (said for _row, said in reader.read(source, tick=tick, corrections=corrections))


def _corrections(columns: Iterable[str]) -> dict[str, str]:
    told = dict(column.partition("=")[::2] for column in columns)
    if not all("=" in column for column in columns):
        raise click.BadParameter("say FIELD=COLUMN, as in number=D", param_hint="--column")
    return told


def _write_json(file: Path, verdicts: "Iterable[Verdict]", answer: IO[str]) -> None:
    """One object, row by row: as long as the file, never in memory as a whole."""
    answer.write(f'{{"file": {json.dumps(file.name, ensure_ascii=False)}, "rows": [')
    for at, verdict in enumerate(verdicts):
        answer.write((", " if at else "") + json.dumps(_row(verdict), ensure_ascii=False))
    answer.write("]}\n")


def _summarise(_file: Path, verdicts: "Iterable[Verdict]", answer: IO[str]) -> None:
    counts: Counter[str] = Counter()
    shown: list[Verdict] = []
    for verdict in verdicts:
        counts[verdict.status] += 1
        if verdict.status in {"review", "reject"} and len(shown) < SHOWN:
            shown.append(verdict)
    answer.writelines(f"{status}: {counts[status]}\n" for status in STATUSES)
    _explain(shown, counts["review"] + counts["reject"], answer)


@command.command("import")
@click.argument("file", type=FILE)
@click.option("--organisation", "code", required=True, help="Code of who hands the roster in.")
@click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True)
@click.option("--class", "class_name", default="", help="Of a class: its name; else the file's.")
@click.option("--accept-rest", is_flag=True, help="Merge the others where rows are rejected.")
@click.option("--json", "as_json", is_flag=True, help="Print counts and rejected rows as JSON.")
def import_(
    file: Path, code: str, kind: str, class_name: str, accept_rest: bool, as_json: bool
) -> None:
    """Bring FILE in for an organisation: all rows or, where one is rejected, none.

    With --accept-rest all rows but the rejected ones. Exit status 0 merged, 1 refused (nothing was
    written), 2 wrong use.
    """
    if class_name and kind != "class":
        raise click.BadParameter("goes with --kind class", param_hint="--class")
    setup.bank()
    from creditbank.bank.desk import carriers, engines
    from creditbank.bank.history import Someone
    from creditbank.bank.organisations.models import Organisation

    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        raise click.BadParameter(
            f"no organisation has the code {code}", param_hint="--organisation"
        )
    try:
        with _progress(file, "import", rounds=2) as tick:
            run = carriers.bring_in(
                file,
                kind=kind,
                class_name=class_name,
                organisation=organisation,
                by=Someone("", "operator, by roster import"),
                accept_rest=accept_rest,
                tick=tick,
            )
    except Refused as refusal:
        _refused(file, refusal, as_json)
    rejected = engines.rows(run, status="reject")
    if as_json:
        _write_report(file, code, run, sys.stdout)
    else:
        print("  ".join(f"{name}: {number}" for name, number in _counts(run).items()))
        _explain([_verdict(row) for row in rejected[:SHOWN]], run.rejected, sys.stdout)
    if run.stage != run.Stage.MERGED:
        click.echo(f"Nothing was written: {run.rejected} rows were rejected.", err=True)
        sys.exit(1)


@contextlib.contextmanager
def _progress(file: Path, label: str, rounds: int = 1) -> "Iterator[Tick]":
    """A bar on standard error where somebody watches; of a workbook it does not know the end."""
    if not sys.stderr.isatty():
        yield lambda _rows: None
        return
    length = None
    if not file.suffix.lower().startswith((".xls", ".ods")):
        with file.open("rb") as content:
            parts = iter(lambda: content.read(1 << 20), b"")
            length = max(1, sum(part.count(b"\n") for part in parts) * rounds)
    bar: Any
    # Without rows to go through it moves as it is told, towards an end or to and fro.
    with click.progressbar(iter(()), length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


def _write_report(file: Path, code: str, run: "Run", to: IO[str]) -> None:
    """One object: the counts, then the rejected rows one by one."""
    from creditbank.bank.desk import engines

    head = {"file": file.name, "organisation": code, **_counts(run)}
    to.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
    for at, row in enumerate(engines.rows(run, status="reject").iterator()):
        told = json.dumps(_row(_verdict(row)), ensure_ascii=False)
        to.write((", " if at else "") + told)
    to.write("]}\n")


def _counts(run: "Run") -> dict[str, int]:
    told = {"rejected": "reject", "ignored": "ignore"}
    names = ("new", "changed", "unchanged", "rejected", "ignored")
    found = {name: run.counts.get(told.get(name, name), 0) for name in names}
    if run.stage == run.Stage.MERGED:
        return found
    return found | {"new": 0, "changed": 0, "unchanged": 0}


def _verdict(row: "StagedRow") -> "Verdict":
    from creditbank.bank.imports.verdicts import Verdict

    return Verdict(row.line, row.status, row.reasons, row.told_number, row.told_name)


def _row(verdict: "Verdict") -> dict[str, Any]:
    return {
        "row": verdict.line,
        "status": verdict.status,
        "number": verdict.number,
        "name": verdict.name,
        "reasons": verdict.reasons,
    }


def _explain(told: "list[Verdict]", number: int, to: IO[str]) -> None:
    for verdict in told[:SHOWN]:
        to.write(f"  {verdict.line}: {verdict.status} {' '.join(verdict.reasons)}\n")
    if number > SHOWN:
        to.write(f"  … {number - SHOWN} more; --json tells them all\n")


def _refused(file: Path, refusal: Refused, as_json: bool) -> None:
    if as_json:
        _print({"file": file.name, "rows": [], "rejected": str(refusal)})
    else:
        click.echo(str(refusal), err=True)
    sys.exit(1)


def _print(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False))
