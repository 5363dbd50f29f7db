"""What the staff do: answer, hide with a reason, show; and what others report (clause 8.1-г)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.acts import Value
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.models import About, Comment, CourseReview, ReaderReport, Report, Standing
from lerna.school.feedback.operations.comments import CLAUSE, NoSuchPostError, tell_followers
from lerna.school.feedback.rules import load_rules

MODELS: dict[About, type[Comment] | type[CourseReview]] = {About.COMMENT: Comment, About.REVIEW: CourseReview}


def report_post(*, subject: DataSubject, about: About, target: UUID, reason: str, now: datetime) -> None:
    """Somebody says that a post shouldn't stand; once each. From so many reports on it waits for a moderator.

    NoSuchPostError for what the person can't see, or wrote themselves; KeyError for an unknown reason.
    """
    key = load_rules().reasons[reason].key
    with transaction.atomic(), processing(Purpose.LEARNING, company=subject.company, reason="a post is reported"):
        post = _hold(about, target)
        if post.state != Standing.SHOWN or post.subject_id == subject.pk:
            raise NoSuchPostError("There is no such post of somebody else.")
        _, is_new = Report.objects.get_or_create(
            subject=subject,
            target=target,
            defaults={"company": subject.company, "about": about, "reason": key, "reported_at": now},
        )
        if not is_new:
            return
        if Report.objects.filter(target=target, settled_at=None).count() >= load_rules().reports_to_wait:
            post.state = Standing.WAITING
            post.save(update_fields=["state"])
        record(
            company=subject.company, operation=Operation.RECEIVE, clause=CLAUSE, actor=Actor.PERSON, now=now,
            purpose=Purpose.LEARNING, subject=subject.pk, target=(about.value, target), details={"reason": key},
        )  # fmt: skip


def report_as_reader(*, company: Company, about: About, target: UUID, reason: str, now: datetime) -> None:
    """A reader without an account says that a post shouldn't stand. A moderator looks; until then it stands, however
    many say so. NoSuchPostError for what nobody sees; KeyError for an unknown reason.
    """
    key = load_rules().reasons[reason].key
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="a reader reports a post"):
        if _hold(about, target).state != Standing.SHOWN:
            raise NoSuchPostError("There is no such post for readers.")
        ReaderReport.objects.get_or_create(
            target=target, reason=key, settled_at=None,
            defaults={"company": company, "about": about, "reported_at": now},
        )  # fmt: skip


def show_post(*, company: Company, about: About, target: UUID, actor_id: UUID, now: datetime) -> None:
    """A moderator lets others see it; what was reported of it is settled. NoSuchPostError."""
    with transaction.atomic():
        with processing(Purpose.LEARNING, company=company, reason="a moderator decides"):
            post = _hold(about, target)
            was_shown = post.state == Standing.SHOWN
            _decide(post, company, Standing.SHOWN, "", actor_id, now)
        if isinstance(post, Comment) and not was_shown:
            tell_followers(post)


def hide_post(  # noqa: PLR0913 -- what, why, by whom
    *, company: Company, about: About, target: UUID, reason: str, actor_id: UUID, now: datetime
) -> None:
    """A moderator hides it from others; its author reads why. NoSuchPostError; KeyError for an unknown reason."""
    key = load_rules().reasons[reason].key
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="a moderator decides"):
        _decide(_hold(about, target), company, Standing.HIDDEN, key, actor_id, now)


def answer_post(  # noqa: PLR0913 -- what, in which words, by whom
    *, company: Company, about: About, target: UUID, text: str, actor_id: UUID, now: datetime
) -> None:
    """The school's answer under a post, in place of an earlier one; an empty one takes it away. NoSuchPostError."""
    with transaction.atomic():
        with processing(Purpose.LEARNING, company=company, reason="the school answers in public"):
            post = _hold(about, target)
            is_first = post.answer is None
            post.answer = text or None
            post.answered_at, post.answered_by = (now, actor_id) if text else (None, None)
            post.save(update_fields=["answer", "answered_at", "answered_by"])
            _record(post, company, actor_id, now, {"event": "answered"})
        if isinstance(post, Comment) and text and is_first and post.state == Standing.SHOWN:
            tell_followers(post)


def _hold(about: About, target: UUID) -> Comment | CourseReview:
    model = MODELS[about]
    found: list[Comment | CourseReview] = [*model.objects.select_for_update(of=("self",)).filter(pk=target)]
    if not found:
        raise NoSuchPostError("There is no such post.")
    return found[0]


def _decide(  # noqa: PLR0913, PLR0917 -- the sides of a decision
    post: Comment | CourseReview, company: Company, state: Standing, reason: str, actor_id: UUID, now: datetime
) -> None:
    post.state, post.reason, post.decided_at, post.decided_by = state, reason, now, actor_id
    post.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    for model in (Report, ReaderReport):
        model.objects.filter(target=post.pk, settled_at=None).update(settled_at=now)
    details: dict[str, Value] = {"event": state.value}
    if reason:
        details["reason"] = reason
    _record(post, company, actor_id, now, details)


def _record(
    post: Comment | CourseReview, company: Company, actor_id: UUID, now: datetime, details: dict[str, Value]
) -> None:
    record(
        company=company, operation=Operation.UPDATE, clause=CLAUSE, actor=Actor.STAFF, actor_id=actor_id, now=now,
        purpose=Purpose.LEARNING, subject=post.subject_id, target=(type(post).__name__.lower(), post.pk),
        details=details,
    )  # fmt: skip
