"""`creditbank staff`: give somebody a post."""

import datetime as dt
import json
import sys
from typing import TYPE_CHECKING

import click

from creditbank.bank.organisations.roles import Role
from creditbank.bank.refusals import Refused
from creditbank.cli import setup

if TYPE_CHECKING:
    from creditbank.bank.organisations.models import Organisation


@click.group("staff")
def command() -> None:
    """Staff and their posts."""


@command.command()
@click.option("--role", required=True, type=click.Choice(Role.values))
@click.option("--organisation", "code", required=True, help="Code of the organisation.")
@click.option("--name", required=True)
@click.option("--email", required=True, help="Where the link to set a password goes.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the post.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def add(
    role: str, code: str, name: str, email: str, until: dt.datetime | None, as_json: bool
) -> None:
    """Give somebody a post; who is new gets a message with a link to set a password.

    Exit status 0 done, 1 refused, 2 wrong use.
    """
    setup.bank()
    from creditbank.bank.organisations.models import Organisation

    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        raise click.BadParameter(
            f"no organisation has the code {code}", param_hint="--organisation"
        )
    if "@" not in email.strip().strip("@"):
        raise click.BadParameter("is no e-mail address", param_hint="--email")
    try:
        is_new = _add(Role(role), organisation, name.strip(), email.strip(), until)
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    if as_json:
        told = {"email": email, "role": role, "organisation": code, "new": is_new}
        print(json.dumps(told, ensure_ascii=False))
    elif is_new:
        print(
            f"{name}: {role} at {organisation.name_zh}. A link to set a password goes to {email}."
        )
    else:
        print(f"{name}: {role} at {organisation.name_zh}, with the sign-in they already have.")


def _add(
    role: Role, organisation: "Organisation", name: str, email: str, until: dt.datetime | None
) -> bool:
    """Appoint, and create the user where there is none; whether there was none."""
    from django.db import transaction

    from creditbank.bank import clock
    from creditbank.bank.history import Someone
    from creditbank.bank.organisations import appointments
    from creditbank.bank.users import passwords, people

    if until and until.date() < clock.today():
        raise click.BadParameter("is in the past", param_hint="--until")
    operator = Someone("", "operator, by staff add")
    with transaction.atomic():
        user = people.find_by_email(email)
        is_new = user is None
        user = user or people.create_staff(email, name, by=operator)
        appointments.appoint(
            user,
            role=role,
            organisation=organisation,
            by=operator,
            until=until.date() if until else None,
        )
        if is_new:
            passwords.start_recovery(email)
    return is_new
