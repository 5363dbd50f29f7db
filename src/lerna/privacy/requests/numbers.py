"""Numbers that people read out: LR-2026-000123, counted for each company and year. Gaps may stand in them: rooms above
have numbers of their own prefix from the same count.
"""

from datetime import datetime

from django.db import connection

from lerna.companies.models import Company
from lerna.kit.clock import local_day

PREFIX = "LR"

_NEXT = """
insert into requests_counter as known (company_id, year, last) values (%s, %s, 1)
on conflict (company_id, year) do update set last = known.last + 1
returning last
"""


def take_number(company: Company, now: datetime, prefix: str = PREFIX) -> str:
    """The next number of this company, in the caller's transaction. One query."""
    year = local_day(now).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [company.pk, year])
        return f"{prefix}-{year}-{cursor.fetchone()[0]:06}"
