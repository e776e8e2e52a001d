"""Tables of the portal; catalogue and calendar become tracked, for which the calendar gets ids."""

import creditbank.bank.clock
import creditbank.bank.ids
import django.db.models.deletion
from django.db import migrations, models

from creditbank.bank.history import walls

# A tracked row has an id of its own: years and days keep their numbers as unique columns.
_KEYS = """
DO $$ DECLARE key text; BEGIN
    FOR key IN SELECT conname FROM pg_constraint
        WHERE conrelid = 'bank_holiday'::regclass AND contype = 'f'
    LOOP EXECUTE format('ALTER TABLE bank_holiday DROP CONSTRAINT %I', key); END LOOP;
END $$;
ALTER TABLE bank_calendaryear ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE bank_calendaryear ALTER COLUMN id DROP DEFAULT;
ALTER TABLE bank_calendaryear DROP CONSTRAINT bank_calendaryear_pkey;
ALTER TABLE bank_calendaryear ADD PRIMARY KEY (id);
ALTER TABLE bank_calendaryear ADD CONSTRAINT bank_calendaryear_year_key UNIQUE (year);
ALTER TABLE bank_holiday ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE bank_holiday ALTER COLUMN id DROP DEFAULT;
ALTER TABLE bank_holiday DROP CONSTRAINT bank_holiday_pkey;
ALTER TABLE bank_holiday ADD PRIMARY KEY (id);
ALTER TABLE bank_holiday ADD CONSTRAINT bank_holiday_day_key UNIQUE (day);
ALTER TABLE bank_holiday ADD CONSTRAINT bank_holiday_year_id_fk
    FOREIGN KEY (year_id) REFERENCES bank_calendaryear (year) DEFERRABLE INITIALLY DEFERRED;
"""


def _install(apps, schema_editor):
    schema_editor.execute(walls.install(), params=None)
    for table in ("calendaryear", "holiday", "certificatetype", "version", "agreement"):
        schema_editor.execute(walls.take_in(f"bank_{table}"), params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('bank', '0005_account_life'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_KEYS, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name='calendaryear',
                    name='year',
                    field=models.PositiveSmallIntegerField(unique=True, verbose_name='年份'),
                ),
                migrations.AlterField(
                    model_name='holiday',
                    name='day',
                    field=models.DateField(unique=True, verbose_name='日期'),
                ),
                migrations.AddField(
                    model_name='calendaryear',
                    name='id',
                    field=models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                migrations.AddField(
                    model_name='holiday',
                    name='id',
                    field=models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                migrations.AlterField(
                    model_name='holiday',
                    name='year',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='bank.calendaryear', to_field='year'),
                ),
            ],
        ),
        migrations.CreateModel(
            name='Guide',
            fields=[
                ('revision', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(default=creditbank.bank.clock.now)),
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=30, unique=True)),
                ('position', models.SmallIntegerField(default=0)),
                ('title_zh', models.CharField(max_length=120)),
                ('title_en', models.CharField(blank=True, max_length=200)),
                ('text_zh', models.TextField()),
                ('text_en', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('position', 'code'),
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('revision', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(default=creditbank.bank.clock.now)),
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('topic', models.CharField(choices=[('activation', '激活与登录'), ('registration', '注册'), ('storage', '存储学习成果'), ('conversion', '转换'), ('general', '其他')], max_length=12)),
                ('position', models.SmallIntegerField(default=0)),
                ('question_zh', models.CharField(max_length=200)),
                ('question_en', models.CharField(blank=True, max_length=300)),
                ('answer_zh', models.TextField()),
                ('answer_en', models.TextField(blank=True)),
                ('is_public', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ('position', 'code'),
            },
        ),
        migrations.AddField(
            model_name='certificatetype',
            name='changed_at',
            field=models.DateTimeField(default=creditbank.bank.clock.now),
        ),
        migrations.AddField(
            model_name='certificatetype',
            name='former',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='certificatetype',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('revision', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(default=creditbank.bank.clock.now)),
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('address_zh', models.CharField(blank=True, max_length=200)),
                ('address_en', models.CharField(blank=True, max_length=300)),
                ('hours_zh', models.CharField(blank=True, max_length=120)),
                ('hours_en', models.CharField(blank=True, max_length=200)),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='contact', to='bank.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('revision', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(default=creditbank.bank.clock.now)),
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title_zh', models.CharField(max_length=120)),
                ('title_en', models.CharField(blank=True, max_length=200)),
                ('text_zh', models.TextField()),
                ('text_en', models.TextField(blank=True)),
                ('publish_from', models.DateTimeField(null=True)),
                ('publish_until', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=creditbank.bank.clock.now)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('withdrawn_at__isnull', True)), fields=['-publish_from', '-id'], name='notice_public')],
                'constraints': [models.CheckConstraint(condition=models.Q(('publish_until__isnull', True), ('publish_until__gt', models.F('publish_from')), _connector='OR'), name='notice_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=creditbank.bank.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bank.storedfile')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='bank.notice')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.RunPython(_install, migrations.RunPython.noop),
    ]
