"""What must stand before a command runs: nothing, words to answer in, or the whole bank.

A group whose commands differ (`roster check` needs words, `roster import` the bank) is entered with
`nothing`, and each of its commands calls what it needs first, before it imports from the bank.
"""

import os
from pathlib import Path

import click
import django
from django.apps import apps
from django.conf import settings

import creditbank
from creditbank.config import embedded, environment

SETTINGS = "creditbank.config.settings"


class Stopped(Exception):  # noqa: N818  # it is said to a person
    """A command that can't go on; its text is one sentence."""


def nothing() -> None:
    """The command prepares by itself."""


def words() -> None:
    """Translations and no more: no key is made, no database is asked."""
    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(
            LANGUAGE_CODE="zh-hans",
            LOCALE_PATHS=[Path(creditbank.__file__).parent / "locale"],
            USE_TZ=True,
            TIME_ZONE="Asia/Shanghai",
        )
        apps.populate([])  # translations wait for it


def bank() -> None:
    """Settings and tables; where the database is our own and sleeps, it wakes for this command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    here = environment.load()
    if here.database_url is None:
        click.get_current_context().with_resource(embedded.running(here.data_dir))
    if not apps.ready:
        django.setup()
