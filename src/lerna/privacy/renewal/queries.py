"""Every read of this room that decides something, but for what changed for one person (`changes`)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from lerna.companies.models import Company
from lerna.privacy.consents.outdated import count_outdated, find_outdated
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.renewal.models import Publication
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.permissions import BITS
from lerna.privacy.subjects.processing import processing


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a publication would touch. `stopping` says for each purpose how many people it stops for until they agree
    anew; `asked` how many people that is; `told` everybody who gets a letter, the asked among them.
    """

    stopping: Mapping[Purpose, int]
    asked: int
    told: int

    @property
    def only_told(self) -> int:
        """People for whom everything goes on."""
        return self.told - self.asked


def preview_publication(company: Company, document: Document) -> Preview:
    """Whom this text would touch if it were published now; nothing is changed. Reads each consent in force once."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="whom a publication would touch"):
        stopping, asked = count_outdated(find_outdated(company, document))
        return Preview({purpose: count for purpose, count in stopping.items() if count}, asked, list_known().count())


def list_unfinished() -> tuple[Publication, ...]:
    """Publications that go on at the next chance, the oldest first. One query, by an index of those alone."""
    found = Publication.objects.filter(finished_at=None).select_related("company", "version__company")
    return tuple(found.order_by("started_at", "pk"))


def find_unfinished(company: Company) -> Publication | None:
    """The company's publication that is on its way, or in force with people still to be told; the latest. One query."""
    found = Publication.objects.filter(company=company, finished_at=None).select_related("version").defer("document")
    return found.order_by("-started_at", "-pk").first()


def list_known(until: datetime | None = None) -> QuerySet[DataSubject]:
    """Everybody whom the company at work knows, but for the blocked; who came after `until` has read the new text.

    Of the erased nothing stays but what a law keeps for itself: they can make no request, and nobody writes to them.
    """
    may_ask = F("granted").bitand(BITS[Purpose.REQUESTS])
    known = DataSubject.objects.alias(may_ask=may_ask).filter(may_ask__gt=0, blocked_at=None)
    return known if until is None else known.filter(created_at__lte=until)


def find_address(person: DataSubject, profiles: Mapping[UUID, Profile]) -> str | None:
    """Where to write to the person: their own address, else that of whoever acts for them. No query."""
    ways = [profiles[way] for way in (person.pk, person.representative_id) if way is not None and way in profiles]
    return next((profile.email for profile in ways if profile.email), None)


def read_profiles(people: Collection[DataSubject]) -> Mapping[UUID, Profile]:
    """The profiles of these people, and of those who act for them, by number. One query."""
    wanted = {way for person in people for way in (person.pk, person.representative_id) if way is not None}
    return {profile.subject_id: profile for profile in Profile.objects.filter(subject__in=wanted)}
