"""A course comes in whole, comes in again without doubling anything, and what left it is retired, not lost."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from lerna.companies.models import Company
from lerna.school.blocks.course import CourseContent, SectionContent
from lerna.school.blocks.kinds import Image
from lerna.school.catalogue.lessons import EditConflictError, write_lesson
from lerna.school.catalogue.media import keep_file
from lerna.school.catalogue.models import Course, Lesson, LessonRevision, MediaFile, MediaUse, Offer, Run
from lerna.school.catalogue.operations import UnknownKeyError, bring_course
from lerna.school.catalogue.tests.conftest import NOW, write

LATER = NOW + timedelta(days=1)


def test_a_course_comes_in_whole_and_published(company: Company, content: CourseContent) -> None:
    brought = bring_course(company=company, content=content, now=NOW)
    assert (brought.is_new, brought.new, brought.changed, brought.unchanged, brought.retired) == (True, 3, 0, 0, 0)
    lessons = list(brought.course.lessons.select_related("published"))
    assert [lesson.key for lesson in lessons] == ["light", "contrast", "warm"]
    assert lessons[0].published
    assert lessons[0].published.blocks == [{"kind": "text", "key": "1", "markdown": "Слово."}]
    assert [site.key for site in brought.course.sites.all()] == ["skillbox"]
    assert Offer.objects.get(run__course=brought.course).price == content.runs[0].offers[0].price


def test_the_same_course_again_changes_nothing(company: Company, content: CourseContent) -> None:
    first = bring_course(company=company, content=content, now=NOW)
    again = bring_course(company=company, content=content, now=LATER)
    assert (again.is_new, again.new, again.changed, again.unchanged, again.retired) == (False, 0, 0, 3, 0)
    assert LessonRevision.objects.count() == len(("light", "contrast", "warm"))
    assert Course.objects.get().changed_at == first.course.changed_at


def test_a_changed_lesson_keeps_its_place_and_its_old_words(company: Company, content: CourseContent) -> None:
    bring_course(company=company, content=content, now=NOW)
    before = Lesson.objects.get(key="light")
    seeing = replace(content.sections[0], lessons=(write("light", "Другое слово."), write("contrast")))
    again = bring_course(company=company, content=replace(content, sections=(seeing, content.sections[1])), now=LATER)
    assert (again.new, again.changed, again.unchanged) == (0, 1, 2)
    after = Lesson.objects.select_related("published").get(key="light")
    assert after.pk == before.pk
    assert [revision.number for revision in after.revisions.all()] == [2, 1]
    assert after.published
    assert after.published.number == len(("first", "second"))


def test_what_left_the_course_is_retired_and_may_return(company: Company, content: CourseContent) -> None:
    bring_course(company=company, content=content, now=NOW)
    short = replace(content, sections=content.sections[:1], runs=())
    assert bring_course(company=company, content=short, now=LATER).retired == 1
    assert Lesson.objects.get(key="warm").retired_at == LATER
    assert Run.objects.get().retired_at == LATER
    bring_course(company=company, content=content, now=LATER)
    assert Lesson.objects.get(key="warm").retired_at is None
    assert Run.objects.get().retired_at is None


def test_a_lesson_moves_to_another_section_with_its_history(company: Company, content: CourseContent) -> None:
    bring_course(company=company, content=content, now=NOW)
    moved = SectionContent(key="palette", title="Палитра", lessons=(write("warm"), write("contrast")))
    seeing = replace(content.sections[0], lessons=(write("light"),))
    bring_course(company=company, content=replace(content, sections=(seeing, moved)), now=LATER)
    lesson = Lesson.objects.select_related("section").get(key="contrast")
    assert (lesson.section.key, lesson.place, lesson.revisions.count()) == ("palette", 1, 1)


@pytest.mark.parametrize("wrong", [{"sites": ("e-distant",)}, {"direction": "alchemy"}, {"after": ("nothing",)}])
def test_a_key_that_the_company_lacks_is_refused_whole(
    company: Company, content: CourseContent, wrong: dict[str, str]
) -> None:
    with pytest.raises(UnknownKeyError):
        bring_course(company=company, content=replace(content, **wrong), now=NOW)  # type: ignore[arg-type]  # one of three
    assert not Course.objects.exists()


def test_of_two_authors_the_second_is_told_and_overwrites_nothing(company: Company, content: CourseContent) -> None:
    bring_course(company=company, content=content, now=NOW)
    lesson = Lesson.objects.get(key="light")
    write_lesson(lesson=lesson, content=write("light", "Первый автор."), base=1, now=LATER)
    with pytest.raises(EditConflictError):
        write_lesson(lesson=lesson, content=write("light", "Второй автор."), base=1, now=LATER)
    newest = lesson.revisions.order_by("-number").first()
    assert newest
    assert newest.blocks[0]["markdown"] == "Первый автор."
    lesson.refresh_from_db()
    assert lesson.published_id != newest.pk  # a draft until it is published


def test_a_file_is_kept_once_and_known_where_it_is_used(company: Company, content: CourseContent) -> None:
    media = keep_file(company=company, content=BytesIO(b"picture"), name="../cones.webp", now=NOW)
    assert keep_file(company=company, content=BytesIO(b"picture"), name="copy.webp", now=LATER).pk == media.pk
    assert (media.name, media.media_type, media.size) == ("cones.webp", "image/webp", len(b"picture"))
    lesson = replace(write("light"), blocks=(Image(key="1", file=media.digest, alt="Кривые"),))
    one = replace(content, sections=(SectionContent(key="seeing", title="Как мы видим", lessons=(lesson,)),))
    bring_course(company=company, content=one, now=NOW)
    assert MediaUse.objects.get(media=media).revision.lesson.key == "light"
    assert MediaFile.objects.count() == 1
