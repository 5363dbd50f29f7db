"""Every write of this room but the telling: a publication starts, stops what it outdates, comes into force; a person
agrees anew.

The order is the point. What a text outdates ends before the text is in force, in batches that resume; in the
transaction that brings it into force the few that are left end too, while nobody can agree to anything. So there is no
moment in which a version is in force and anything goes on under a consent that it outdates (clause 11.5).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lerna.companies.models import Company, Site
from lerna.kit.clock import Clock
from lerna.privacy.consents.contents import Occasion
from lerna.privacy.consents.models import Channel, Consent, Hand
from lerna.privacy.consents.operations import Withdrawal, give_consents, withdraw
from lerna.privacy.consents.queries import find_lapsed, list_active
from lerna.privacy.consents.rules import settle, stop_outdated
from lerna.privacy.consents.statement import Statement
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.receipts import send_receipt
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.document_json import document_from_json, document_to_json
from lerna.privacy.policy.models import PolicyVersion, Source
from lerna.privacy.policy.operations import PublishingError, check_publishable, publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.renewal.models import Publication
from lerna.privacy.renewal.queries import find_address, read_profiles
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

FORM = "renewal"


def start_publication(  # noqa: PLR0913 -- what a publication consists of
    *,
    company: Company,
    document: Document,
    dated_on: date,
    source: Source,
    actor: Actor,
    now: datetime,
    actor_id: UUID | None = None,
) -> Publication:
    """Keep this text as the one that is to be in force next; the same text again gives the publication under way.

    PublishingError where `publish_version` would refuse it, and while another text is under way; then nothing is kept.
    """
    encoded = document_to_json(document)
    with transaction.atomic():
        Company.objects.select_for_update(no_key=True).get(pk=company.pk)
        waiting = Publication.objects.filter(company=company, version=None).order_by("pk").first()
        if waiting is not None:
            if waiting.document == encoded:
                return waiting
            raise PublishingError(_("Another text is being published just now. Wait until it is in force."))
        check_publishable(company=company, document=document, dated_on=dated_on, now=now)
        return Publication.objects.create(
            company=company, document=encoded, dated_on=dated_on, source=source, actor=actor, actor_id=actor_id,
            started_at=now,
        )  # fmt: skip


def stop_before(*, publication: Publication, clock: Clock) -> Iterator[int]:
    """End what the text will outdate; gives how many consents after each batch. Repeats safely, and resumes."""
    if publication.version_id is None:
        document = document_from_json(publication.document)
        yield from stop_outdated(company=publication.company, document=document, clock=clock)


def bring_into_force(*, publication: Publication, now: datetime) -> PolicyVersion:
    """Publish the version, with whatever it still outdates ended; does nothing where another process has done it.

    PublishingError where another version came in between by another way.
    """
    with transaction.atomic():
        held = Publication.objects.select_for_update(of=("self",)).select_related("version").get(pk=publication.pk)
        if held.version is None:
            held.version = publish_version(
                company=held.company,
                document=document_from_json(held.document),
                dated_on=held.dated_on,
                source=Source(held.source),
                actor=Actor(held.actor),
                actor_id=held.actor_id,
                now=now,
            )
            settle(version=held.version, now=now)
            held.document = ""
            held.save(update_fields=["version", "document"])
        publication.version, publication.document = held.version, held.document
        return held.version


def renew_consents(  # noqa: PLR0913 -- the facts of an act
    *,
    subject: DataSubject,
    statements: Sequence[Statement],
    site: Site,
    channel: Channel,
    now: datetime,
    hand: Hand | None = None,
) -> tuple[Consent, ...]:
    """These boxes were ticked again: what they permit goes on at once, and a copy goes to the person (4.1, 11.5).

    Where nobody says whose `hand` it was, whoever acted before acts now. StaleTextError as in `give_consents`; then
    nothing is kept.
    """
    company = subject.company
    with transaction.atomic():
        with processing(Purpose.CONSENT_PROOF, company=company, reason="a person agrees anew"):
            profiles = read_profiles([subject])
            person = f"{profiles[subject.pk].name} {profiles[subject.pk].surname or ''}".strip()
            address, lapsed = find_address(subject, profiles), find_lapsed(subject)
        hands = {lapsed[one.purpose].consent.hand for one in statements if one.purpose in lapsed}
        hand = hand or (Hand.REPRESENTATIVE if Hand.REPRESENTATIVE in hands else Hand.PERSON)
        occasion = Occasion(site=site.key, form=FORM, channel=channel, hand=hand)
        consents = give_consents(subject=subject, statements=statements, occasion=occasion, person=person, now=now)
        send_receipt(subject=subject, statements=statements, consents=consents, site=site, now=now, to=address)
        return consents


def take_everything_back(*, subject: DataSubject, site: Site, now: datetime) -> Withdrawal:
    """The person, or whoever acts for them, withdraws by the link of a letter all that rests on consent (6.3, 11.5)."""
    with transaction.atomic():
        with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="who takes everything back"):
            hands = {consent.hand for consent in list_active(subject)}
        hand = Hand.REPRESENTATIVE if Hand.REPRESENTATIVE in hands else Hand.PERSON
        return withdraw(subject=subject, channel=Channel.LETTER, hand=hand, site=site.key, now=now)
