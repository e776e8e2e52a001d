"""Mergers, policies, tree sheets; a post's end is reminded of."""

import django.db.models.deletion
from django.db import migrations, models

import creditbank.bank.clock
import creditbank.bank.ids
from creditbank.bank.history import walls


def _install(apps, schema_editor):
    schema_editor.execute(walls.install(), params=None)


class Migration(migrations.Migration):
    dependencies = [("bank", "0011_classes")]
    operations = [
        migrations.AddField(
            "organisation", "revision", models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            "organisation", "changed_at", models.DateTimeField(default=creditbank.bank.clock.now)
        ),
        migrations.AddField(
            "organisation",
            "merged_into",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="bank.organisation",
            ),
        ),
        migrations.AddField("appointment", "reminded_of", models.DateField(null=True)),
        migrations.AddIndex(
            "appointment",
            models.Index(
                fields=["valid_to"],
                name="appointment_ending",
                condition=models.Q(valid_to__isnull=False),
            ),
        ),
        migrations.CreateModel(
            "Policy",
            [
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
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bank.organisation",
                    ),
                ),
                ("key", models.CharField(choices=[("first_check", "初审")], max_length=20)),
                ("value", models.CharField(max_length=20)),
                ("valid_from", models.DateField()),
                ("by_label", models.CharField(max_length=120)),
                ("set_at", models.DateTimeField(default=creditbank.bank.clock.now)),
            ],
        ),
        migrations.AddConstraint(
            "policy",
            models.UniqueConstraint(
                fields=["province", "key", "valid_from"], name="policy_once_a_day"
            ),
        ),
        migrations.CreateModel(
            "TreeSheet",
            [
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bank.organisation",
                    ),
                ),
                ("by_id", models.UUIDField()),
                ("file_name", models.CharField(max_length=200)),
                ("rows", models.JSONField()),
                ("created_at", models.DateTimeField(default=creditbank.bank.clock.now)),
            ],
        ),
        migrations.RunPython(_install),
    ]
