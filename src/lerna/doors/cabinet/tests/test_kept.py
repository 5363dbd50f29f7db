"""All notes of a course on one page, and all its materials on another: one's own, open ones, at a constant price."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.doors.cabinet.tests.test_study import COURSE, TEXT, bring, subject_of, write
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import SectionContent
from lerna.school.blocks.kinds import Block, Download, Video
from lerna.school.catalogue.models import Lesson, MediaFile
from lerna.school.learning.models import Enrollment, Origin
from lerna.school.learning.operations import enroll

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Count = Callable[[int], AbstractContextManager[object]]
NOTES, MATERIALS = "/account/notes/color-kk/2026-12/", "/account/materials/color-kk/2026-12/"
SHEET, FILM = "a" * 64, "b" * 64


def materials_of(number: int) -> tuple[Block, ...]:
    return (
        TEXT,
        Download(key="sheet", file=SHEET, title=f"Парақ {number}"),
        Video(key="film", file=FILM, title=f"Фильм {number}", transcript=f"Айтылғаны **{number}**"),
        Video(key="mute", file=FILM, title="Үнсіз фильм"),
    )


def study(visitor: Visitor, company: Company, *lessons: tuple[str, tuple[Block, ...]]) -> Enrollment:
    """In a course of which one more section opens in a week."""
    visitor.join()
    for digest, name in ((SHEET, "paraq.pdf"), (FILM, "film.mp4")):
        MediaFile.objects.create(
            company=company, digest=digest, name=name, media_type="application/pdf", size=2048, added_at=clock.now()
        )
    sections = (
        SectionContent(key="seeing", title="Көру", lessons=write(*lessons)),
        SectionContent(key="palette", title="Палитра", lessons=write(("later", materials_of(99)))),
    )
    run = bring(company, sections, opens="weekly")
    return enroll(subject=subject_of(company), run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())


def test_all_notes_stand_together_in_the_lessons_order_and_lead_back(visitor: Visitor, newskills: Company) -> None:
    study(visitor, newskills, ("light", (TEXT,)), ("contrast", (TEXT,)))
    assert "Заметок пока нет" in visitor.open(NOTES)
    assert f'href="{NOTES}"' in visitor.open(COURSE)
    visitor.send(f"{COURSE}contrast/note/", {"text": "Қарама-қарсы\n<b>түс</b>"})
    visitor.send(f"{COURSE}light/note/", {"text": "Жарық туралы"})
    page = visitor.client.get(NOTES, headers={"host": visitor.host}).content.decode()
    assert page.index("Жарық туралы") < page.index("Қарама-қарсы<br>&lt;b&gt;түс&lt;/b&gt;")
    assert f'href="{COURSE}light/#note"' in page


def test_a_note_on_a_lesson_that_is_taught_no_more_is_still_there(visitor: Visitor, newskills: Company) -> None:
    study(visitor, newskills, ("light", (TEXT,)))
    visitor.send(f"{COURSE}light/note/", {"text": "Жарық туралы"})
    Lesson.objects.filter(key="light").update(retired_at=clock.now())
    page = visitor.open(NOTES)
    assert "Жарық туралы" in page
    assert "Этот урок больше не ведётся" in page
    assert f"{COURSE}light/" not in page


def test_materials_are_those_of_open_lessons_alone(visitor: Visitor, newskills: Company) -> None:
    study(visitor, newskills, ("light", materials_of(1)), ("contrast", (TEXT,)))
    page = visitor.open(MATERIALS)
    assert f'href="{MATERIALS}"' in visitor.open(COURSE)
    assert 'download="paraq.pdf"' in page
    assert "Парақ 1" in page
    assert "Айтылғаны <strong>1</strong>" in page
    for other in ("Парақ 99", "Фильм 99", "Үнсіз фильм", "Сабақ contrast", "<video"):
        assert other not in page
    assert "остальные добавят свои" in page


def test_a_course_without_materials_says_so(visitor: Visitor, newskills: Company) -> None:
    study(visitor, newskills, ("light", (TEXT,)))
    assert "Забрать пока нечего" in visitor.open(MATERIALS)


@pytest.mark.parametrize("count", [1, 30])
def test_both_pages_cost_the_same_in_a_long_course(
    visitor: Visitor, newskills: Company, django_assert_num_queries: Count, count: int
) -> None:
    lessons = [(f"lesson-{number}", materials_of(number)) for number in range(count)]
    enrollment = study(visitor, newskills, *lessons)
    for key, _blocks in lessons:
        visitor.send(f"{COURSE}{key}/note/", {"text": "Сөз"})
    visitor.open(MATERIALS)
    with django_assert_num_queries(18):
        assert visitor.open(MATERIALS).count("Парақ") == count
    with django_assert_num_queries(17):
        assert visitor.open(NOTES).count("<p>Сөз</p>") == count
    assert enrollment


def test_nobody_elses_notes_are_a_page(visitor: Visitor, newskills: Company) -> None:
    study(visitor, newskills, ("light", (TEXT,)))
    visitor.send(f"{COURSE}light/note/", {"text": "Құпия"})
    other = Visitor()
    for address in (NOTES, MATERIALS):
        other.open(address, 302)
        visitor.open(address.replace("2026-12", "2027-01"), 404)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        Enrollment.objects.update(state="left")
    for address in (NOTES, MATERIALS):
        visitor.open(address, 404)
