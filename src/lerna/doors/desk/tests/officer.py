"""Third parties for the tests of the officer's pages: the register is loaded, and people have been passed on."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from itertools import count

from django.db.models import Max

from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import NOW
from lerna.kit import clock
from lerna.privacy.consents.contents import Occasion
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import give_consents
from lerna.privacy.consents.statement import build_statements
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.recipients.duties.derive import derive_duties
from lerna.privacy.recipients.keys.pinned import pin_keys, read_offer
from lerna.privacy.recipients.models import Recipient, State, Transfer
from lerna.privacy.recipients.operations import transfer
from lerna.privacy.recipients.register.files import list_files
from lerna.privacy.recipients.register.loading import load_recipients
from lerna.privacy.recipients.tests.conftest import Partner
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing

Count = Callable[[int], AbstractContextManager[object]]
AIGERIM = "Айгерім"
_numbers = count(1)


def join(name: str = AIGERIM, *, slug: str = "newskills", agree: Sequence[Purpose] = ()) -> DataSubject:
    """Somebody of the company who may be consulted; `aigerim-1@example.kz` and so on."""
    company, number = Company.objects.get(slug=slug), next(_numbers)
    subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=NOW)
    permit(subject=subject, purposes=[Purpose.CONSULTING])
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        state_profile(
            subject=subject, actor=Actor.PERSON, now=NOW, name=name, email=f"{slug}-{number}@example.kz",
            phone=f"+7701123{number:04}",
        )  # fmt: skip
    if agree:
        version = current_version(company)
        assert version
        statements = build_statements(company=company, version=version, form=(), own=agree, language="ru")
        occasion = Occasion(site=subject.site, form="test", channel=Channel.SITE, hand=Hand.PERSON)
        give_consents(subject=subject, statements=statements, occasion=occasion, person=name, now=clock.now())
    return subject


def email_of(subject: DataSubject) -> str:
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="test"):
        return str(subject.profile.email)  # type: ignore[attr-defined]


def load_register() -> Recipient:
    """The register as its files say, and the bank's keys pinned."""
    load_recipients(files=list_files(), now=NOW)
    Recipient.objects.update(contract_until=None)
    bank = Recipient.objects.select_related("company").get(company__slug="newskills", key="ulgi-bank")
    pin_keys(recipient=bank, offered=read_offer(Partner("ulgi-bank").public_set), now=NOW)
    return bank


def pass_on(subject: DataSubject) -> Transfer:
    """The person's name has left for the bank."""
    kept = transfer(
        subject=subject, recipient="ulgi-bank", purpose=Purpose.BANK_CREDIT, columns=["subjects.profile.name"],
        ground="credit-application", actor=Actor.PERSON, now=clock.now(),
    )  # fmt: skip
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="test"):
        Transfer.objects.filter(pk=kept.pk).update(sent_at=clock.now(), state=State.SENT)
    return kept


def derive(company: Company) -> None:
    """What follows from the evidence so far."""
    highest = Entry.objects.aggregate(highest=Max("id"))["highest"]
    list(derive_duties(company=company, up_to=highest, now=clock.now()))
