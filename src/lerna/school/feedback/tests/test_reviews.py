"""Reviews: by whoever studied, one each, counted whatever becomes of their words; moderation and reports."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4

import pytest

from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.operations import forbid
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.conftest import NOW, Study, first_lesson
from lerna.school.feedback.models import About, Comment, CourseReview, Report, Standing
from lerna.school.feedback.operations.comments import NoSuchPostError, Remark, post_comment
from lerna.school.feedback.operations.moderation import answer_post, hide_post, report_post, show_post
from lerna.school.feedback.operations.reviews import (
    NotStudiedError,
    Opinion,
    delete_review,
    find_own,
    read_rating,
    weigh,
    write_review,
)
from lerna.school.feedback.queries import (
    find_work,
    list_reviews,
    list_to_decide,
    list_unanswered,
    show_own_review,
)
from lerna.school.feedback.rules import load_rules
from lerna.school.learning.models import Enrollment

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = "После третьего урока я по-другому смотрю на афиши."
VERA = uuid4()
Count = Callable[[int], AbstractContextManager[object]]


def write(enrollment: Enrollment, stars: int = 5, text: str = WORDS, name: str = "") -> CourseReview:
    opinion = Opinion(stars=stars, text=text, name=name)
    return write_review(enrollment=enrollment, opinion=opinion, language="ru", now=NOW)


def show(review: CourseReview) -> None:
    show_post(company=review.company, about=About.REVIEW, target=review.pk, actor_id=VERA, now=NOW)


def seen(enrollment: Enrollment) -> list[tuple[str, str, int]]:
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        return [(one.name, one.text, one.stars) for one in list_reviews(enrollment.run.course)]


@pytest.mark.clause("5.4-в")
def test_only_whoever_studied_reviews_and_others_see_it_once_a_moderator_has(study: Study) -> None:
    dana = study("Дана", "dana@example.kz")
    with pytest.raises(NotStudiedError):
        write(dana)
    aigerim = study(done=1)
    review = write(aigerim, name="Күнбағыс")
    assert seen(dana) == []
    show(review)
    assert seen(dana) == [("Күнбағыс", WORDS, 5)]


def test_a_person_has_one_review_of_a_course_and_a_new_one_waits_again(study: Study) -> None:
    aigerim = study(done=2)
    show(write(aigerim, 1))
    write(aigerim, 4, "Передумала.")
    assert seen(aigerim) == []
    with processing(Purpose.LEARNING, company=aigerim.subject.company, reason="test"):
        own = find_own(aigerim.subject, aigerim.run.course)
        assert own
        assert (own.stars, own.state, CourseReview.objects.count()) == (4, Standing.WAITING, 1)


def test_the_mark_is_shown_from_five_reviews_on_and_a_handful_moves_it_little() -> None:
    assert weigh(4, 20).mark is None
    assert weigh(5, 25).mark == pytest.approx(4.5)
    assert weigh(5, 5).mark == pytest.approx(2.5)
    assert weigh(1000, 4900).mark == pytest.approx(4.895, abs=0.01)


def test_hiding_words_changes_no_mark_and_taking_back_does(study: Study) -> None:
    people = [study(f"Слушатель {number}", f"learner-{number}@example.kz", done=1) for number in range(5)]
    reviews = [write(one, 1) for one in people]
    company, course = people[0].subject.company, people[0].run.course
    hide_post(company=company, about=About.REVIEW, target=reviews[0].pk, reason="rude", actor_id=VERA, now=NOW)
    with processing(Purpose.LEARNING, company=company, reason="test"):
        assert read_rating(course) == weigh(5, 5)
        assert show_own_review(CourseReview.objects.get(pk=reviews[0].pk)).reason == "rude"
    delete_review(subject=people[1].subject, course=course, now=NOW)
    forbid(subject=people[2].subject, purposes=[Purpose.LEARNING])
    with processing(Purpose.LEARNING, company=company, reason="test"):
        assert read_rating(course).count == 3
    with pytest.raises(NoSuchPostError):
        delete_review(subject=people[1].subject, course=course, now=NOW)


@pytest.mark.parametrize("reviews", [1, 3])
def test_a_courses_reviews_take_as_many_queries_for_three_as_for_one(
    study: Study, django_assert_num_queries: Count, reviews: int
) -> None:
    people = [study(f"Слушатель {number}", f"learner-{number}@example.kz", done=1) for number in range(reviews)]
    waiting, company = [write(one) for one in people], people[0].subject.company
    with processing(Purpose.LEARNING, company=company, reason="test"), django_assert_num_queries(5):
        assert len(list_to_decide()) == reviews
    for one in waiting:
        show(one)
    with processing(Purpose.LEARNING, company=company, reason="test"), django_assert_num_queries(2):
        assert len(list_reviews(people[0].run.course)) == reviews


def say(enrollment: Enrollment) -> Comment:
    return post_comment(
        enrollment=enrollment, lesson=first_lesson(enrollment), remark=Remark(text=WORDS), language="ru", now=NOW
    )


def report(comment: Comment, *reporters: Enrollment) -> None:
    for one in reporters:
        report_post(subject=one.subject, about=About.COMMENT, target=comment.pk, reason="spam", now=NOW)


def test_what_three_people_report_waits_for_a_moderator_whose_word_settles_it(study: Study) -> None:
    aigerim, *others = [study(f"С{number}", f"learner-{number}@example.kz") for number in range(4)]
    comment = say(aigerim)
    company = comment.company
    report(comment, others[0], others[0], others[1])
    with processing(Purpose.LEARNING, company=company, reason="test"):
        (work,) = list_to_decide()
        assert (work.post.state, list(work.reports)) == (Standing.SHOWN, ["spam", "spam"])
    report(comment, others[2])
    with processing(Purpose.LEARNING, company=company, reason="test"):
        assert Comment.objects.get().state == Standing.WAITING
    show_post(company=company, about=About.COMMENT, target=comment.pk, actor_id=VERA, now=NOW)
    with processing(Purpose.LEARNING, company=company, reason="test"):
        assert list_to_decide() == ()
        assert not Report.objects.filter(settled_at=None).exists()
        assert [one.post.id for one in list_unanswered()] == [comment.pk]


def test_nobody_reports_what_is_their_own_or_what_they_dont_see(study: Study) -> None:
    aigerim = study()
    comment = say(aigerim)
    with pytest.raises(NoSuchPostError):
        report(comment, aigerim)
    with pytest.raises(NoSuchPostError):
        report(comment, study("Борис", "boris@example.kz", "e-distant"))
    with processing(Purpose.LEARNING, company=comment.company, reason="test"):
        assert not Report.objects.exists()


def test_the_schools_answer_can_be_given_changed_and_taken_away(study: Study) -> None:
    review = write(study(done=1))
    for text, expected in (("Спасибо!", "Спасибо!"), ("Спасибо вам!", "Спасибо вам!"), ("", "")):
        answer_post(
            company=review.company, about=About.REVIEW, target=review.pk, text=text, actor_id=VERA,
            now=NOW + timedelta(hours=1),
        )  # fmt: skip
        with processing(Purpose.LEARNING, company=review.company, reason="test"):
            work = find_work(CourseReview, review.pk)
            assert work
            assert work.post.answer == expected


def test_the_rules_are_read_strictly_and_say_everything_in_three_languages() -> None:
    rules = load_rules()
    assert {"private", "rude", "spam"} <= set(rules.reasons)
    assert all(rules.audience[kind].kk for kind in ("comment", "review"))
