"""A package comes in: its files are kept, its course stands in the catalogue, and a report says what became of it."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.school.blocks.course import CourseContent
from lerna.school.catalogue.media import keep_file
from lerna.school.catalogue.operations import bring_course, bring_direction
from lerna.school.exchange.files import list_files, map_files
from lerna.school.exchange.models import ImportReport
from lerna.school.exchange.reading import Reading

Progress = Callable[[int, int], None]  # files kept, files in all


def _no_progress(_done: int, _total: int) -> None:
    pass


def bring_reading(  # noqa: PLR0913 -- what is brought, and how
    *,
    company: Company,
    reading: Reading,
    name: str,
    now: datetime,
    author: UUID | None = None,
    only_try: bool = False,
    progress: Progress = _no_progress,
) -> ImportReport:
    """The course of this reading, published in the catalogue, and the report about it.

    `only_try` finds out what would happen: no file is kept, and the database stays as it was. UnknownKeyError where
    the course names a site, a direction or a course that the company lacks; then only files were kept.
    """
    content = reading.content if only_try else _keep_files(company, reading, now, progress)
    with transaction.atomic():
        for place, direction in enumerate(reading.directions):
            bring_direction(company=company, key=direction.key, title=direction.title, place=place)
        brought = bring_course(company=company, content=content, now=now)
        report = ImportReport.objects.create(
            company=company,
            course=brought.course,
            course_key=content.key,
            name=name,
            format=reading.format,
            entries=reading.ledger.write(),
            lessons={
                key: count
                for key, count in asdict(brought).items()
                if key in {"new", "changed", "unchanged", "retired"}
            },
            made_at=now,
            made_by=author,
        )
        transaction.set_rollback(only_try)
    return report


def _keep_files(company: Company, reading: Reading, now: datetime, progress: Progress) -> CourseContent:
    """The content with each of its files stored and named by digest."""
    names = dict.fromkeys(list_files(reading.content))
    digests: dict[str, str] = {}
    for done, name in enumerate(names, 1):
        with reading.files[name].open("rb") as content:
            digests[name] = keep_file(company=company, content=content, name=name, now=now).digest
        progress(done, len(names))
    return map_files(reading.content, digests.__getitem__)
