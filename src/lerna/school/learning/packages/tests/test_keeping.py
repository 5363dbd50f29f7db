"""What a package says arrives once and in order, counts for the course, and goes with its person."""

from datetime import timedelta
from decimal import Decimal

import pytest

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.keys.operations import destroy_data_keys
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.models import BlockCompletion, Enrollment, LessonProgress, Result
from lerna.school.learning.operations import leave_run
from lerna.school.learning.packages.models import Completion, PackageRecord, PackageSitting, Success
from lerna.school.learning.packages.operations import (
    ReportsItselfError,
    UnknownSittingError,
    finish_silent,
    open_package,
)
from lerna.school.learning.packages.queries import Place, count_seconds, find_place, list_standings
from lerna.school.learning.packages.tests.conftest import NOW, Say, place_of, read_record, study

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HOUR = timedelta(hours=1)


def read_result(place: Place) -> Decimal | None:
    with processing(Purpose.LEARNING, company=place.enrollment.subject.company, reason="test"):
        found = Result.objects.filter(block=place.package.key).first()
        return found and found.earned


def is_done(place: Place) -> bool:
    with processing(Purpose.LEARNING, company=place.enrollment.subject.company, reason="test"):
        return BlockCompletion.objects.filter(block=place.package.key).exists()


def total(place: Place) -> int:
    with processing(Purpose.LEARNING, company=place.enrollment.subject.company, reason="test"):
        return count_seconds(PackageRecord.objects.get(block=place.package.key))


@pytest.mark.clause("7.1-з")
def test_the_newest_message_is_what_the_package_gets_back(safety: Place, say: Say) -> None:
    assert say(1, location="1", suspend_data="a", completion=Completion.INCOMPLETE)
    assert say(2, location="2", suspend_data="ab", completion=Completion.INCOMPLETE)
    assert read_record(safety) == ("2", "ab", "incomplete")


def test_a_message_that_comes_twice_or_late_changes_nothing(safety: Place, say: Say) -> None:
    say(3, location="3", seconds=30, now=NOW + HOUR)
    assert not say(3, location="3", seconds=60, now=NOW + HOUR)
    assert not say(2, location="2", completion=Completion.COMPLETED, raw=Decimal(100), now=NOW + HOUR)
    assert read_record(safety) == ("3", None, "")
    assert (total(safety), is_done(safety), read_result(safety)) == (30, False, None)


def test_an_older_sitting_overwrites_none_that_is_newer_but_what_it_reached_counts(safety: Place, say: Say) -> None:
    assert open_package(place=safety, now=NOW + HOUR).number == 2
    say(1, sitting=2, location="9", seconds=40, now=NOW + 2 * HOUR)
    say(5, sitting=1, location="4", seconds=60, completion=Completion.COMPLETED, raw=Decimal(80), now=NOW + 2 * HOUR)
    assert read_record(safety) == ("9", None, "")
    assert (total(safety), is_done(safety), read_result(safety)) == (100, True, Decimal(80))


def test_nobody_works_longer_than_the_clock_goes(safety: Place, say: Say) -> None:
    say(1, seconds=999_999, now=NOW + HOUR)
    assert total(safety) == 3600
    say(2, seconds=10, now=NOW + 2 * HOUR)
    assert total(safety) == 3600


def test_the_best_score_counts_and_done_stays_done(safety: Place, say: Say) -> None:
    say(1, raw=Decimal(60), completion=Completion.COMPLETED, success=Success.PASSED)
    say(2, raw=Decimal(40), completion=Completion.INCOMPLETE, success=Success.FAILED)
    assert (read_result(safety), is_done(safety)) == (Decimal(60), True)
    say(3, raw=Decimal("85.555"))
    assert read_result(safety) == Decimal("85.56")
    with processing(Purpose.LEARNING, company=safety.enrollment.subject.company, reason="test"):
        assert Result.objects.get().part == "tests"
        standing = list_standings(safety.enrollment, safety.lesson)["safety"]
    assert (standing.percent, standing.record.success) == (Decimal("85.56"), "")


def test_the_lesson_is_completed_with_its_last_package(safety: Place, say: Say) -> None:
    say(1, completion=Completion.COMPLETED)
    other = place_of(safety.enrollment, "fire")
    assert other
    open_package(place=other, now=NOW)
    with processing(Purpose.LEARNING, company=safety.enrollment.subject.company, reason="test"):
        assert LessonProgress.objects.get().completed_at is None
    finish_silent(place=other, now=NOW)
    with processing(Purpose.LEARNING, company=safety.enrollment.subject.company, reason="test"):
        assert LessonProgress.objects.get().completed_at == NOW


def test_whoever_never_opened_a_package_or_has_one_that_reports_calls_nothing_done(safety: Place, say: Say) -> None:
    unopened = place_of(safety.enrollment, "fire")
    assert unopened
    say(1, completion=Completion.INCOMPLETE)
    for place in (unopened, safety):
        with pytest.raises(ReportsItselfError):
            finish_silent(place=place, now=NOW)
        assert not is_done(place)


def test_a_sitting_that_was_never_opened_is_refused(safety: Place, say: Say) -> None:
    with pytest.raises(UnknownSittingError):
        say(1, sitting=2, location="1")
    assert read_record(safety) == (None, None, "")


def test_there_is_no_place_for_who_left_or_where_the_block_is_none(enrolled: Enrollment) -> None:
    assert place_of(enrolled, "nothing") is None
    assert place_of(enrolled, "safety", now=NOW - HOUR) is None
    leave_run(enrollment=enrolled, actor=Actor.PERSON, now=NOW)
    assert place_of(enrolled, "safety") is None


@pytest.mark.clause("8.2")
def test_another_companys_learner_is_nobody_here(
    enrolled: Enrollment, boris: DataSubject, kerbez: Company, newskills: Company
) -> None:
    theirs = study(boris, kerbez)
    assert place_of(theirs, "safety")
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert find_place(theirs.pk, enrolled.run.course.lessons.get().pk, "safety", now=NOW) is None


@pytest.mark.clause("8.3")
def test_what_a_package_remembers_is_sealed_and_gone_with_the_key(safety: Place, say: Say, newskills: Company) -> None:
    say(1, location="page-of-aigerim", suspend_data="her answers")
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        row = PackageRecord.objects.get().__dict__
        assert {str(row["location"]), str(row["suspend_data"])} == {"•••"}
        assert PackageSitting.objects.count() == 1
    destroy_data_keys(company=newskills, subjects=[safety.enrollment.subject_id])
    with pytest.raises(MissingKeyError), processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert PackageRecord.objects.get().location
