"""Rosters of classes as runs: what else was told of a run, and the rows that are staged."""

from django.db import migrations, models

# Nothing of it needs to outlive a crash: it is read again from the file that is kept.
UNLOGGED = "ALTER TABLE bank_stagedclassrow SET UNLOGGED"


class Migration(migrations.Migration):

    dependencies = [
        ('bank', '0015_deliveries'),
    ]

    operations = [
        migrations.AddField(
            model_name='run',
            name='options',
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='progress',
            name='phase',
            field=models.CharField(choices=[('reading', '读取并检查'), ('comparing', '比对重复'), ('merging', '写入')], default='reading', max_length=10),
        ),
        migrations.CreateModel(
            name='StagedClassRow',
            fields=[
                ('pk', models.CompositePrimaryKey('staging', 'line', blank=True, editable=False, primary_key=True, serialize=False)),
                ('staging', models.UUIDField()),
                ('line', models.IntegerField()),
                ('status', models.CharField(choices=[('accept', '接收'), ('accept_normalised', '规范写法后接收'), ('accept_warn', '接收，有提醒'), ('review', '接收，请核对'), ('reject', '不接收'), ('ignore', '跳过')], max_length=18)),
                ('change', models.CharField(blank=True, choices=[('new', '新增'), ('changed', '变更'), ('unchanged', '无变化')], max_length=9)),
                ('differences', models.CharField(blank=True, max_length=200)),
                ('sealed_reasons', models.BinaryField(null=True)),
                ('name', models.BinaryField(null=True)),
                ('number', models.BinaryField(null=True)),
                ('told', models.BinaryField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['staging', 'status', 'line'], name='staged_class_status'), models.Index(fields=['staging', 'change', 'line'], name='staged_class_change')],
            },
        ),
        migrations.RunSQL(UNLOGGED, migrations.RunSQL.noop),
    ]
