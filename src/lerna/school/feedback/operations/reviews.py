"""Reviews of courses: by whoever studied, one each, published by consent; and the course's mark (clause 5.4-в)."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Sum

from lerna.accounts.turns import take_turns
from lerna.kit.localized import LanguageCode
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Course, Lesson
from lerna.school.feedback.models import CourseReview, Standing
from lerna.school.feedback.names import choose_name
from lerna.school.feedback.operations.comments import CLAUSE, NoSuchPostError, note_post
from lerna.school.feedback.rules import load_rules
from lerna.school.learning.models import Enrollment, LessonProgress


class NotStudiedError(Exception):
    """The person hasn't completed enough of the course to review it."""


@dataclass(frozen=True, slots=True)
class Rating:
    """How many reviews a course has, and its mark of five, None below the number from which it is shown."""

    count: int
    mark: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What was typed: the mark, the words, and the name to be shown or none."""

    stars: int
    text: str = field(repr=False)
    name: str = field(default="", repr=False)


def write_review(*, enrollment: Enrollment, opinion: Opinion, language: LanguageCode, now: datetime) -> CourseReview:
    """The person's review of the course, in place of an earlier one; others see it once a moderator has.

    The caller has the person's consent to publish it. NotStudiedError, ReservedNameError.
    """
    subject, course = enrollment.subject, enrollment.run.course
    with transaction.atomic():
        choose_name(subject=subject, name=opinion.name, now=now)
        take_turns(f"posts:{subject.pk}")
        with processing(Purpose.LEARNING, company=subject.company, reason="somebody reviews a course"):
            if not has_studied(enrollment):
                raise NotStudiedError
            known = list(CourseReview.objects.filter(subject=subject, course=course))
            review = known[0] if known else CourseReview(subject=subject, company=subject.company, course=course)
            review.enrollment, review.stars, review.text = enrollment, opinion.stars, opinion.text
            review.posted_at, review.edited_at = (review.posted_at, now) if known else (now, None)
            review.state, review.reason = Standing.WAITING, ""
            review.save()
            note_post(review, "review", language, now)
        return review


def delete_review(*, subject: DataSubject, course: Course, now: datetime) -> None:
    """The author takes the review back: words and mark are gone. NoSuchPostError."""
    with transaction.atomic(), processing(Purpose.LEARNING, company=subject.company, reason="a review is taken back"):
        found = find_own(subject, course)
        if found is None:
            raise NoSuchPostError("The person has no review of this course.")
        CourseReview.objects.filter(pk=found.pk).delete()
        record(
            company=subject.company, operation=Operation.DELETE, clause=CLAUSE, actor=Actor.PERSON, now=now,
            purpose=Purpose.LEARNING, subject=subject.pk, target=("coursereview", found.pk),
            details={"event": "taken-back"},
        )  # fmt: skip


def has_studied(enrollment: Enrollment) -> bool:
    """Whether the learner has completed as many lessons as a review needs. In the block of learning. Two queries."""
    taught = Lesson.objects.filter(course=enrollment.run.course_id, retired_at=None, published__isnull=False)
    total = taught.count()
    done = LessonProgress.objects.filter(enrollment=enrollment, completed_at__isnull=False, lesson__in=taught).count()
    return total > 0 and 100 * done >= load_rules().studied_percent * total


def find_own(subject: DataSubject, course: Course) -> CourseReview | None:
    """The person's review of this course. In the block of learning. One query."""
    return CourseReview.objects.filter(subject=subject, course=course).first()  # at most one: it is unique


def read_rating(course: Course) -> Rating:
    """Of everybody who reviewed the course, whatever became of their words. In the block of learning. One query."""
    found = CourseReview.objects.filter(course=course).aggregate(count=Count("pk"), stars=Sum("stars"))
    return weigh(found["count"], found["stars"] or 0)


def weigh(count: int, stars: int) -> Rating:
    """The mark, drawn towards the prior one as if so many more had given that: a Bayesian mean."""
    rules = load_rules()
    if count < rules.reviews_needed:
        return Rating(count, None)
    return Rating(count, (stars + rules.prior_reviews * rules.prior_mark) / (count + rules.prior_reviews))
