"""Who is enrolled studies at once, comes back to what they did, and nobody takes a seat that isn't there."""

from datetime import timedelta

import pytest

from lerna.companies.models import Company
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.models import Enrollment, LessonProgress, Origin, State
from lerna.school.learning.operations import CannotEnrollError, RunIsFullError, enroll, leave_run, open_lesson
from lerna.school.learning.queries import find_enrollment, list_enrollments
from lerna.school.learning.tests.conftest import NOW, Bring, lesson_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LATER = NOW + timedelta(days=1)


def count(company: Company, model: type[Enrollment] | type[LessonProgress] = Enrollment) -> int:
    with processing(Purpose.LEARNING, company=company, reason="test"):
        return model.objects.count()


@pytest.mark.clause("7.1-з")
def test_studying_is_a_contract_and_permits_itself(aigerim: DataSubject, newskills: Company, bring: Bring) -> None:
    assert not may(aigerim, Purpose.LEARNING)
    enroll(subject=aigerim, run=bring(newskills), origin=Origin.ORDER, actor=Actor.SYSTEM, now=NOW)
    assert may(aigerim, Purpose.LEARNING)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        found = find_enrollment(aigerim, course="color-kk", run="2026-12")
        assert found
        assert (found.state, found.origin, found.opens_at) == (State.ACTIVE, Origin.ORDER, NOW)
    assert Entry.objects.filter(line__contains='"clause":"7.1-з"').count() == 1


def test_twice_enrolled_is_once_enrolled(enrolled: Enrollment) -> None:
    again = enroll(subject=enrolled.subject, run=enrolled.run, origin=Origin.ORDER, actor=Actor.SYSTEM, now=LATER)
    assert (again.pk, again.origin, again.enrolled_at) == (enrolled.pk, Origin.STAFF, NOW)


def test_who_left_comes_back_to_what_they_did(enrolled: Enrollment, newskills: Company) -> None:
    open_lesson(enrollment=enrolled, lesson=lesson_of(enrolled, "light"), now=NOW)
    leave_run(enrollment=enrolled, actor=Actor.STAFF, now=NOW)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert find_enrollment(enrolled.subject, course="color-kk", run="2026-12") is None
        assert list_enrollments(enrolled.subject) == []
    again = enroll(subject=enrolled.subject, run=enrolled.run, origin=Origin.STAFF, actor=Actor.STAFF, now=LATER)
    assert (again.pk, again.state, again.enrolled_at) == (enrolled.pk, State.ACTIVE, LATER)
    assert count(newskills, LessonProgress) == 1


def test_the_last_seat_is_given_once_and_a_free_one_again(
    newskills: Company, bring: Bring, aigerim: DataSubject, register: object
) -> None:
    run = bring(newskills, seats=1)
    first = enroll(subject=aigerim, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)
    second = register(newskills, {"name": "Дана", "email": "dana@example.kz"})  # type: ignore[operator]
    with pytest.raises(RunIsFullError):
        enroll(subject=second, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)
    assert count(newskills) == 1
    leave_run(enrollment=first, actor=Actor.STAFF, now=NOW)
    assert enroll(subject=second, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=NOW).state == State.ACTIVE


@pytest.mark.clause("6.5")
def test_nobody_who_is_blocked_is_enrolled(newskills: Company, bring: Bring, aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    with pytest.raises(CannotEnrollError):
        enroll(subject=aigerim, run=bring(newskills), origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)
    assert count(newskills) == 0


def test_a_run_of_another_company_is_refused(
    kerbez: Company, newskills: Company, bring: Bring, aigerim: DataSubject
) -> None:
    with pytest.raises(ValueError, match="another company"):
        enroll(subject=aigerim, run=bring(kerbez), origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)
    assert (count(newskills), count(kerbez)) == (0, 0)
