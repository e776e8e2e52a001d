"""The command `creditbank`: finds its commands by name and loads the one that is called."""

import sys
from importlib import import_module
from importlib.util import find_spec

import click

from creditbank.cli import setup
from creditbank.config.embedded import DatabaseDown
from creditbank.config.keyring import WrongSetting

# What each does, and what must stand before it runs; the command itself is `creditbank.cli.NAME:command`.
COMMANDS = {
    "serve": ("Serve web and worker together.", setup.nothing),
    "worker": ("Do the background work.", setup.nothing),
    "migrate": ("Bring the tables up to date, as their owner.", setup.nothing),
    "reference": ("Load catalogue, holidays, agreement and portal texts.", setup.bank),
    "demo": ("Fill an empty bank with demo data.", setup.bank),
    "roster": ("Check and import rosters.", setup.nothing),
    "organisations": ("Bring the tree of organisations in, write it out.", setup.nothing),
    "identity": ("Check a document number.", setup.words),
    "calendar": ("Count working days.", setup.nothing),
    "staff": ("Add staff.", setup.bank),
    "rules": ("Check, import and evaluate rules.", setup.nothing),
    "proof": ("Verify a proof.", setup.nothing),
    "history": ("Verify that the history was not rewritten.", setup.bank),
    "doctor": ("Is this installation fit for production?", setup.nothing),
    "backup": ("Write a backup.", setup.nothing),
    "restore": ("Restore a backup.", setup.nothing),
}
WRONG_USE = 2


class Counter(click.Group):
    """A group whose commands are loaded one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [name for name in COMMANDS if find_spec(f"creditbank.cli.{name}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        _, prepare = COMMANDS[cmd_name]
        prepare()
        command = import_module(f"creditbank.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][0]) for name in self.list_commands(ctx)])


@click.group(cls=Counter)
def creditbank() -> None:
    """The credit bank's commands. Exit status: 0, 1 (the answer is no), 2 (wrong use)."""


def main() -> None:
    """Run; a wrong setting or a database that is down is one sentence on standard error."""
    try:
        creditbank(prog_name="creditbank")
    except WrongSetting as wrong:
        click.echo(f"Wrong setting: {wrong}", err=True)
        sys.exit(WRONG_USE)
    except (setup.Stopped, DatabaseDown) as stopped:
        click.echo(str(stopped), err=True)
        sys.exit(1)
