"""Authors change a course without losing each other's work, and learners see what is published alone."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from lerna.companies.models import Company
from lerna.school.blocks.course import CourseContent, Grading
from lerna.school.blocks.kinds import Image
from lerna.school.catalogue.authoring.drafts import list_drafts, list_media, publish_drafts, read_outline
from lerna.school.catalogue.authoring.outline import (
    KeyTakenError,
    NotEmptyError,
    add_lesson,
    add_section,
    order_lessons,
    order_sections,
    restore_lesson,
    retire_lesson,
    retire_section,
)
from lerna.school.catalogue.authoring.pages import (
    CourseKeyTakenError,
    CoursePage,
    change_course,
    close_course,
    create_course,
    open_course,
)
from lerna.school.catalogue.authoring.runs import RunKeyTakenError, duplicate_run, retire_run
from lerna.school.catalogue.lessons import EditConflictError, write_lesson
from lerna.school.catalogue.media import keep_file
from lerna.school.catalogue.models import Course, Lesson, Run, Section
from lerna.school.catalogue.operations import bring_course
from lerna.school.catalogue.tests.conftest import NOW, write

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def course(company: Company, content: CourseContent) -> Course:
    return bring_course(company=company, content=content, now=NOW).course


def read_keys(course: Course) -> list[list[str]]:
    """The outline by keys."""
    outlined, _ = read_outline(course)
    return [[one.section.key, *(lesson.key for lesson in one.lessons)] for one in outlined]


def test_a_new_course_is_seen_by_nobody_until_it_is_opened(company: Company) -> None:
    course = create_course(company=company, key="new-ru", language="ru", title="Новый", now=NOW)
    assert course.published_at is None
    with pytest.raises(CourseKeyTakenError):
        create_course(company=company, key="new-ru", language="kk", title="Жаңа", now=NOW)
    open_course(course=course, now=LATER)
    course.refresh_from_db()
    assert (course.published_at, course.retired_at) == (LATER, None)
    close_course(course=course, now=LATER)
    course.refresh_from_db()
    assert course.retired_at == LATER


def test_sections_and_lessons_are_added_and_ordered(course: Course) -> None:
    section = add_section(course=course, key="practice", title="Практика")
    add_lesson(section=section, key="own-palette", title="Своя палитра")
    order_sections(course=course, keys=["practice"])
    assert read_keys(course) == [["practice", "own-palette"], ["seeing", "light", "contrast"], ["palette", "warm"]]
    order_lessons(section=Section.objects.get(key="palette"), keys=["contrast", "warm"])
    assert read_keys(course)[1:] == [["seeing", "light"], ["palette", "contrast", "warm"]]


def test_a_key_is_once_in_the_course_and_nothing_is_changed(course: Course) -> None:
    with pytest.raises(KeyTakenError):
        add_section(course=course, key="palette", title="Ещё палитра")
    with pytest.raises(KeyTakenError):
        add_lesson(section=Section.objects.get(key="palette"), key="light", title="Ещё свет")
    assert read_keys(course) == [["seeing", "light", "contrast"], ["palette", "warm"]]


def test_what_is_taken_out_comes_back_where_it_was(course: Course) -> None:
    section = Section.objects.get(key="palette")
    with pytest.raises(NotEmptyError):
        retire_section(section=section, now=LATER)
    retire_lesson(lesson=Lesson.objects.get(key="warm"), now=LATER)
    retire_section(section=section, now=LATER)
    assert read_keys(course) == [["seeing", "light", "contrast"]]
    assert [lesson.key for lesson in read_outline(course)[1]] == ["warm"]
    restore_lesson(lesson=Lesson.objects.get(key="warm"))
    assert read_keys(course) == [["seeing", "light", "contrast"], ["palette", "warm"]]


def test_a_draft_waits_until_it_is_published_and_only_what_the_author_saw_is(course: Course) -> None:
    lesson = Lesson.objects.get(key="light")
    write_lesson(lesson=lesson, content=write("light", "Новое слово."), base=1, now=LATER)
    assert [(one.key, revision.number) for one, revision in list_drafts(course)] == [("light", 2)]
    assert publish_drafts(course=course, numbers=[("light", 1), ("warm", 1)], now=LATER) == 0
    assert publish_drafts(course=course, numbers=[("light", 2)], now=LATER) == 1
    lesson.refresh_from_db()
    assert lesson.published
    assert lesson.published.blocks[0]["markdown"] == "Новое слово."
    assert not list_drafts(course)


def test_of_two_authors_of_a_page_the_second_is_told(course: Course, company: Company) -> None:
    page = CoursePage(
        title="Цвет", summary="", about="", direction=None, level="beginner", hours=1, weeks=1, results=("Видеть",),
        audience=(), requirements=(), questions=(), grading=Grading(pass_mark=60), cover=None,
        sites=list(company.sites.filter(key="lerna")),
    )  # fmt: skip
    changed = change_course(course=course, base=course.version, page=page, now=LATER)
    assert (changed.title, changed.results, changed.grading) == ("Цвет", ["Видеть"], {"pass_mark": 60})
    assert [site.key for site in changed.sites.all()] == ["lerna"]
    with pytest.raises(EditConflictError):
        change_course(course=course, base=course.version, page=page, now=LATER)


def test_a_run_is_taken_once_more_with_its_days_moved(course: Course) -> None:
    run = Run.objects.get()
    run.enroll_until = date(2026, 12, 14)
    run.save()
    again = duplicate_run(run=run, key="2027-03", starts_on=date(2027, 3, 1), now=LATER)
    assert (again.starts_on, again.enroll_until) == (date(2027, 3, 1), date(2027, 3, 8))
    assert [offer.price for offer in again.offers.all()] == [89000]
    with pytest.raises(RunKeyTakenError):
        duplicate_run(run=run, key="2027-03", starts_on=date(2027, 4, 1), now=LATER)
    retire_run(run=run, now=LATER)
    assert [one.key for one in course.runs.filter(retired_at=None)] == ["2027-03"]


@pytest.mark.usefixtures("course")
def test_the_library_says_where_a_file_is_used(company: Company) -> None:
    media = keep_file(company=company, content=BytesIO(b"picture"), name="cones.webp", now=NOW)
    keep_file(company=company, content=BytesIO(b"other"), name="other.webp", now=LATER)
    lesson = Lesson.objects.get(key="light")
    drawn = (Image(key="1", file=media.digest, alt="Кривые"),)
    content = write("light")
    write_lesson(lesson=lesson, content=type(content)(key="light", title="Light", blocks=drawn), base=1, now=LATER)
    found = [(file.name, [one.key for one in lessons]) for file, lessons in list_media(company, 10)]
    assert found == [("other.webp", []), ("cones.webp", ["light"])]
