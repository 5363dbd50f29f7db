"""A work that came back: ahead in the news and the calendar, with the curator's words, and its files at hand."""

# ruff: noqa: F811 -- fixtures of the other pages of studies, asked for by their names

import re
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.doors.cabinet.tests.test_news import read_feed
from lerna.doors.cabinet.tests.test_works import POSTER, WORK, drawing, enrolled, send  # noqa: F401 -- a fixture
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Run
from lerna.school.learning.assignments.models import Review, State, Submission
from lerna.school.learning.assignments.reviewing import Verdict, review_work
from lerna.school.learning.models import Enrollment

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
VERA = UUID("a0000000-0000-4000-8000-000000000001")


def return_work(enrollment: Enrollment, comment: str = "Добавьте контраста") -> None:
    """A curator gives back what waits."""
    company = enrollment.subject.company
    with processing(Purpose.LEARNING, company=company, reason="test"):
        waiting = Submission.objects.get(state=State.HANDED_IN).pk
    review_work(
        company=company, submission_id=waiting, assignment=POSTER, reviewer=VERA, now=clock.now(),
        verdict=Verdict(decision=Review.Decision.RETURN, points={"idea": Decimal(1)}, comment=comment),
    )  # fmt: skip


def test_it_is_ahead_with_the_curators_words_a_click_away(visitor: Visitor, enrolled: Enrollment) -> None:
    send(visitor, "hand_in", text="Плакат")
    assert "Работ, которые ждут сдачи, сейчас нет" in visitor.open("/account/news/")
    return_work(enrolled)
    page = visitor.open("/account/news/")
    ahead = page[page.index('id="ahead"') : page.index('id="happened"')]
    assert f'href="{WORK}"' in ahead
    assert "на доработке" in ahead
    assert re.search(r"<details.*Что сказал куратор.*Добавьте контраста.*</details>", ahead, re.DOTALL)
    send(visitor, "hand_in", text="С контрастом")
    assert "Работ, которые ждут сдачи, сейчас нет" in visitor.open("/account/news/")


def test_the_calendar_has_it_where_the_course_closes_without_a_word_of_the_curators(
    visitor: Visitor, enrolled: Enrollment
) -> None:
    visitor.send("/account/news/calendar/")
    send(visitor, "hand_in", text="Плакат")
    return_work(enrolled)
    address = read_feed(visitor)
    assert "BEGIN:VEVENT" not in Visitor().open(address), "rework has no day of its own"
    with processing(Purpose.LEARNING, company=enrolled.subject.company, reason="test"):
        Enrollment.objects.update(ends_at=clock.start_of_day(clock.local_day(clock.now()) + timedelta(days=10)))
    content = re.sub(r"\r\n[ \t]", "", Visitor().open(address))
    assert "SUMMARY:На доработку: Плакат – Түс негіздері" in content
    assert f"DTSTART;VALUE=DATE:{clock.local_day(clock.now()) + timedelta(days=9):%Y%m%d}" in content
    assert "контраст" not in content


def list_last(enrollment: Enrollment) -> list[str]:
    """The files of the newest version."""
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        latest = Submission.objects.order_by("-number")[0]
        return sorted(str(one.name) for one in latest.files.all())


def read_kept(page: str) -> list[str]:
    return re.findall(r'name="keep" value="([0-9a-f-]{36})"[^>]*checked', page)


def test_its_files_are_kept_unless_they_are_unticked(visitor: Visitor, enrolled: Enrollment) -> None:
    send(visitor, "hand_in", text="Плакат", uploads=[drawing("первый.png"), drawing("второй.png", b"PNG2")])
    return_work(enrolled)
    page = visitor.open(WORK)
    ticked = read_kept(page)
    assert len(ticked) == 2
    assert "Файлы прошлой версии" in page
    only = re.findall(r'value="([0-9a-f-]{36})"[^>]*checked[^<]*>\s*<label[^>]*>второй', page)
    send(visitor, "hand_in", text="Контраст", keep=only, uploads=drawing("третий.png", b"PNG3"))
    assert list_last(enrolled) == ["второй.png", "третий.png"]
    assert 'name="keep"' not in visitor.open(WORK)


def test_ticks_stay_where_the_text_is_refused_and_a_draft_has_its_files_already(
    visitor: Visitor, enrolled: Enrollment
) -> None:
    send(visitor, "hand_in", text="Плакат", uploads=[drawing("первый.png"), drawing("второй.png", b"PNG2")])
    return_work(enrolled)
    first, second = read_kept(visitor.open(WORK))
    page = send(visitor, "save", 400, text="ы" * 50_001, keep=[second])
    assert read_kept(page) == [second]
    send(visitor, "save", text="Контраст", keep=[second])
    send(visitor, "save", text="Контраст", keep=[first, second])
    assert len(list_last(enrolled)) == 1, "what was unticked once is added anew, and nothing twice"


def test_rework_is_never_late_and_nothing_on_its_page_says_so(visitor: Visitor, enrolled: Enrollment) -> None:
    with processing(Purpose.LEARNING, company=enrolled.subject.company, reason="test"):
        Enrollment.objects.update(opens_at=clock.now() - timedelta(days=30))
    Run.objects.update(starts_on=clock.local_day(clock.now()) - timedelta(days=30))
    assert "но сдать ещё можно" in visitor.open(WORK)
    send(visitor, "hand_in", text="Плакат")
    return_work(enrolled)
    assert "но сдать ещё можно" not in visitor.open(WORK)
    send(visitor, "save", text="Контраст")
    assert "но сдать ещё можно" not in visitor.open(WORK)
