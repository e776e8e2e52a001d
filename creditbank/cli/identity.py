"""`creditbank identity check NUMBER`: is this a document number, and of what kind?"""

import json
import sys

import click

from creditbank.bank.refusals import Refused


@click.group("identity")
def command() -> None:
    """Document numbers."""


@command.command()
@click.argument("number")
@click.option("--kind", help="What the document is said to be; else the number decides.")
@click.option("--country", default="", help="Who issued a passport, as three letters.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def check(number: str, kind: str | None, country: str, as_json: bool) -> None:
    """Check NUMBER; needs no running bank. Exit status 0 valid, 1 not valid, 2 wrong use."""
    _without_a_bank()
    from creditbank.bank import identity

    said = identity.kind_called(kind) if kind else None
    if kind and said is None:
        raise click.BadParameter(f"one of {', '.join(identity.Kind.values)}", param_hint="--kind")
    try:
        document = identity.read(number, said, country=country)
    except Refused as refusal:
        _print_refusal(refusal, number, said, as_json)
        sys.exit(1)
    if as_json:
        _print_json(True, document.kind.value, document.number, list(document.warnings))
        return
    print(f"有效 {document.kind.label} {document.number}")
    for warning in document.warnings:
        print(f"{warning}: {identity.WARNINGS[warning]}")


def _print_refusal(refusal: Refused, number: str, said: str | None, as_json: bool) -> None:
    from creditbank.bank import identity

    if as_json:
        _print_json(False, said, identity.canonical(number[:200]), [refusal.code])
    else:
        print(f"无效 {refusal.code}: {refusal}")


def _print_json(valid: bool, kind: str | None, number: str, reasons: list[str]) -> None:
    answer = {"valid": valid, "kind": kind, "number": number, "reasons": reasons}
    print(json.dumps(answer, ensure_ascii=False))


def _without_a_bank() -> None:
    """The sentences are translatable, so Django wants settings; these ask for nothing."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
