"""Comments under a lesson: posted, changed, taken back, followed; gone with their author's permission and key."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4

import pytest

from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block, forbid
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.conftest import NOW, Study, first_lesson, read_letters
from lerna.school.feedback.models import About, Comment, Standing
from lerna.school.feedback.names import ReservedNameError, choose_name
from lerna.school.feedback.operations.comments import (
    HiddenError,
    NoSuchPostError,
    Remark,
    delete_comment,
    edit_comment,
    follow,
    post_comment,
    stop_following,
)
from lerna.school.feedback.operations.moderation import answer_post, hide_post
from lerna.school.feedback.queries import Talk, read_talks
from lerna.school.feedback.telling import tell_of
from lerna.school.learning.models import Enrollment

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = "Неліктен қызыл алға шығып көрінеді? https://example.kz"
VERA = uuid4()
Count = Callable[[int], AbstractContextManager[object]]


def say(enrollment: Enrollment, text: str = WORDS, *, minutes: int = 0, **more: object) -> Comment:
    return post_comment(
        enrollment=enrollment, lesson=first_lesson(enrollment), language="ru", now=NOW + timedelta(minutes=minutes),
        remark=Remark(text=text, **more),  # type: ignore[arg-type]
    )  # fmt: skip


def read(enrollment: Enrollment) -> Talk:
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        return read_talks(enrollment, first_lesson(enrollment), {"": 1})[""]


def texts(enrollment: Enrollment) -> list[list[str]]:
    return [
        [one.first.text if one.first else "—", *(reply.text for reply in one.replies)]
        for one in read(enrollment).threads
    ]


@pytest.mark.clause("8.1")
def test_a_comment_is_shown_by_the_chosen_name_and_its_evidence_says_what_was_read_before(study: Study) -> None:
    aigerim, dana = study(), study("Дана", "dana@example.kz")
    comment = say(aigerim, name="Күнбағыс")
    (thread,) = read(dana).threads
    assert thread.first
    assert (thread.first.name, thread.first.text, thread.first.is_own) == ("Күнбағыс", WORDS, False)
    entry = Entry.objects.get(operation="collect", subject=aigerim.subject_id)
    assert '"text"' in entry.line
    assert "Күнбағыс" not in entry.line
    with processing(Purpose.LEARNING, company=comment.company, reason="test"):
        assert WORDS.encode() not in vars(Comment.objects.get())["text"].raw


def test_without_a_name_the_author_is_simply_a_learner_and_never_their_profile(study: Study) -> None:
    aigerim = study()
    say(aigerim)
    (thread,) = read(study("Дана", "dana@example.kz")).threads
    assert thread.first
    assert thread.first.name == ""


def test_no_learner_passes_for_the_school(study: Study) -> None:
    aigerim = study()
    with pytest.raises(ReservedNameError):
        say(aigerim, name="Главный  КУРАТОР")
    assert texts(aigerim) == []


def test_an_answer_stands_in_the_thread_of_what_it_answers(study: Study) -> None:
    aigerim, dana = study(), study("Дана", "dana@example.kz")
    first = say(aigerim)
    second = say(dana, "Толқын ұзын.", minutes=1, answers=first.pk)
    say(aigerim, "Рақмет!", minutes=2, answers=second.pk)
    assert texts(dana) == [[WORDS, "Толқын ұзын.", "Рақмет!"]]
    with pytest.raises(NoSuchPostError):
        say(aigerim, "?", minutes=3, answers=uuid4())


def test_a_second_click_posts_nothing_twice(study: Study) -> None:
    aigerim = study()
    assert say(aigerim).pk == say(aigerim, minutes=1).pk
    assert say(aigerim, minutes=5).pk != say(aigerim, "Басқа", minutes=5).pk
    assert len(texts(aigerim)) == 3


def test_with_many_links_only_the_author_sees_it_until_a_moderator_has(study: Study) -> None:
    aigerim, dana = study(), study("Дана", "dana@example.kz")
    comment = say(aigerim, "http://a.kz http://b.kz www.c.kz")
    assert comment.state == Standing.WAITING
    assert (len(texts(aigerim)), texts(dana)) == (1, [])


@pytest.mark.clause("8.1")
def test_the_author_changes_and_takes_back_and_nobody_else_does(study: Study) -> None:
    aigerim, dana = study(), study("Дана", "dana@example.kz")
    comment = say(aigerim)
    reply = say(dana, "Мен де білгім келеді.", answers=comment.pk)
    for act in (
        lambda: edit_comment(subject=dana.subject, comment_id=comment.pk, text="!", now=NOW),
        lambda: delete_comment(subject=dana.subject, comment_id=comment.pk, now=NOW),
    ):
        with pytest.raises(NoSuchPostError):
            act()
    edit_comment(subject=aigerim.subject, comment_id=comment.pk, text="Түсіндім.", now=NOW)
    assert read(dana).threads[0].first.edited_at == NOW  # type: ignore[union-attr]
    delete_comment(subject=aigerim.subject, comment_id=comment.pk, now=NOW)
    assert texts(dana) == [["—", "Мен де білгім келеді."]], "what others said stays"
    assert read(dana).threads[0].replies[0].id == reply.pk


def test_what_a_moderator_hid_is_seen_by_its_author_alone_with_the_reason(study: Study) -> None:
    aigerim, dana = study(), study("Дана", "dana@example.kz")
    comment = say(aigerim)
    hide_post(company=comment.company, about=About.COMMENT, target=comment.pk, reason="rude", actor_id=VERA, now=NOW)
    assert texts(dana) == []
    own = read(aigerim).threads[0].first
    assert own
    assert (own.state, own.reason) == (Standing.HIDDEN, "rude")
    with pytest.raises(HiddenError):
        edit_comment(subject=aigerim.subject, comment_id=comment.pk, text="Кешіріңіз", now=NOW)


@pytest.mark.clause("6.5")
@pytest.mark.parametrize("how", ["block", "forbid"])
def test_whoever_is_blocked_or_no_longer_permits_vanishes_from_every_readers_page(study: Study, how: str) -> None:
    aigerim, dana = study(), study("Дана", "dana@example.kz")
    comment = say(aigerim, name="Күнбағыс")
    say(dana, "Иә.", answers=comment.pk)
    if how == "block":
        block(subject=aigerim.subject, actor=Actor.STAFF, now=NOW)
    else:
        forbid(subject=aigerim.subject, purposes=[Purpose.LEARNING])
    assert texts(dana) == [["—", "Иә."]]


def test_learners_of_the_other_company_see_nothing_of_it(study: Study) -> None:
    aigerim, boris = study(), study("Борис", "boris@example.kz", "e-distant")
    comment = say(aigerim)
    assert texts(boris) == []
    with processing(Purpose.LEARNING, company=boris.subject.company, reason="test"):
        assert not Comment.objects.filter(pk=comment.pk).exists()


@pytest.mark.parametrize("comments", [1, 100])
def test_a_page_takes_as_many_queries_for_a_hundred_comments_as_for_one(
    study: Study, django_assert_num_queries: Count, comments: int
) -> None:
    aigerim, dana = study(), study("Дана", "dana@example.kz")
    thread = say(aigerim, name="Күнбағыс").pk
    for number in range(comments - 1):
        say(dana if number % 2 else aigerim, f"{number}", minutes=number, answers=thread)
    lesson = first_lesson(dana)
    with processing(Purpose.LEARNING, company=dana.subject.company, reason="test"), django_assert_num_queries(4):
        talk = read_talks(dana, lesson, {"": 1})[""]
        assert talk.count == comments


def letters_of(enrollment: Enrollment) -> list[tuple[str, str]]:
    return [(name, to) for name, to, _ in read_letters(enrollment.subject.company, Purpose.LEARNING)]


def test_whoever_follows_hears_once_an_hour_that_somebody_wrote_and_never_what(study: Study) -> None:
    aigerim, dana = study(), study("Дана", "dana@example.kz")
    company, lesson = dana.subject.company, first_lesson(dana)
    follow(enrollment=dana, lesson=lesson, language="kk", now=NOW)
    for minutes, expected in ((0, 1), (30, 0), (61, 1)):
        comment = say(aigerim, f"Сұрақ {minutes}", minutes=minutes, follows=True)
        told = tell_of(company=company, comment_id=comment.pk, now=NOW + timedelta(minutes=minutes))
        assert told == expected, minutes
    assert letters_of(dana) == [("talk-went-on", "dana@example.kz")] * 2, "and nobody hears of their own comment"
    filled = read_letters(company, Purpose.LEARNING)[0][2]
    assert filled["page"].endswith("/kk/account/courses/color/2026/lesson-1/#talk")
    assert "Сұрақ" not in str(filled)
    stop_following(enrollment=dana, lesson=lesson)
    assert tell_of(company=company, comment_id=say(aigerim, "Тағы", minutes=200).pk, now=NOW + timedelta(days=1)) == 0


def test_the_schools_answer_reaches_the_asker_at_once(study: Study) -> None:
    aigerim = study()
    comment = say(aigerim, follows=True)
    answer_post(
        company=comment.company, about=About.COMMENT, target=comment.pk, text="Толқыны ұзын.", actor_id=VERA, now=NOW
    )
    assert tell_of(company=comment.company, comment_id=comment.pk, now=NOW) == 1
    assert letters_of(aigerim) == [("talk-answered", "aigerim@example.kz")]
    assert read(aigerim).threads[0].first.answer == "Толқыны ұзын."  # type: ignore[union-attr]


def test_a_name_can_be_changed_and_given_up(study: Study) -> None:
    aigerim: DataSubject = study().subject
    for name in ("Күнбағыс", "Күнбағыс", ""):
        choose_name(subject=aigerim, name=name, now=NOW)
    with processing(Purpose.LEARNING, company=aigerim.company, reason="test"):
        assert Entry.objects.filter(operation="update", subject=aigerim.pk).count() == 2, "the same name is no change"
