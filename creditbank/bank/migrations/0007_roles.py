"""Suspensions, and indexes by which the access log is read."""

import creditbank.bank.clock
import creditbank.bank.ids
import django.db.models.deletion
from django.db import migrations, models

from creditbank.bank.history import walls


def _install(apps, schema_editor):
    schema_editor.execute(walls.install(), params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('bank', '0006_portal'),
    ]

    operations = [
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('stage', models.CharField(choices=[('proposed', '待决定'), ('in_force', '已暂停账户'), ('declined', '未同意'), ('withdrawn', '已撤回'), ('lifted', '已解除')], default='proposed', max_length=10)),
                ('ground', models.CharField(choices=[('identity', '身份存疑'), ('false_papers', '材料涉嫌虚假'), ('used_by_others', '账户被他人使用'), ('other', '其他原因')], max_length=20)),
                ('words', models.TextField()),
                ('proposed_by_id', models.UUIDField()),
                ('proposed_by_label', models.CharField(max_length=120)),
                ('proposed_at', models.DateTimeField(default=creditbank.bank.clock.now)),
                ('decided_by_label', models.CharField(blank=True, max_length=120)),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('lifted_by_label', models.CharField(blank=True, max_length=120)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_because', models.TextField(blank=True)),
            ],
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(fields=['-at', '-id'], name='disclosure_time'),
        ),
        migrations.AddIndex(
            model_name='disclosure',
            index=models.Index(fields=['actor_label', '-at', '-id'], name='disclosure_actor'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to='bank.account'),
        ),
        migrations.AddIndex(
            model_name='suspension',
            index=models.Index(fields=['stage', 'id'], name='suspension_list'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['proposed', 'in_force', 'declined', 'withdrawn', 'lifted'])), name='suspension_stage'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.UniqueConstraint(condition=models.Q(('stage__in', ['proposed', 'in_force'])), fields=('account',), name='suspension_one_at_a_time'),
        ),
        migrations.RunPython(_install),
    ]
