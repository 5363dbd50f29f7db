"""Comments: a learner posts, edits, takes back, follows a talk (clauses 5.4-в, 8.1-г)."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from lerna.accounts.turns import take_turns
from lerna.kit.clock import local_day
from lerna.kit.localized import LanguageCode
from lerna.privacy.evidence.acts import Value
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.clocks import note_activity
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Lesson
from lerna.school.feedback.models import Comment, CourseReview, Standing, Subscription
from lerna.school.feedback.names import choose_name
from lerna.school.feedback.rules import load_rules
from lerna.school.learning.models import Enrollment

CLAUSE = "8.1-г"
JOB = "feedback.tell"
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_SAME = timedelta(minutes=2)  # a second click, not a second thought


class NoSuchPostError(LookupError):
    """There is no such comment or review for whoever asks."""


class HiddenError(Exception):
    """A moderator hid it; its words may be taken back, and no longer changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What was typed: the words, the name to be shown or none, in which discussion, below whose comment, and whether
    letters shall come about the lesson's talk.
    """

    text: str = field(repr=False)
    name: str = field(default="", repr=False)
    block: str = ""
    answers: UUID | None = None
    follows: bool = False


def post_comment(
    *, enrollment: Enrollment, lesson: Lesson, remark: Remark, language: LanguageCode, now: datetime
) -> Comment:
    """Posts a comment, a new thread or below the thread of the one that it answers; whoever follows is told.

    With too many links it waits for a moderator. The same words again within two minutes are the same comment. What was
    said of who will see it, in this language, is in the evidence. NoSuchPostError where nothing is answered,
    ReservedNameError.
    """
    subject, company = enrollment.subject, enrollment.subject.company
    with transaction.atomic():
        choose_name(subject=subject, name=remark.name, now=now)
        if remark.follows:
            follow(enrollment=enrollment, lesson=lesson, language=language, now=now)
        take_turns(f"posts:{subject.pk}")
        with processing(Purpose.LEARNING, company=company, reason="a learner comments on a lesson"):
            latest = Comment.objects.filter(subject=subject, lesson=lesson, posted_at__gt=now - _SAME)
            for same in latest.order_by("-posted_at")[:1]:
                if same.text == remark.text:
                    return same
            number, answers = uuid4(), remark.answers
            comment = Comment(
                id=number,
                subject=subject,
                company=company,
                enrollment=enrollment,
                lesson=lesson,
                block=remark.block,
                thread=_find_thread(lesson, remark.block, answers) if answers else number,
                text=remark.text,
                posted_at=now,
                state=judge(remark.text),
            )
            comment.save(force_insert=True)
            note_post(comment, "comment", language, now)
        if comment.state == Standing.SHOWN:
            tell_followers(comment)
        return comment


def edit_comment(*, subject: DataSubject, comment_id: UUID, text: str, now: datetime) -> Comment:
    """The author changes the words; readers see that they did. NoSuchPostError, HiddenError."""
    with transaction.atomic(), processing(Purpose.LEARNING, company=subject.company, reason="a comment is changed"):
        comment = hold_own(subject, comment_id)
        if comment.state == Standing.HIDDEN:
            raise HiddenError
        if comment.text != text:
            comment.text, comment.edited_at = text, now
            if judge(text) == Standing.WAITING:
                comment.state = Standing.WAITING
            comment.save(update_fields=["text", "edited_at", "state"])
            _record(subject, Operation.UPDATE, comment, now, {"event": "edited"})
        return comment


def delete_comment(*, subject: DataSubject, comment_id: UUID, now: datetime) -> None:
    """The author takes the comment back: the row is gone, the answers of others stay. NoSuchPostError."""
    with transaction.atomic(), processing(Purpose.LEARNING, company=subject.company, reason="a comment is taken back"):
        comment = hold_own(subject, comment_id)
        Comment.objects.filter(pk=comment.pk).delete()
        _record(subject, Operation.DELETE, comment, now, {"event": "taken-back"})


def follow(*, enrollment: Enrollment, lesson: Lesson, language: LanguageCode, now: datetime) -> None:
    """From now on the learner gets a letter when somebody writes under the lesson; in this language."""
    subject = enrollment.subject
    with transaction.atomic(), processing(Purpose.LEARNING, company=subject.company, reason="a learner follows a talk"):
        Subscription.objects.update_or_create(
            enrollment=enrollment,
            lesson=lesson,
            defaults={"language": language},
            create_defaults={"subject": subject, "company": subject.company, "language": language, "since": now},
        )


def stop_following(*, enrollment: Enrollment, lesson: Lesson) -> None:
    """No more letters about this lesson."""
    company = enrollment.subject.company
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="a learner follows no longer"):
        Subscription.objects.filter(enrollment=enrollment, lesson=lesson).delete()


def hold_own(subject: DataSubject, comment_id: UUID) -> Comment:
    """The author's own comment, locked. In the block of learning. NoSuchPostError."""
    found = list(Comment.objects.select_for_update(of=("self",)).filter(pk=comment_id, subject=subject))
    if not found:
        raise NoSuchPostError("The person has no such comment.")
    return found[0]


def judge(text: str) -> Standing:
    """Whether it is shown at once, or waits for a moderator because of its links."""
    return Standing.WAITING if len(_LINK.findall(text)) > load_rules().most_links else Standing.SHOWN


def note_post(post: Comment | CourseReview, kind: str, language: LanguageCode, now: datetime) -> None:
    """The evidence that it was posted by whoever had read who will see it, and the activity (clause 8.1-г)."""
    said = load_rules().audience[kind].in_language(language)
    details: dict[str, Value] = {
        "event": "posted", "text": hashlib.sha256(said.encode()).hexdigest(), "language": language,
    }  # fmt: skip
    _record(post.subject, Operation.COLLECT, post, now, details)
    note_activity(company=post.subject.company, subject=post.subject_id, purpose=Purpose.LEARNING, day=local_day(now))


def tell_followers(comment: Comment) -> None:
    """By a job that comes with the caller's transaction; letters to many are not the author's to wait for."""
    job = configure_task(name=JOB, job_manager=JobManager(DjangoConnector()))
    job.defer(comment=str(comment.pk), company=comment.company_id)


def _find_thread(lesson: Lesson, block: str, answers: UUID) -> UUID:
    shown = Comment.objects.filter(pk=answers, lesson=lesson, block=block, state=Standing.SHOWN)
    for thread in shown.values_list("thread", flat=True):
        return UUID(str(thread))
    raise NoSuchPostError("There is no such comment to answer.")


def _record(
    subject: DataSubject, operation: Operation, post: Comment | CourseReview, now: datetime, details: dict[str, Value]
) -> None:
    record(
        company=subject.company, operation=operation, clause=CLAUSE, actor=Actor.PERSON, now=now,
        purpose=Purpose.LEARNING, subject=subject.pk, target=(type(post).__name__.lower(), post.pk), details=details,
    )  # fmt: skip
