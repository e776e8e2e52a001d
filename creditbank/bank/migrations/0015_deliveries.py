"""Results that institutions deliver in bulk: waiting or outcomes, and the rows staged in between."""

import creditbank.bank.clock
import creditbank.bank.ids
import django.db.models.deletion
from django.db import migrations, models

from creditbank.bank.history import walls

# Nothing of it needs to outlive a crash: it is read again from the file that is kept.
UNLOGGED = "ALTER TABLE bank_stagedresult SET UNLOGGED"


def _install(apps, schema_editor):
    schema_editor.execute(walls.install(), params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('bank', '0014_inspections'),
    ]

    operations = [
        migrations.AddField(
            model_name='outcome',
            name='became',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='outcome',
            name='doubts',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='outcome',
            name='run',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.run'),
        ),
        migrations.CreateModel(
            name='StagedResult',
            fields=[
                ('pk', models.CompositePrimaryKey('staging', 'line', blank=True, editable=False, primary_key=True, serialize=False)),
                ('staging', models.UUIDField()),
                ('line', models.IntegerField()),
                ('status', models.CharField(choices=[('accept', '接收'), ('accept_normalised', '规范写法后接收'), ('accept_warn', '接收，有提醒'), ('review', '接收，请核对'), ('reject', '不接收'), ('ignore', '跳过')], max_length=18)),
                ('change', models.CharField(blank=True, choices=[('new', '新增'), ('changed', '变更'), ('unchanged', '无变化')], max_length=9)),
                ('differences', models.CharField(blank=True, max_length=200)),
                ('sealed_reasons', models.BinaryField(null=True)),
                ('result_id', models.UUIDField(null=True)),
                ('held_digest', models.BinaryField(null=True)),
                ('key', models.BinaryField(null=True)),
                ('row_digest', models.BinaryField(null=True)),
                ('fingerprint', models.BinaryField(null=True)),
                ('fingerprint_next', models.BinaryField(null=True)),
                ('called', models.BigIntegerField(null=True)),
                ('worth', models.DecimalField(decimal_places=4, max_digits=10, null=True)),
                ('is_issuers', models.BooleanField(default=False)),
                ('to_check', models.BooleanField(default=False)),
                ('unclaimed', models.BinaryField(null=True)),
                ('name', models.BinaryField(null=True)),
                ('number', models.BinaryField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['staging', 'status', 'line'], name='staged_result_status'), models.Index(fields=['staging', 'change', 'line'], name='staged_result_change')],
            },
        ),
        migrations.CreateModel(
            name='DeliveredResult',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.BinaryField(unique=True)),
                ('row_digest', models.BinaryField()),
                ('fingerprint', models.BinaryField()),
                ('fingerprint_next', models.BinaryField(null=True)),
                ('is_issuers', models.BooleanField()),
                ('to_check', models.BooleanField()),
                ('unclaimed', models.BinaryField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=creditbank.bank.clock.now)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.organisation')),
                ('outcome', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delivered', to='bank.outcome')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.run')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('outcome__isnull', True)), fields=['fingerprint'], name='delivered_waiting')],
            },
        ),
        migrations.RunSQL(UNLOGGED, migrations.RunSQL.noop),
        migrations.RunPython(_install),
    ]
