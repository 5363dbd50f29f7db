"""A program as its authors write it: several courses that lead to one goal, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from lerna.companies.models import Company, Site
from lerna.school.catalogue.lessons import EditConflictError
from lerna.school.catalogue.models import Course, Program, ProgramCourse
from lerna.school.catalogue.search.operations import index_program


class ProgramKeyTakenError(Exception):
    """The company has a program of this key already."""


class ForeignPartError(Exception):
    """A course or a site isn't of the program's company; nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPage:
    """What a program says. `about` is Markdown; each course stands once, in its place."""

    title: str
    summary: str
    about: str
    language: str
    courses: Sequence[Course]
    sites: Sequence[Site]
    is_shown: bool


def make_program(*, company: Company, key: str, language: str, title: str, now: datetime) -> Program:
    """A program of no courses yet, which nobody sees. ProgramKeyTakenError."""
    with transaction.atomic():
        program, is_new = Program.objects.get_or_create(
            company=company,
            key=key,
            defaults={"language": language, "title": title, "created_at": now, "changed_at": now},
        )
        if not is_new:
            raise ProgramKeyTakenError(f"The company has a program {key}.")
        index_program(program=program)
        return program


def save_program(*, program: Program, base: int, page: ProgramPage, now: datetime) -> Program:
    """The program says this from now on, and visitors of its sites see it or no more.

    `base` is the version that the author started from; EditConflictError where somebody has changed it since.
    ForeignPartError.
    """
    with transaction.atomic():
        locked = Program.objects.select_for_update().get(pk=program.pk)
        if locked.version != base:
            raise EditConflictError(f"Version {base} isn't the newest.")
        owners = {course.company_id for course in page.courses} | {site.company_id for site in page.sites}
        if owners - {locked.company_id}:
            raise ForeignPartError("A program is of one company.")
        for name in ("title", "summary", "about", "language"):
            setattr(locked, name, getattr(page, name))
        locked.published_at = (locked.published_at or now) if page.is_shown else None
        locked.changed_at, locked.version = now, base + 1
        locked.save()
        locked.sites.set(page.sites)
        ProgramCourse.objects.filter(program=locked).delete()
        ProgramCourse.objects.bulk_create(
            ProgramCourse(program=locked, course=course, place=place) for place, course in enumerate(page.courses)
        )
        index_program(program=locked)
        return locked


def list_programs(company: Company) -> list[Program]:
    """Every program of the company, with how many `steps` it has. Two queries."""
    found = Program.objects.filter(company=company).annotate(steps=Count("programcourse"))
    return list(found.prefetch_related("sites").order_by("title", "key"))


def find_program(company: Company, key: str) -> Program | None:
    """The company's program of this key. One query."""
    return Program.objects.filter(company=company, key=key).first()


def read_program(program: Program) -> ProgramPage:
    """The program as it stands. Two queries."""
    places = ProgramCourse.objects.filter(program=program).select_related("course").order_by("place", "pk")
    return ProgramPage(
        **{name: getattr(program, name) for name in ("title", "summary", "about", "language")},
        courses=[place.course for place in places],
        sites=list(program.sites.order_by("place")),
        is_shown=program.published_at is not None,
    )
