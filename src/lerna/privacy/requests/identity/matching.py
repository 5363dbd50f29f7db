"""Whom the company knows by what a request states. Nothing of this is told to whoever asks."""

from django.db.models import Q

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing


def find_known(company: Company, *, email: str, phone: str) -> tuple[DataSubject, ...]:
    """The people with this address, or where none was given with this phone, in any spelling; mostly one, the oldest
    first. The blocked too: they have rights. One query.

    Not by the phone beside an address: whoever writes from their own address and adds somebody else's phone would be
    taken for that person.
    """
    index = {"email_index": email} if email else {"phone_index": phone}
    with processing(Purpose.REQUESTS, company=company, reason="whom does a request concern"):
        profiles = Profile.objects.filter(**index, subject__representative=None)
        found = profiles.order_by("subject__created_at", "pk").select_related("subject__company")
        return tuple(profile.subject for profile in found) if email or phone else ()


def find_represented(representative: DataSubject, name: str) -> DataSubject | None:
    """Whom of this first name the person represents; None also where there are several. One query."""
    with processing(Purpose.REQUESTS, company=representative.company, reason="for whom does a representative ask"):
        # The surname may be their own or the representative's. Written as a keyword the types would want hashes.
        named = Q(("name_tokens__contains", (name.split(maxsplit=1) or [""])[0]))
        profiles = Profile.objects.filter(named, subject__representative=representative)
        found = tuple(profiles.order_by("pk").select_related("subject__company"))
        return found[0].subject if len(found) == 1 else None


def find_address(subject: DataSubject) -> str | None:
    """The address on file: the person's own or, of one who is represented, the representative's. In the block of the
    requests' purpose. One query.
    """
    people = [subject.pk] if subject.representative_id is None else [subject.representative_id]
    profiles = list(Profile.objects.filter(subject__in=people))
    return profiles[0].email if profiles else None
