"""Every write of this room: a package is opened, says how far its learner is, or is called done by them."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.clocks import note_activity
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import Processing, processing
from lerna.school.learning.models import Result
from lerna.school.learning.operations import CLAUSE, complete_block, note_result
from lerna.school.learning.packages.models import Completion, PackageRecord, PackageSitting, Success
from lerna.school.learning.packages.queries import Place
from lerna.school.learning.packages.runtime import RunTime

_POSSIBLE = Decimal(100)  # points of a package; it says a share, or a score that is made one


class UnknownSittingError(Exception):
    """The package was never opened under this number."""


class ReportsItselfError(Exception):
    """The package wasn't opened yet, or says by itself how far its learner is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a package said, as a whole: in which sitting, and which of its messages it is, counted from 1."""

    sitting: int
    number: int
    runtime: RunTime


def open_package(*, place: Place, now: datetime) -> PackageSitting:
    """A new sitting; its record holds what the package said last."""
    enrollment, company = place.enrollment, place.enrollment.subject.company
    with transaction.atomic(), _studying(company, "a package is opened"):
        held, _ = PackageRecord.objects.get_or_create(
            enrollment=enrollment,
            lesson=place.lesson,
            block=place.package.key,
            defaults={"subject_id": enrollment.subject_id, "opened_at": now},
        )
        held = PackageRecord.objects.select_for_update(of=("self",)).get(pk=held.pk)  # two tabs get two numbers
        sitting = PackageSitting.objects.create(
            subject_id=enrollment.subject_id, record=held, number=held.sittings.count() + 1, opened_at=now
        )
        record(
            company=company, operation=Operation.ACCUMULATE, clause=CLAUSE, actor=Actor.PERSON, now=now,
            purpose=Purpose.LEARNING, subject=enrollment.subject_id, target=("package-record", held.pk),
            details={"event": "package-opened"},
        )  # fmt: skip
        _note_activity(place, now)
        return sitting


def keep_message(*, place: Place, message: Message, now: datetime) -> bool:
    """Keeps what a package said, and gives whether it was news. UnknownSittingError.

    Messages may come twice or late. The newest of the newest sitting is what the package gets back; but what was done,
    the best score, and the time of each sitting count whenever they arrive.
    """
    company, said = place.enrollment.subject.company, message.runtime
    with transaction.atomic(), _studying(company, "a package reports"):
        held = _find_record(place)
        sitting = PackageSitting.objects.filter(record=held, number=message.sitting).first() if held else None
        if held is None or sitting is None:
            raise UnknownSittingError
        if message.number <= sitting.message:
            return False
        passed = int((now - sitting.opened_at).total_seconds())  # nobody works longer than the clock goes
        sitting.message, sitting.seconds = message.number, max(sitting.seconds, min(said.seconds, passed))
        sitting.save(update_fields=["message", "seconds"])
        if message.sitting >= held.sitting:
            _write_down(held, message, now)
        _count(place, said, now)
        _note_activity(place, now)
        return True


def finish_silent(*, place: Place, now: datetime) -> None:
    """The learner says that they are done with a package that says nothing of it. ReportsItselfError."""
    with transaction.atomic(), _studying(place.enrollment.subject.company, "a silent package is done"):
        held = _find_record(place)
        if held is None or held.completion != Completion.UNKNOWN or held.success != Success.UNKNOWN:
            raise ReportsItselfError
        _complete(place, now)


def _find_record(place: Place) -> PackageRecord | None:
    """The learner's record of this package, locked till the end of the transaction."""
    records = PackageRecord.objects.select_for_update(of=("self",)).defer("location", "suspend_data")
    return records.filter(enrollment=place.enrollment, lesson=place.lesson, block=place.package.key).first()


def _write_down(held: PackageRecord, message: Message, now: datetime) -> None:
    said = message.runtime
    held.location, held.suspend_data = said.location or None, said.suspend_data or None
    held.completion, held.success, held.interactions = said.completion, said.success, said.interactions
    held.raw, held.low, held.high, held.scaled = said.raw, said.low, said.high, said.scaled
    held.sitting, held.kept_at = message.sitting, now
    held.save(
        update_fields=[
            "location", "suspend_data", "completion", "success", "interactions", "raw", "low", "high", "scaled",
            "sitting", "kept_at",
        ]
    )  # fmt: skip


def _count(place: Place, said: RunTime, now: datetime) -> None:
    """What of it counts for the course: the best score, and that it is done."""
    if said.share is not None:
        earned = (said.share * _POSSIBLE).quantize(Decimal("0.01"), ROUND_HALF_UP)
        results = Result.objects.filter(enrollment=place.enrollment, lesson=place.lesson, block=place.package.key)
        best = results.first()  # at most one: it is unique
        if best is None or earned > best.earned * _POSSIBLE / best.possible:
            note_result(
                enrollment=place.enrollment, lesson=place.lesson, block=place.package.key, part=place.package.part,
                earned=earned, possible=_POSSIBLE, now=now,
            )  # fmt: skip
    if said.is_done:
        _complete(place, now)


def _complete(place: Place, now: datetime) -> None:
    complete_block(enrollment=place.enrollment, lesson=place.lesson, block=place.package.key, now=now)


def _note_activity(place: Place, now: datetime) -> None:
    subject, day = place.enrollment.subject_id, local_day(now)
    note_activity(company=place.enrollment.subject.company, subject=subject, purpose=Purpose.LEARNING, day=day)


def _studying(company: Company, reason: str) -> AbstractContextManager[Processing]:
    return processing(Purpose.LEARNING, company=company, reason=reason)
