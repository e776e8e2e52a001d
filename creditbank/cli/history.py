"""`creditbank history`: hold the bank against its sealed history."""

import json
import sys

import click


@click.group(name="history")
def command() -> None:
    """Read and verify the history."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="The answer for a script.")
def verify(*, as_json: bool) -> None:
    """Name every row that was changed behind the bank's back; exit status 1 if there is one."""
    from creditbank.bank.history import seals

    findings = list(seals.verify())
    if as_json:
        told = [{"where": finding.where, "what": finding.what} for finding in findings]
        click.echo(json.dumps({"intact": not findings, "findings": told}, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{finding.where} {finding.what}")
        click.echo("The history is intact." if not findings else f"{len(findings)} finding(s).")
    sys.exit(1 if findings else 0)
