"""Runs of a course and what is sold of them, changed at the desk."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import get_args

from django.db import transaction

from lerna.school.blocks.course import OfferContent, Opening, RunContent
from lerna.school.catalogue.models import Course, Offer, Run
from lerna.school.catalogue.operations import bring_run


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
    """The run as it stands, with the offers that stand. One query."""
    offers = tuple(_read_offer(offer) for offer in run.offers.filter(retired_at=None).order_by("place", "pk"))
    return RunContent(
        key=run.key,
        starts_on=run.starts_on,
        ends_on=run.ends_on,
        enroll_from=run.enroll_from,
        enroll_until=run.enroll_until,
        seats=run.seats,
        opens=next(one for one in get_args(Opening) if one == run.opens),
        offers=offers,
    )


def _read_offer(offer: Offer) -> OfferContent:
    return OfferContent(
        key=offer.key,
        title=offer.title,
        price=offer.price,
        old_price=offer.old_price,
        installment_months=offer.installment_months,
        bank_credit=offer.bank_credit,
        includes=tuple(offer.includes),
    )
