"""Runs of imports from receiving to merged, and the rows that are staged in between."""

import creditbank.bank.clock
import creditbank.bank.ids
import django.db.models.deletion
from django.db import migrations, models

from creditbank.bank.history import walls

# Nothing of it needs to outlive a crash: it is read again from the file that is kept.
UNLOGGED = "ALTER TABLE bank_stagedenrolment SET UNLOGGED"


def _install(apps, schema_editor):
    schema_editor.execute(walls.install(), params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('bank', '0009_bench_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='ColumnChoice',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('headings', models.BinaryField()),
                ('columns', models.JSONField()),
                ('chosen_at', models.DateTimeField(default=creditbank.bank.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='progress', serialize=False, to='bank.run')),
                ('phase', models.CharField(choices=[('reading', '读取并检查'), ('comparing', '比对重复'), ('merging', '写入学籍')], default='reading', max_length=10)),
                ('done', models.BigIntegerField(default=0)),
                ('known', models.BigIntegerField(default=0)),
                ('at', models.DateTimeField(default=creditbank.bank.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='StagedEnrolment',
            fields=[
                ('pk', models.CompositePrimaryKey('staging', 'line', blank=True, editable=False, primary_key=True, serialize=False)),
                ('staging', models.UUIDField()),
                ('line', models.IntegerField()),
                ('status', models.CharField(choices=[('accept', '接收'), ('accept_normalised', '规范写法后接收'), ('accept_warn', '接收，有提醒'), ('review', '接收，请核对'), ('reject', '不接收'), ('ignore', '跳过')], max_length=18)),
                ('change', models.CharField(blank=True, choices=[('new', '新增'), ('changed', '变更'), ('unchanged', '无变化')], max_length=9)),
                ('differences', models.CharField(blank=True, max_length=200)),
                ('sealed_reasons', models.BinaryField(null=True)),
                ('enrolment_id', models.UUIDField(null=True)),
                ('held_digest', models.BinaryField(null=True)),
                ('person', models.BigIntegerField(null=True)),
                ('called', models.BigIntegerField(null=True)),
                ('province_id', models.UUIDField(null=True)),
                ('study_centre_id', models.UUIDField(null=True)),
                ('student_number', models.CharField(max_length=40)),
                ('name', models.BinaryField(null=True)),
                ('document_kind', models.CharField(max_length=30)),
                ('number', models.BinaryField(null=True)),
                ('fingerprint', models.BinaryField(null=True)),
                ('fingerprint_next', models.BinaryField(null=True)),
                ('programme', models.CharField(max_length=60)),
                ('major', models.CharField(max_length=100)),
                ('level', models.CharField(max_length=30)),
                ('intake', models.CharField(max_length=20)),
                ('started_on', models.DateField(null=True)),
                ('foreign_language', models.CharField(max_length=30)),
                ('enrolment_status', models.CharField(max_length=12)),
                ('email', models.BinaryField(null=True)),
                ('mobile', models.BinaryField(null=True)),
                ('row_digest', models.BinaryField(null=True)),
            ],
        ),
        migrations.RenameField(
            model_name='run',
            old_name='merged_at',
            new_name='ended_at',
        ),
        migrations.RemoveField(
            model_name='run',
            name='file_digest',
        ),
        migrations.AddField(
            model_name='run',
            name='checked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='run',
            name='columns',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='run',
            name='confirmed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='run',
            name='confirmed_by_id',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='run',
            name='confirmed_by_label',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='run',
            name='file',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.storedfile'),
        ),
        migrations.AddField(
            model_name='run',
            name='language',
            field=models.CharField(default='zh-hans', max_length=10),
        ),
        migrations.AddField(
            model_name='run',
            name='layout',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='run',
            name='refusal',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='run',
            name='staged_rows',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='run',
            name='staged_sum',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='run',
            name='staging',
            field=models.UUIDField(null=True),
        ),
        # From here on sealed: what people call a file may be somebody's name or number.
        migrations.RemoveField('run', 'file_name'),
        migrations.AddField(
            model_name='run',
            name='file_name',
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='run',
            name='stage',
            field=models.CharField(choices=[('received', '等待检查'), ('checking', '正在检查'), ('checked', '已检查，待确认'), ('confirmed', '已确认，等待导入'), ('merging', '正在导入'), ('merged', '已导入'), ('cancelled', '已取消'), ('refused', '无法读取')], default='received', max_length=10),
        ),
        migrations.AlterField(
            model_name='storedfile',
            name='kind',
            field=models.CharField(choices=[('image', '图片'), ('pdf', 'PDF'), ('whole', '原样保存')], max_length=8),
        ),
        migrations.AddIndex(
            model_name='run',
            index=models.Index(fields=['organisation', '-created_at', '-id'], name='run_list'),
        ),
        migrations.AddIndex(
            model_name='run',
            index=models.Index(fields=['stage'], name='run_stage'),
        ),
        migrations.AddField(
            model_name='columnchoice',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.organisation'),
        ),
        migrations.AddIndex(
            model_name='stagedenrolment',
            index=models.Index(condition=models.Q(('status', 'accept'), _negated=True), fields=['staging', 'status', 'line'], name='staged_status'),
        ),
        migrations.AddIndex(
            model_name='stagedenrolment',
            index=models.Index(condition=models.Q(('change', 'new'), _negated=True), fields=['staging', 'change', 'line'], name='staged_change'),
        ),
        migrations.AddConstraint(
            model_name='columnchoice',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'headings'), name='column_choice_once'),
        ),
        migrations.RunSQL(UNLOGGED, migrations.RunSQL.noop),
        migrations.RunPython(_install),
    ]
