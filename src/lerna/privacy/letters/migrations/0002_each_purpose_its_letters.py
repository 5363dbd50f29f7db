"""A purpose sees the letters written for itself. Whose permission stands for two of them still gets two sorts of letters.

The policies that `./lerna privacy sync` makes test the person's permissions; this one is restrictive, so both must hold.
It binds the purposes named here. Requests (the person asks for everything), the proof of consent (letters are sent off and
counted) and whatever else acts, erasure above all, see every letter of theirs.
"""

from django.db import migrations

BOUND = ("consulting", "personal-offers", "marketing", "bank-credit", "payments", "learning", "state-bodies", "security")
ROLES = ", ".join(f"'lerna_purpose_{purpose.replace('-', '_')}'" for purpose in BOUND)
POLICY = f"""
create policy own_purpose on letters_letter as restrictive using (
    current_user not in ({ROLES}) or purpose = replace(substr(current_user, length('lerna_purpose_') + 1), '_', '-')
)
"""


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_outbox")]

    operations = [migrations.RunSQL(POLICY, "drop policy own_purpose on letters_letter")]
