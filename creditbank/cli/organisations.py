"""`creditbank organisations`: bring the tree in, or write it out."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from creditbank.bank.refusals import Refused
from creditbank.cli import setup

if TYPE_CHECKING:
    from creditbank.bank.administration.plans import Line, Plan

SHOWN = 20
FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group("organisations")
def command() -> None:
    """The tree of organisations as a sheet: XLSX, XLS, ODS or CSV."""


@command.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print a verdict for every row as JSON.")
def import_(file: Path, dry_run: bool, as_json: bool) -> None:
    """Bring FILE in: all rows or, where one is rejected, none. An empty bank begins with its root.

    Exit status 0 done, 1 refused (nothing was written), 2 wrong use.
    """
    setup.bank()
    from creditbank.bank.administration.sheets import RowsRejected

    try:
        plan, rejected = _bring_in(file, dry_run), False
    except RowsRejected as refusal:
        plan, rejected = refusal.plan, True
    except Refused as refusal:
        _refused(file, refusal, as_json)
    if as_json:
        rows = [_row(line) for line in plan.lines]
        _print(
            {"file": file.name, "written": not (rejected or dry_run), **plan.counts, "rows": rows}
        )
    else:
        _summarise(plan)
    if rejected:
        click.echo(f"Nothing was written: {plan.counts['rejected']} rows were rejected.", err=True)
        sys.exit(1)


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--organisation", "code", help="Code of the topmost; the root when absent.")
def export(file: Path, code: str | None) -> None:
    """Write everything open at and below an organisation to FILE (XLSX), to edit and import again."""
    setup.bank()
    from creditbank.bank.administration import exports
    from creditbank.bank.organisations.models import Organisation

    rows = Organisation.objects.order_by("path")
    top = (rows.filter(code=code) if code else rows).first()
    if top is None:
        raise click.BadParameter("there is no such organisation", param_hint="--organisation")
    file.write_bytes(exports.workbook(top))


def _bring_in(file: Path, dry_run: bool) -> "Plan":
    from django.db import transaction

    from creditbank.bank.administration import sheets
    from creditbank.bank.history import Someone

    with file.open("rb") as content:
        rows = sheets.read(file.name, content)
    with transaction.atomic():
        operator = Someone("", "operator, by organisations import")
        plan: Plan = sheets.bring_in(rows, by=operator)
        transaction.set_rollback(dry_run)
    return plan


def _row(line: "Line") -> dict[str, Any]:
    changes = {name: {"before": before, "after": after} for name, before, after in line.changes}
    told = {"row": line.line, "status": str(line.outcome), "code": line.code, "name": line.name}
    return {**told, "changes": changes, "reasons": line.reasons}


def _summarise(plan: "Plan") -> None:
    print("  ".join(f"{name}: {number}" for name, number in plan.counts.items()))
    told = [line for line in plan.lines if line.reasons]
    for line in told[:SHOWN]:
        print(f"  {line.line}: {line.code} {' '.join(line.reasons)}")
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
