"""Training classes, invitations, outcomes that wait for consent."""

import creditbank.bank.clock
import creditbank.bank.ids
import django.db.models.deletion
from django.db import migrations, models

from creditbank.bank.history import walls


def _install(apps, schema_editor):
    schema_editor.execute(walls.install(), params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('bank', '0010_imports'),
    ]

    operations = [
        migrations.AlterField(
            model_name='link',
            name='purpose',
            field=models.CharField(choices=[('recovery', '找回密码'), ('not_me', '不是本人'), ('vouch', '本人确认'), ('status', '查看进度'), ('confirm_email', '确认邮箱'), ('resume', '继续填写'), ('reinstate', '重新核验身份'), ('invitation', '接受邀请')], max_length=20),
        ),
        migrations.CreateModel(
            name='TrainingClass',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('by_id', models.CharField(max_length=64)),
                ('by_label', models.CharField(max_length=120)),
                ('begun_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField(default=creditbank.bank.clock.now)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classes', to='bank.organisation')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.run')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('stage', models.CharField(choices=[('invited', '已邀请'), ('accepted', '已接受'), ('declined', '已谢绝'), ('withdrawn', '已撤销邀请'), ('lapsed', '已失效')], default='invited', max_length=10)),
                ('name', models.BinaryField(blank=True, null=True)),
                ('document_kind', models.CharField(max_length=30)),
                ('country', models.CharField(default='CHN', max_length=3)),
                ('number', models.BinaryField(blank=True, null=True)),
                ('email', models.BinaryField(blank=True, null=True)),
                ('mobile', models.BinaryField(blank=True, null=True)),
                ('fingerprint', models.BinaryField(null=True)),
                ('fingerprint_next', models.BinaryField(null=True)),
                ('row_digest', models.BinaryField()),
                ('original_seen_by', models.CharField(blank=True, max_length=120)),
                ('account_id', models.UUIDField(null=True)),
                ('proved_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('reminders', models.SmallIntegerField(default=0)),
                ('answered_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=creditbank.bank.clock.now)),
                ('person_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.personkey')),
                ('training_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='bank.trainingclass')),
            ],
        ),
        migrations.CreateModel(
            name='ClassOutcome',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('turn', models.SmallIntegerField(default=0)),
                ('score', models.DecimalField(decimal_places=4, max_digits=10, null=True)),
                ('mark', models.CharField(blank=True, max_length=40)),
                ('credits', models.DecimalField(decimal_places=4, max_digits=10, null=True)),
                ('obtained_on', models.DateField(null=True)),
                ('obtained_precision', models.CharField(choices=[('day', '日'), ('month', '月'), ('year', '年')], default='day', max_length=8)),
                ('certificate_number', models.BinaryField(blank=True, null=True)),
                ('row_digest', models.BinaryField()),
                ('outcome', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.outcome')),
                ('person_key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.personkey')),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='bank.invitation')),
            ],
            options={
                'ordering': ('title', 'turn'),
                'constraints': [models.UniqueConstraint(fields=('invitation', 'title', 'turn'), name='class_outcome_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='trainingclass',
            constraint=models.UniqueConstraint(fields=('organisation', 'name'), name='class_name_once'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['training_class', 'id'], name='invitation_list'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['training_class', 'stage', 'id'], name='invitation_stage_list'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['fingerprint'], name='invitation_fingerprint'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['account_id'], name='invitation_account'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(condition=models.Q(('fingerprint__isnull', False)), fields=['created_at'], name='invitation_to_erase'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['invited', 'accepted', 'declined', 'withdrawn', 'lapsed'])), name='invitation_stage'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('stage', 'invited')), fields=('training_class', 'fingerprint'), name='invitation_open_once'),
        ),
        migrations.RunPython(_install),
    ]
