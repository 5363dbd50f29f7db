"""Up to which entry a company's evidence is settled: no transaction can add one below it any longer.

Entries are numbered when they are written and seen when they are committed, so one with a lower number may come later.
A fence is set at the highest number that is seen; once every transaction of that moment has ended, nothing below the
fence is missing.
"""

from django.db import connection, transaction

from lerna.companies.models import Company
from lerna.privacy.recipients.models import Position

_NOW = (
    "select coalesce(max(id), 0), pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    " from evidence_entry where company_id = %s"
)
_NEXT = "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"


def move_fence(company: Company) -> int:
    """The highest entry up to which the evidence is settled now, and a new fence for the next time."""
    with transaction.atomic(), connection.cursor() as cursor:
        Position.objects.get_or_create(company=company)
        position = Position.objects.select_for_update().get(company=company)
        cursor.execute(_NOW, [company.pk])
        highest, oldest = cursor.fetchone()
        if oldest >= position.horizon:
            # Read after the fence: whoever drew a number below it has begun before this.
            cursor.execute(_NEXT)
            (horizon,) = cursor.fetchone()
            position.settled, position.fence, position.horizon = position.fence, highest, horizon
            position.save(update_fields=["settled", "fence", "horizon"])
        return position.settled
