"""Progress: deltas, tallies, deadlines; goals and reminders; the triggers that count."""

import django.db.models.deletion
from django.db import migrations, models

import creditbank.bank.clock
import creditbank.bank.ids
from creditbank.bank.history import walls
from creditbank.bank.progress import ledger, triggers

_STAGES = "submitted returned stored rejected withdrawn revoked expired".split()
_MEASURES = (
    *"enrolled studying activated registered pending returned active".split(),
    *(f"{c}_{s}" for c in ("formal", "non_formal", "experiential") for s in _STAGES),
    *(f"{kind}_{days}" for kind in ("account", "outcome") for days in range(22)),
)
# Deltas come and go all the time: swept by their number, not by a share of the table.
_SWEEP = """
ALTER TABLE bank_delta SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)
"""


def _install(apps, schema_editor):
    schema_editor.execute(walls.install(), params=None)
    schema_editor.execute(triggers.install(), params=None)


def _count(apps, schema_editor):
    """What a bank holds already, counted once; an empty one has nothing to count."""
    alias = schema_editor.connection.alias
    if apps.get_model("bank", "Organisation").objects.using(alias).exists():
        ledger.recount(using=alias)


class Migration(migrations.Migration):
    dependencies = [("bank", "0012_tree")]

    operations = [
        migrations.CreateModel(
            name="Delta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("day", models.DateField()),
                ("measure", models.CharField(max_length=30)),
                ("amount", models.IntegerField()),
            ],
        ),
        migrations.RunSQL(_SWEEP, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("day", models.DateField()),
                *((name, models.IntegerField(default=0)) for name in _MEASURES),
            ],
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id",
                        "due_on",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("due_on", models.DateField()),
                ("waiting", models.IntegerField()),
            ],
            options={"indexes": [models.Index(fields=["due_on"], name="deadline_day")]},
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=creditbank.bank.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("share", "激活率（%）"),
                            ("open", "已开通账户数"),
                            ("stored", "已存储成果数"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField()),
                ("amount", models.PositiveIntegerField()),
                ("set_by_label", models.CharField(max_length=120)),
                ("set_at", models.DateTimeField(default=creditbank.bank.clock.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="bank.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "measure", "due_on"), name="goal_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=creditbank.bank.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("by_id", models.CharField(max_length=64)),
                ("by_label", models.CharField(max_length=120)),
                ("reached_centre", models.CharField(blank=True, max_length=200)),
                ("reached", models.UUIDField(null=True)),
                ("sent", models.IntegerField(default=0)),
                ("lately", models.IntegerField(default=0)),
                ("unaddressed", models.IntegerField(default=0)),
                ("begun_at", models.DateTimeField(default=creditbank.bank.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bank.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "-begun_at"], name="round_list")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("organisation",),
                        name="round_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=creditbank.bank.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("fingerprint", models.BinaryField(unique=True)),
                ("sent_at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(_install, migrations.RunPython.noop),
        migrations.RunPython(_count, migrations.RunPython.noop),
    ]
