"""What the queue and the catalogue need at a million cases and fifty thousand entries."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import creditbank.bank.catalogue.models

# Every character and every two beside each other; nothing but built-in functions, so that an index
# may stand on it.
GRAMS = """
CREATE OR REPLACE FUNCTION bank_grams(words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(substr(words, place, size)), '{}')
    FROM generate_series(1, length(words)) AS place, generate_series(1, 2) AS size
$$
"""


class Migration(migrations.Migration):
    dependencies = [("bank", "0008_attack")]
    operations = [
        migrations.RunSQL(GRAMS, "DROP FUNCTION IF EXISTS bank_grams(text)"),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["organisation", "kind", "due_at", "id"],
                name="case_queue_kind",
                condition=models.Q(stage="open"),
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["taken_by"],
                name="case_taken",
                condition=models.Q(stage="open", taken_by__isnull=False),
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["fingerprint"], name="case_fingerprint", condition=models.Q(stage="open")
            ),
        ),
        migrations.AddIndex(
            "case",
            django.contrib.postgres.indexes.GinIndex(
                fields=["excluded"], name="case_excluded", condition=models.Q(stage="open")
            ),
        ),
        migrations.AddIndex(
            "certificatetype",
            django.contrib.postgres.indexes.GinIndex(
                creditbank.bank.catalogue.models.Grams("search"), name="certificate_type_grams"
            ),
        ),
    ]
