"""The evidence page finds what came since a day, and the block of an entry, without reading the ledger (clause 11.2).

The first index holds a few bytes for a megabyte of entries, because they lie in the order in which they came.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0001_companies_and_sites'),
        ('evidence', '0003_cheaper_heads_and_clocks'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='block',
            index=models.Index(fields=['company', 'highest_id'], name='block_of_entry'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['recorded_at'], name='entry_by_moment'),
        ),
    ]
