"""Every read of this room that decides something."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar, cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lerna.accounts.queries import with_people
from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.models import Complaint, Message

Appeal = TypeVar("Appeal", Message, Complaint)

MOST = 100  # rows of one page
_SEALED = ("text", "name", "email", "answer")


class NoSuchAppealError(LookupError):
    """There is no such message or complaint for whoever asks."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many complaints wait: late, due within seven days (what is late not among them), and all."""

    late: int
    week: int
    all: int


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, for the staff: as typed, or as their account states."""

    name: str = field(repr=False)
    email: str = field(repr=False)


def list_messages(company: Company, purpose: Purpose) -> tuple[Message, ...]:
    """What was written on this ground, unanswered first and of those the oldest, of people who permit it now. In the
    block of the purpose. One query.
    """
    found = Message.objects.filter(company=company, purpose=purpose)
    waiting = list(found.filter(answered_at=None).order_by("received_at", "pk")[:MOST])
    answered = found.exclude(answered_at=None).order_by("-answered_at", "pk")[: MOST - len(waiting)]
    return (*waiting, *answered)


def list_complaints(company: Company, *, answered: bool = False) -> tuple[Complaint, ...]:
    """The open ones, the most urgent first, or the answered, the latest first; no sealed text is loaded. One query."""
    with processing(Purpose.REQUESTS, company=company, reason="which complaints wait"):
        found = Complaint.objects.filter(company=company, answered_at__isnull=not answered).defer(*_SEALED)
        return tuple(found.order_by("-answered_at" if answered else "due_at", "number")[:MOST])


def count_waiting(company: Company, now: datetime) -> Waiting:
    """By the index of what is open. One query."""
    week = clock.end_of_day(clock.local_day(now) + timedelta(days=6))
    with processing(Purpose.REQUESTS, company=company, reason="how many complaints wait"):
        counted = Complaint.objects.filter(company=company, answered_at=None).aggregate(
            late=Count("pk", filter=Q(due_at__lte=now)),
            week=Count("pk", filter=Q(due_at__gt=now, due_at__lte=week)),
            all=Count("pk"),
        )
    return Waiting(**counted)


def find_complaint(company: Company, number: str) -> Complaint:
    """The complaint that is read out by this number, with its texts. In the block of the requests' purpose.
    NoSuchAppealError. One query.
    """
    return _only(Complaint.objects.filter(company=company, number=number.strip().upper()))


def find_by_id(company: Company, complaint_id: UUID) -> Complaint:
    """Number and state for whoever holds its link, without texts. NoSuchAppealError. One query."""
    with processing(Purpose.REQUESTS, company=company, reason="how far is a complaint"):
        return _only(Complaint.objects.filter(company=company, pk=complaint_id).defer(*_SEALED))


def complaints_visible_to(subject: DataSubject) -> tuple[Complaint, ...]:
    """The person's own, the latest first, with their texts. In the block of the requests' purpose. One query."""
    return tuple(Complaint.objects.filter(subject=subject).order_by("-received_at", "-number")[:MOST])


def messages_visible_to(subject: DataSubject) -> tuple[Message, ...]:
    """What the person wrote from their account, the latest first, with its texts. In the block of LEARNING."""
    return tuple(Message.objects.filter(subject=subject).order_by("-received_at", "pk")[:MOST])


def read_senders(appeals: Sequence[Message] | Sequence[Complaint]) -> tuple[Sender, ...]:
    """Who wrote each. In the block of a purpose that may read it; one query where accounts wrote."""
    accounts = [one.subject_id for one in appeals if not one.email]
    profiles = {own.subject_id: own for own in Profile.objects.filter(subject__in=accounts)} if accounts else {}
    return tuple(_state_sender(one, profiles.get(one.subject_id)) for one in appeals)


def with_person(appeal: Appeal) -> Appeal:
    """The row with its person and company, as they are now. In the block of a purpose. One query."""
    return with_people([appeal])[0]


def language_of(appeal: Message | Complaint) -> LanguageCode:
    """The language in which to answer; one of the three, by the table's constraint."""
    return cast("LanguageCode", appeal.language)


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs without line breaks within, as letters take them."""
    parts = (" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n"))
    return tuple(part for part in parts if part)


def _state_sender(appeal: Message | Complaint, profile: Profile | None) -> Sender:
    if profile is None:
        return Sender(appeal.name or "", appeal.email or "")
    return Sender(f"{profile.name or ''} {profile.surname or ''}".strip(), profile.email or "")


def _only(rows: QuerySet[Complaint]) -> Complaint:
    found = list(rows)
    if not found:
        raise NoSuchAppealError("This company has no such complaint.")
    return found[0]
