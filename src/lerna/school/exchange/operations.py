"""A package comes in: its files are kept, its course stands in the catalogue, and a report says what became of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company, Site
from lerna.school.blocks.course import CourseContent, RunContent
from lerna.school.catalogue.authoring.programs import ProgramPage, find_program, make_program, save_program
from lerna.school.catalogue.media import keep_file
from lerna.school.catalogue.models import NAME_LENGTH, Course, Program
from lerna.school.catalogue.operations import bring_course, bring_direction, find_keyed
from lerna.school.exchange.files import list_files, map_files
from lerna.school.exchange.folder.read_programs import ProgramContent, read_programs
from lerna.school.exchange.models import ImportReport
from lerna.school.exchange.queries import read_stored_course
from lerna.school.exchange.reading import Reading, Wishes, read_package

Progress = Callable[[int, int], None]  # files kept, files in all
AS_THE_PACKAGE_SAYS = Wishes()
_OPEN = RunContent(key="open")  # a foreign package knows no runs of ours, and without one nobody could study


def _no_progress(_done: int, _total: int) -> None:
    pass


def import_package(  # noqa: PLR0913 -- what is brought, and how
    *,
    company: Company,
    path: Path,
    now: datetime,
    name: str = "",
    author: UUID | None = None,
    wishes: Wishes = AS_THE_PACKAGE_SAYS,
    only_try: bool = False,
    progress: Progress = _no_progress,
) -> ImportReport:
    """The course in the package at `path`, published in the catalogue, and the report about it.

    `name` is what its sender called the package. `only_try` finds out what would happen: no file is kept, and the
    database stays as it was. PackageError, FolderError, DataFileError: it can't be read, nothing was changed.
    UnknownKeyError: it names a site, a direction or a course that the company lacks; then only files were kept.
    """
    with read_package(path, wishes) as reading:
        content = reading.content if only_try else _keep_files(company, reading, now, progress)
    with transaction.atomic():
        if reading.format is not ImportReport.Format.FOLDER:
            content = _leave_alone(company, content, wishes.sites)
        for place, direction in enumerate(reading.directions):
            bring_direction(company=company, key=direction.key, title=direction.title, place=place)
        brought = bring_course(company=company, content=content, now=now)
        report = ImportReport.objects.create(
            company=company,
            course=brought.course,
            course_key=content.key,
            name=(name or path.name)[:NAME_LENGTH],
            format=reading.format,
            entries=reading.ledger.write(),
            lessons={word: getattr(brought, word) for word in ("new", "changed", "unchanged", "retired")},
            made_at=now,
            made_by=author,
        )
        transaction.set_rollback(only_try)
    return report


def import_programs(*, company: Company, folder: Path, now: datetime) -> list[Program]:
    """Every program that the folder of courses holds, as its file says it, seen by the visitors of its sites.

    DataFileError: it can't be read. UnknownKeyError: a program names a course or a site that the company lacks. In
    either case nothing was changed.
    """
    with transaction.atomic():
        return [_bring_program(company, content, now) for content in read_programs(folder)]


def _bring_program(company: Company, content: ProgramContent, now: datetime) -> Program:
    program = find_program(company, content.key) or make_program(
        company=company, key=content.key, language=content.language, title=content.title, now=now
    )
    page = ProgramPage(
        title=content.title,
        summary=content.summary,
        about=content.about,
        language=content.language,
        courses=find_keyed(Course.objects.filter(company=company), dict.fromkeys(content.courses)),
        sites=find_keyed(Site.objects.filter(company=company).served(), content.sites),
        is_shown=True,
    )
    return save_program(program=program, base=program.version, page=page, now=now)


def _keep_files(company: Company, reading: Reading, now: datetime, progress: Progress) -> CourseContent:
    """The content with each of its files stored and named by digest."""
    names = dict.fromkeys(list_files(reading.content))
    digests: dict[str, str] = {}
    for done, name in enumerate(names, 1):
        with reading.files[name].open("rb") as content:
            digests[name] = keep_file(company=company, content=content, name=name, now=now).digest
        progress(done, len(names))
    return map_files(reading.content, digests.__getitem__)


def _leave_alone(company: Company, content: CourseContent, sites: tuple[str, ...]) -> CourseContent:
    """What a foreign package knows nothing of (runs, prices, teachers, sites) stays as the staff made it."""
    course = Course.objects.filter(company=company, key=content.key).first()
    if course is None:
        return replace(content, sites=sites, runs=(_OPEN,))
    kept = read_stored_course(course)
    return replace(
        kept,
        title=content.title,
        summary=kept.summary or content.summary,
        about=kept.about or content.about,
        cover=kept.cover or content.cover,
        grading=content.grading if content.grading.parts else kept.grading,
        sites=sites or kept.sites,
        sections=content.sections,
    )
