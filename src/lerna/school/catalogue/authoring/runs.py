"""Runs of a course and what is sold of them, changed at the desk."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from lerna.school.blocks.course import OfferContent, RunContent
from lerna.school.catalogue.models import Course, Run
from lerna.school.catalogue.operations import OFFER_FACTS, RUN_FACTS, bring_run


class RunKeyTakenError(Exception):
    """The course has a run of this key already."""


def save_run(*, course: Course, content: RunContent, is_new: bool, now: datetime) -> Run:
    """The run of this key says what `content` says, its offers too; one that is new may not have been there before.

    Offers that `content` no longer has are retired: who bought them keeps what they bought. RunKeyTakenError.
    """
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        if is_new and Run.objects.filter(course=course, key=content.key).exists():
            raise RunKeyTakenError(f"The course has a run {content.key}.")
        return bring_run(course=course, content=content, now=now)


def duplicate_run(*, run: Run, key: str, starts_on: date, now: datetime) -> Run:
    """The same once more from another day on: every day moves by as many, offers and prices stay. RunKeyTakenError."""
    content = read_run(run)
    moved = starts_on - content.starts_on if content.starts_on else timedelta(0)
    days = {
        name: day + moved
        for name in ("ends_on", "enroll_from", "enroll_until")
        if (day := getattr(content, name)) is not None
    }
    again = replace(content, key=key, starts_on=starts_on, **days)
    return save_run(course=run.course, content=again, is_new=True, now=now)


def retire_run(*, run: Run, now: datetime) -> None:
    """Nobody enrolls any more; who is enrolled goes on."""
    with transaction.atomic():
        Run.objects.filter(pk=run.pk, retired_at=None).update(retired_at=now)


def read_run(run: Run) -> RunContent:
    """The run as it stands, with the offers that stand. One query, none where offers are prefetched."""
    return RunContent(
        **{name: getattr(run, name) for name in ("key", *RUN_FACTS)},
        offers=tuple(
            OfferContent(
                **{name: getattr(offer, name) for name in ("key", *OFFER_FACTS)}, includes=tuple(offer.includes)
            )
            for offer in run.offers.all()
            if offer.retired_at is None
        ),
    )
