import click
import django

from creditbank.cli import setup


@click.command("migrate")
def command() -> None:
    """Bring the tables up to date, as their owner."""
    setup.bank()
    migrate()


def migrate() -> None:
    """Django must be set up and the database awake."""
    from creditbank.config import tables

    try:
        tables.migrate()
    except django.db.OperationalError as wrong:
        raise setup.Stopped(f"The database does not answer: {wrong}") from wrong
