"""Whether what a course's page shows is still what it was, told by one query that reads none of it.

PostgreSQL gives every version of a row a place (`ctid`) and the number of the transaction that wrote it (`xmin`). A sum
over both changes by whatever is added, written or deleted, so that no operation has to remember to say so; that it
stays the same by chance is as likely as two hashes of 64 bits that agree. PostgreSQL's documentation, “System Columns”.
"""

from django.db import connection

from lerna.companies.models import Site
from lerna.school.catalogue.models import Course

# Of what many courses share, all rows of the company count: there are few, and a change too much costs a page anew.
_ROWS = {
    "company": "companies_company where id = %(company)s",
    "site": "companies_site where id = %(site)s",
    "courses": "catalogue_course where company_id = %(company)s",
    "on this site": "catalogue_course_sites where site_id = %(site)s",
    "before it": "catalogue_course_after where from_course_id = %(course)s or to_course_id = %(course)s",
    "directions": "catalogue_direction where company_id = %(company)s",
    "teachers": "catalogue_teacher where company_id = %(company)s",
    "its teachers": "catalogue_courseteacher where course_id = %(course)s",
    "programs": "catalogue_program where company_id = %(company)s",
    "programs here": "catalogue_program_sites where site_id = %(site)s",
    "in programs": "catalogue_programcourse where course_id = %(course)s",
    "pictures": (
        "catalogue_mediafile where id in (select cover_id from catalogue_course where id = %(course)s"
        " union all select photo_id from catalogue_teacher where company_id = %(company)s)"
    ),
    "sections": "catalogue_section where course_id = %(course)s",
    "lessons": "catalogue_lesson where course_id = %(course)s",
    "runs": "catalogue_run where course_id = %(course)s",
    "offers": "catalogue_offer where run_id in (select id from catalogue_run where course_id = %(course)s)",
}
_SUM = "sum(hashtextextended(ctid::text, xmin::text::bigint))"
_STAMP = " union all ".join(f"(select {_SUM} from {rows})" for rows in _ROWS.values())  # noqa: S608 -- all our own


def stamp_course(site: Site, course: Course) -> tuple[int, ...]:
    """Another value as soon as anything has changed that the course's page on this site shows. One query.

    Not in it: who has enrolled, what learners wrote, and which day it is.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, {"company": site.company_id, "site": site.pk, "course": course.pk})
        return tuple(int(total or 0) for (total,) in cursor.fetchall())
