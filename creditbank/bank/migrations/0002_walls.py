"""Triggers that write the history, and the walls that keep it; the holiday table as published."""

from django.db import migrations

from creditbank.bank.calendar import notices
from creditbank.bank.history import walls


def _install(apps, schema_editor):
    schema_editor.execute(walls.install(), params=None)


def _calendar(apps, schema_editor):
    notices.load_published(
        apps.get_model("bank", "CalendarYear"),
        apps.get_model("bank", "Holiday"),
        using=schema_editor.connection.alias,
    )


class Migration(migrations.Migration):
    """No reverse: a history is not taken down."""

    dependencies = [("bank", "0001_initial")]
    operations = [migrations.RunPython(_install), migrations.RunPython(_calendar)]
