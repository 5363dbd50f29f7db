"""A learner is told once of each thing, on the site always and by letter where they want it; nobody else is."""

from datetime import date

import pytest

from lerna.companies.models import Company
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.conftest import aigerim, boris, companies, kerbez, newskills, register  # noqa: F401
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.models import Enrollment
from lerna.school.learning.news.models import Kind
from lerna.school.learning.news.operations import choose_letters, read_all, tell
from lerna.school.learning.news.queries import list_by_letter, list_news
from lerna.school.learning.tests.conftest import NOW, bring, enrolled, lesson_of  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LAST_DAY = date(2026, 12, 14)


def say(enrollment: Enrollment, kind: Kind, due_on: date | None = None) -> bool:
    lesson = lesson_of(enrollment, "contrast")
    return tell(enrollment=enrollment, lesson=lesson, block="how", kind=kind, title="Плакат", due_on=due_on, now=NOW)


def read(subject: DataSubject) -> list[tuple[Kind, bool]]:
    with processing(Purpose.LEARNING, company=subject.company, reason="test"):
        return [(one.kind, one.is_new) for one in list_news(subject)]


def list_letters(company: Company) -> list[str]:
    with processing(Purpose.LEARNING, company=company, reason="test"):
        return list(Letter.objects.order_by("created_at").values_list("template", flat=True))


def test_news_stand_on_the_site_and_go_by_letter(enrolled: Enrollment, newskills: Company) -> None:  # noqa: F811
    assert say(enrolled, Kind.RETURNED)
    assert read(enrolled.subject) == [(Kind.RETURNED, True)]
    assert list_letters(newskills) == ["work-returned"]
    read_all(subject=enrolled.subject, now=NOW)
    assert read(enrolled.subject) == [(Kind.RETURNED, False)]


def test_what_is_wanted_on_the_site_alone_comes_by_no_letter(enrolled: Enrollment, newskills: Company) -> None:  # noqa: F811
    choose_letters(subject=enrolled.subject, kinds=[Kind.DEADLINE], now=NOW)
    assert say(enrolled, Kind.ACCEPTED)
    assert read(enrolled.subject) == [(Kind.ACCEPTED, True)]
    assert not list_letters(newskills)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert list_by_letter(enrolled.subject) == (Kind.DEADLINE,)


def test_a_last_day_is_announced_once_and_anew_when_it_moves(enrolled: Enrollment, newskills: Company) -> None:  # noqa: F811
    assert say(enrolled, Kind.DEADLINE, LAST_DAY)
    assert not say(enrolled, Kind.DEADLINE, LAST_DAY)
    assert say(enrolled, Kind.DEADLINE, date(2026, 12, 21))
    assert list_letters(newskills) == ["work-due", "work-due"]


def test_nobody_else_hears_of_it(enrolled: Enrollment, boris: DataSubject) -> None:  # noqa: F811
    say(enrolled, Kind.ACCEPTED)
    assert not read(boris)
