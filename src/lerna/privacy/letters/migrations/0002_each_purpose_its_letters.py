"""A purpose sees the letters written for itself. Whose permission stands for two of them still gets two sorts of letters.

The policies that `./lerna privacy sync` makes test the person's permissions; this one is restrictive, so both must hold.
Requests (the person asks for everything) and the proof of consent (letters are sent off and counted) see all of them.
"""

from django.db import migrations

POLICY = """
create policy own_purpose on letters_letter as restrictive using (
    current_user not like 'lerna\\_purpose\\_%'
    or current_user in ('lerna_purpose_requests', 'lerna_purpose_consent_proof')
    or purpose = replace(substr(current_user, 15), '_', '-')
)
"""


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_outbox")]

    operations = [migrations.RunSQL(POLICY, "drop policy own_purpose on letters_letter")]
