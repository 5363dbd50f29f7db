"""A function that tells by one number a table whether what a course's page shows has changed; see `stamps`.

A function, because PostgreSQL keeps its plan: to plan such a statement anew costs more than to answer it, and a
statement prepared by the connection wouldn't go through a pooler in transaction mode.
"""

from django.db import migrations

# The course, its translations and what comes before it: of a company's thousand others none stands on the page.
# Of the rest that courses share, all rows of the company count: there are few, and a change too much costs a page anew.
STAMP = """
create function catalogue_sum_versions(place tid, writer xid) returns bigint language sql immutable as $$
    select hashtextextended(place::text, writer::text::bigint)
$$;

create function catalogue_stamp_course(
    the_course bigint, the_company bigint, the_site bigint, out versions numeric[], out is_limited boolean
) language plpgsql stable as $$
declare
    shown bigint[] := array(
        select id from catalogue_course where id = the_course or company_id = the_company
            and family = (select nullif(family, '') from catalogue_course where id = the_course)
        union select from_course_id from catalogue_course_after where to_course_id = the_course
        union select to_course_id from catalogue_course_after where from_course_id = the_course
    );
begin
    versions := array[
        (select sum(catalogue_sum_versions(ctid, xmin)) from companies_company where id = the_company),
        (select sum(catalogue_sum_versions(ctid, xmin)) from companies_site where id = the_site),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_course where id = any(shown)),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_course_sites
            where site_id = the_site and course_id = any(shown)),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_course_after
            where from_course_id = the_course or to_course_id = the_course),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_direction where company_id = the_company),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_teacher where company_id = the_company),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_courseteacher where course_id = the_course),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_program where company_id = the_company),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_program_sites where site_id = the_site),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_programcourse where course_id = the_course),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_mediafile where id in (
            select cover_id from catalogue_course where id = the_course
            union all select photo_id from catalogue_teacher where company_id = the_company
        )),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_section where course_id = the_course),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_lesson where course_id = the_course),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_run where course_id = the_course),
        (select sum(catalogue_sum_versions(ctid, xmin)) from catalogue_offer
            where run_id in (select id from catalogue_run where course_id = the_course))
    ];
    is_limited := exists (select from catalogue_run where course_id = the_course and seats > 0);
end $$;
"""

UNDO = """
drop function catalogue_stamp_course(bigint, bigint, bigint);
drop function catalogue_sum_versions(tid, xid);
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_renditions")]

    operations = [migrations.RunSQL(STAMP, UNDO)]
