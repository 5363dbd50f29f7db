"""Every read of this room that decides something. Most run in the caller's block, for the requests' purpose."""

from uuid import UUID

from django.db.models import F, Q

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.models import Request, State
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

BATCH = 500


class NoSuchRequestError(LookupError):
    """There is no such request at this company."""


def hold_request(request_id: UUID) -> Request:
    """The request, locked until the transaction ends, with its person as they are now. NoSuchRequestError. Two queries.

    Whoever holds it changes it alone: two at the same time take turns.
    """
    found = list(Request.objects.select_for_update(of=("self",)).filter(pk=request_id))
    if not found:
        raise NoSuchRequestError("This company has no request of this number.")
    found[0].subject = DataSubject.objects.select_related("company").get(pk=found[0].subject_id)
    return found[0]


def list_open_ended(company: Company) -> tuple[UUID, ...]:
    """What the software may go on with: nobody has looked at it yet, or it is answered and not closed; the most urgent
    first, at most BATCH. One query.
    """
    waiting = (State.VERIFIED, State.ANSWERED, State.REFUSED)
    with processing(Purpose.REQUESTS, company=company, reason="which requests go on"):
        found = Request.objects.filter(state__in=waiting, closed_at=None).order_by("due_at", "number")
        return tuple(found.values_list("pk", flat=True)[:BATCH])


def list_open(company: Company) -> tuple[Request, ...]:
    """What isn't closed, the most urgent first and what only waits for its letter to leave last. One query."""
    with processing(Purpose.REQUESTS, company=company, reason="which requests are open"):
        found = Request.objects.filter(closed_at=None).defer("demand", "wish", "name", "email", "phone", "answer")
        return tuple(found.order_by(F("due_at").asc(nulls_last=True), "received_at", "pk"))


def requests_visible_to(subject: DataSubject) -> tuple[Request, ...]:
    """The person's own requests, and those about whom they represent, the latest first; sealed texts aren't loaded.
    One query.
    """
    mine = Q(subject=subject) | Q(subject__representative=subject)
    with processing(Purpose.REQUESTS, company=subject.company, reason="a person sees their requests"):
        found = Request.objects.filter(mine).defer("demand", "wish", "name", "email", "phone", "answer")
        return tuple(found.order_by("-received_at", "-number"))


def find_visible_to(subject: DataSubject, request_id: UUID) -> UUID:
    """The request's id, if the person may see it; NoSuchRequestError. One query."""
    if request_id not in {request.pk for request in requests_visible_to(subject)}:
        raise NoSuchRequestError("This person has no such request.")
    return request_id


def list_represented(subject: DataSubject) -> tuple[tuple[DataSubject, str], ...]:
    """Whom the person represents, each with their name. Two queries."""
    with processing(Purpose.REQUESTS, company=subject.company, reason="for whom may a person ask"):
        profiles = Profile.objects.filter(subject__representative=subject).select_related("subject__company")
        return tuple((profile.subject, profile.name or "") for profile in profiles.order_by("subject__created_at"))


def find_person(company: Company, subject_id: UUID) -> DataSubject:
    """The person of a request, as they are now. NoSuchRequestError where they are gone. One query."""
    with processing(Purpose.REQUESTS, company=company, reason="whose request is it"):
        found = list(DataSubject.objects.filter(pk=subject_id).select_related("company"))
    if not found:
        raise NoSuchRequestError("The person of this request is gone.")
    return found[0]
