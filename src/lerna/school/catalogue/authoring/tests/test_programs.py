"""Authors put courses together into a program, which visitors find once it is shown."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.school.blocks.course import CourseContent
from lerna.school.catalogue.authoring.programs import (
    ForeignPartError,
    ProgramKeyTakenError,
    ProgramPage,
    list_programs,
    make_program,
    read_program,
    save_program,
)
from lerna.school.catalogue.lessons import EditConflictError
from lerna.school.catalogue.models import Course, Program
from lerna.school.catalogue.operations import bring_course
from lerna.school.catalogue.queries import find_program
from lerna.school.catalogue.queries import list_programs as list_shown
from lerna.school.catalogue.search.queries import find_programs
from lerna.school.catalogue.tests.conftest import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def program(company: Company) -> Program:
    return make_program(company=company, key="designer", language="ru", title="Дизайнер", now=NOW)


@pytest.fixture
def page(company: Company, content: CourseContent) -> ProgramPage:
    """Two courses, the one whose key comes later first."""
    for key in ("color-a", "color-b"):
        bring_course(company=company, content=replace(content, key=key), now=NOW)
    return ProgramPage(
        title="Дизайнер интерфейсов", summary="С нуля", about="**Всё**.", language="ru", is_shown=True,
        courses=[Course.objects.get(key="color-b"), Course.objects.get(key="color-a")],
        sites=[company.sites.get(key="skillbox")],
    )  # fmt: skip


def test_a_program_that_is_shown_is_found_with_its_courses_in_order(
    company: Company, program: Program, page: ProgramPage
) -> None:
    site = company.sites.get(key="skillbox")
    assert find_program(site, "designer") is None
    other = make_program(company=company, key="other", language="ru", title="Другая", now=NOW)
    save_program(program=other, base=1, page=page, now=LATER)
    saved = save_program(program=program, base=1, page=page, now=LATER)
    found = find_program(site, "designer")
    assert found is not None
    assert [course.key for course in found[1]] == ["color-b", "color-a"]
    assert "designer" in [one.key for one in find_programs(list_shown(site), "интерфейс")]
    assert (saved.version, saved.published_at, saved.changed_at) == (2, LATER, LATER)
    assert read_program(saved) == page


def test_a_program_that_is_taken_out_keeps_its_courses(program: Program, page: ProgramPage) -> None:
    save_program(program=program, base=1, page=page, now=NOW)
    hidden = save_program(program=program, base=2, page=replace(page, is_shown=False), now=LATER)
    assert hidden.published_at is None
    assert read_program(hidden).courses == page.courses


def test_of_two_authors_the_second_changes_nothing(program: Program, page: ProgramPage) -> None:
    save_program(program=program, base=1, page=page, now=NOW)
    with pytest.raises(EditConflictError):
        save_program(program=program, base=1, page=replace(page, title="Иначе", courses=[]), now=LATER)
    assert read_program(Program.objects.get()) == page


def test_an_address_is_taken_once(company: Company, program: Program) -> None:
    with pytest.raises(ProgramKeyTakenError):
        make_program(company=company, key="designer", language="kk", title="Басқа", now=LATER)
    assert Program.objects.get() == program


def test_another_company_s_course_or_site_stands_in_no_program(program: Program, page: ProgramPage) -> None:
    kerbez = Company.objects.get(slug="kerbez-agy")
    foreign = Course.objects.create(company=kerbez, key="theirs", language="ru", created_at=NOW, changed_at=NOW)
    for wrong in (replace(page, courses=[foreign]), replace(page, sites=list(kerbez.sites.all()))):
        with pytest.raises(ForeignPartError):
            save_program(program=program, base=1, page=wrong, now=LATER)
    program.refresh_from_db()
    assert (program.version, program.courses.count(), program.sites.count()) == (1, 0, 0)


@pytest.mark.usefixtures("program")
def test_a_list_of_programs_takes_two_queries(
    company: Company, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 2, 3):
        with django_assert_num_queries(2):
            assert [one.steps for one in list_programs(company)] == [0] * number  # type: ignore[attr-defined]
        make_program(company=company, key=f"more-{number}", language="ru", title="Ещё", now=NOW)
