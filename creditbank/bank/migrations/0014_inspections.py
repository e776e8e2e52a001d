"""Inspections, digests, circulars; indexes by which they find decided cases."""


import creditbank.bank.clock
import creditbank.bank.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from creditbank.bank.history import walls


def _install(apps, schema_editor):
    schema_editor.execute(walls.install(), params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('bank', '0013_progress'),
    ]

    operations = [
        migrations.CreateModel(
            name='Addressing',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('with_below', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('account', '账户'), ('outcome', '学习成果')], max_length=12)),
                ('version', models.PositiveSmallIntegerField()),
                ('questions', models.JSONField()),
                ('by_label', models.CharField(max_length=120)),
                ('published_at', models.DateTimeField(default=creditbank.bank.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('wanted', models.BooleanField()),
                ('changed_at', models.DateTimeField(default=creditbank.bank.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Copy',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(unique=True)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('words', models.TextField()),
                ('stage', models.CharField(choices=[('open', '待整改'), ('answered', '已答复'), ('returned', '退回整改'), ('accepted', '已验收')], default='open', max_length=10)),
                ('measures', models.TextField(blank=True)),
                ('reply', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('sampled__position', 'place'),
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('kind', models.CharField(choices=[('account', '账户'), ('outcome', '学习成果')], max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('stage', models.CharField(choices=[('drawn', '已抽样'), ('in_progress', '检查中'), ('notified', '待整改'), ('answered', '已答复，待验收'), ('closed', '已结束')], default='drawn', max_length=12)),
                ('seed', models.CharField(max_length=32)),
                ('wanted', models.PositiveSmallIntegerField()),
                ('population', models.PositiveIntegerField()),
                ('set_aside', models.PositiveIntegerField(default=0)),
                ('excluded', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('questions', models.JSONField()),
                ('checklist_version', models.PositiveSmallIntegerField(default=0)),
                ('inspector_id', models.UUIDField()),
                ('inspector_label', models.CharField(max_length=120)),
                ('drawn_at', models.DateTimeField(default=creditbank.bank.clock.now)),
                ('words', models.TextField(blank=True)),
                ('days', models.PositiveSmallIntegerField(default=0)),
                ('notified_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('due_provisional', models.BooleanField(default=False)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by_id', models.UUIDField(null=True)),
                ('answered_by_label', models.CharField(blank=True, max_length=120)),
                ('conclusion', models.TextField(blank=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('read_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Sampled',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField(default=list)),
                ('assessed_at', models.DateTimeField(null=True)),
                ('assessed_by_label', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.AddField(
            model_name='notice',
            name='sender',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.organisation'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('stage', 'closed')), fields=['place', 'kind', 'closed_at'], name='case_ended'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['by_id', 'case'], name='decision_by'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('stage', 'effective'), ('verdict__in', ['return', 'reject'])), fields=['effective_at'], name='decision_negative'),
        ),
        migrations.AddField(
            model_name='addressing',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addressings', to='bank.notice'),
        ),
        migrations.AddField(
            model_name='addressing',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.organisation'),
        ),
        migrations.AddField(
            model_name='checklist',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.organisation'),
        ),
        migrations.AddField(
            model_name='choice',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='copy',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='copy',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='bank.edition'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='branch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.organisation'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.organisation'),
        ),
        migrations.AddField(
            model_name='finding',
            name='inspection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='bank.inspection'),
        ),
        migrations.AddField(
            model_name='reading',
            name='notice',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='bank.notice'),
        ),
        migrations.AddField(
            model_name='reading',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.organisation'),
        ),
        migrations.AddField(
            model_name='reading',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sampled',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.case'),
        ),
        migrations.AddField(
            model_name='sampled',
            name='inspection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='bank.inspection'),
        ),
        migrations.AddField(
            model_name='finding',
            name='sampled',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.sampled'),
        ),
        migrations.AddConstraint(
            model_name='addressing',
            constraint=models.UniqueConstraint(fields=('notice', 'organisation'), name='addressing_once'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'version'), name='checklist_version_once'),
        ),
        migrations.AddConstraint(
            model_name='copy',
            constraint=models.UniqueConstraint(fields=('edition', 'user'), name='copy_once'),
        ),
        migrations.AddIndex(
            model_name='inspection',
            index=models.Index(fields=['branch', '-id'], name='inspection_branch'),
        ),
        migrations.AddIndex(
            model_name='inspection',
            index=models.Index(condition=models.Q(('stage', 'notified')), fields=['due_at'], name='inspection_due'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['drawn', 'in_progress', 'notified', 'answered', 'closed'])), name='inspection_stage'),
        ),
        migrations.AddConstraint(
            model_name='reading',
            constraint=models.UniqueConstraint(fields=('notice', 'user'), name='reading_once'),
        ),
        migrations.AddConstraint(
            model_name='sampled',
            constraint=models.UniqueConstraint(fields=('inspection', 'case'), name='sampled_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('sampled', 'place'), name='finding_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['open', 'answered', 'returned', 'accepted'])), name='finding_stage'),
        ),
        migrations.RunPython(_install, migrations.RunPython.noop),
    ]
