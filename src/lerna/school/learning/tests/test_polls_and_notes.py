"""A poll takes one choice and counts it; a note is the learner's own and goes when they empty it."""

from datetime import timedelta

import pytest

from lerna.companies.models import Company
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.models import Enrollment, LessonProgress, Note, PollAnswer
from lerna.school.learning.notes import keep_note, read_note
from lerna.school.learning.operations import Origin, enroll
from lerna.school.learning.polls import UnknownChoiceError, answer_poll, count_choices, find_choices
from lerna.school.learning.tests.conftest import NOW, POLL, lesson_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LATER = NOW + timedelta(days=1)


def test_a_poll_counts_each_learners_first_choice(enrolled: Enrollment, newskills: Company, register: object) -> None:
    lesson = lesson_of(enrolled, "contrast")
    dana = register(newskills, {"name": "Дана", "email": "dana@example.kz"})  # type: ignore[operator]
    second = enroll(subject=dana, run=enrolled.run, origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)
    for enrollment, choice in ((enrolled, 1), (second, 1), (enrolled, 0)):
        answer_poll(enrollment=enrollment, lesson=lesson, poll=POLL, choice=choice, now=NOW)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert count_choices(lesson, ["how"]) == {("how", 1): 2}
        assert find_choices(enrolled, lesson) == {"how": 1}
        assert LessonProgress.objects.get(enrollment=enrolled).completed_at == NOW
    assert Entry.objects.filter(line__contains='"target":"poll-answer"').count() == 2


def test_a_choice_that_isnt_there_is_refused(enrolled: Enrollment, newskills: Company) -> None:
    with pytest.raises(UnknownChoiceError):
        answer_poll(enrollment=enrolled, lesson=lesson_of(enrolled, "contrast"), poll=POLL, choice=2, now=NOW)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert not PollAnswer.objects.exists()


def test_a_note_is_kept_changed_and_emptied(enrolled: Enrollment, newskills: Company) -> None:
    lesson = lesson_of(enrolled, "light")
    for text, now in (("Үш колбочка", NOW), ("Үш колбочка бар", LATER)):
        keep_note(enrollment=enrolled, lesson=lesson, text=text, now=now)
        with processing(Purpose.LEARNING, company=newskills, reason="test"):
            assert read_note(enrolled, lesson) == text
            assert b"\xd2\xae" not in bytes(Note.objects.values_list("text", flat=True)[0].raw), "it stands sealed"
    keep_note(enrollment=enrolled, lesson=lesson, text="  ", now=LATER)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert read_note(enrolled, lesson) == ""
        assert not Note.objects.exists()
    told = [read_line(entry)["operation"] for entry in Entry.objects.order_by("pk") if '"event":"note"' in entry.line]
    assert told == ["record", "update", "delete"]
