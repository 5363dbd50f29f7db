"""Every read of this room that decides something. Most run in the caller's block, for the requests' purpose."""

from uuid import UUID

from lerna.privacy.requests.models import Request
from lerna.privacy.subjects.models import DataSubject


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
