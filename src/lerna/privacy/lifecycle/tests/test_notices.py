"""Who is about to be forgotten is told in time, once, and for the purpose that ends."""

from datetime import datetime, timedelta

import pytest

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import State
from lerna.privacy.lifecycle.clocks import add_months, note_activity
from lerna.privacy.lifecycle.models import Clock
from lerna.privacy.lifecycle.notices import warn_people
from lerna.privacy.lifecycle.tests.conftest import Agree
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = clock.now()
WARNED = clock.start_of_day(add_months(clock.local_day(NOW), 36) - timedelta(days=read_times().warning_days))


def warn(company: Company, now: datetime) -> list[tuple[str, str]]:
    return [(letter.purpose, letter.state) for letter in warn_people(company=company, now=now)]


@pytest.mark.clause("7.3")
def test_a_letter_goes_so_many_days_before_and_once(newskills: Company, aigerim: DataSubject) -> None:
    assert warn(newskills, WARNED - timedelta(days=1)) == []
    assert warn(newskills, WARNED) == [(Purpose.CONSULTING, State.QUEUED)]
    assert warn(newskills, WARNED) == []
    assert Clock.objects.get(subject=aigerim.pk).warned_on == clock.local_day(WARNED)


def test_new_activity_starts_a_new_term_with_a_new_letter(newskills: Company, aigerim: DataSubject) -> None:
    assert len(warn(newskills, WARNED)) == 1
    later = clock.local_day(NOW) + timedelta(days=10)
    note_activity(company=newskills, subject=aigerim.pk, purpose=Purpose.CONSULTING, day=later)
    assert warn(newskills, WARNED) == []
    assert len(warn(newskills, WARNED + timedelta(days=40))) == 1


def test_the_blocked_get_no_letter(newskills: Company, aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    assert warn(newskills, WARNED) == []


def test_the_letter_speaks_the_language_in_which_the_person_agreed(
    newskills: Company, aigerim: DataSubject, agree: Agree
) -> None:
    agree(aigerim, "Айгерім", "kk")
    assert {letter.language for letter in warn_people(company=newskills, now=WARNED)} == {"kk"}
