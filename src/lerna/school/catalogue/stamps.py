"""Whether what a course's page shows is still what it was, told by one query that reads none of it.

PostgreSQL gives every version of a row a place (`ctid`) and the number of the transaction that wrote it (`xmin`). A sum
over both changes by whatever is added, written or deleted, so that no operation has to remember to say so; that it
stays the same by chance is as likely as two hashes of 64 bits that agree. PostgreSQL's documentation, “System Columns”.
Which rows count says the migration that makes the function.
"""

from dataclasses import dataclass

from django.db import connection

from lerna.companies.models import Site
from lerna.school.catalogue.models import Course


@dataclass(frozen=True, slots=True)
class Stamp:
    """`versions` are other numbers as soon as anything has changed; `is_limited` says whether any run has a limit."""

    versions: tuple[int, ...]
    is_limited: bool


def stamp_course(site: Site, course: Course) -> Stamp:
    """Another value as soon as anything has changed that the course's page on this site shows. One query.

    Not in it: who has enrolled, what learners wrote, and which day it is.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select versions, is_limited from catalogue_stamp_course(%s, %s, %s)",
            [course.pk, site.company_id, site.pk],
        )
        versions, is_limited = cursor.fetchone()
    return Stamp(tuple(int(total or 0) for total in versions), is_limited)
