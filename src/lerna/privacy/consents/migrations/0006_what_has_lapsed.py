"""Whose consents a rule has ended before this is remembered in the person's own row."""

# ruff: noqa: S608 -- names and numbers of our own purposes

from django.db import migrations

from lerna.privacy.subjects.permissions import BITS

_VALUES = ", ".join(f"('{purpose}', {bit}::bigint)" for purpose, bit in BITS.items())

REMEMBER = f"""
select set_config('lerna.maintenance', 'remember what rules ended', true);
update subjects_datasubject person set lapsed = found.mask & ~person.granted
from (
    select consent.subject_id as id, bit_or(known.bit) as mask
    from consents_ending ending
    join consents_consent consent on consent.id = ending.consent_id
    join (values {_VALUES}) known (purpose, bit) on known.purpose = consent.purpose
    where ending.cause <> 'withdrawn' group by consent.subject_id
) found
where found.id = person.id;
select set_config('lerna.maintenance', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("consents", "0005_forecast_by_index"), ("subjects", "0002_lapsed")]

    operations = [migrations.RunSQL(REMEMBER, migrations.RunSQL.noop)]
