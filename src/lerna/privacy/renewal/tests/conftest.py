"""The cast: Aigerim of Newskills, Boris of KERBEZ; both companies with keys and the model text as their policy."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.contents import Occasion
from lerna.privacy.consents.models import Channel, Consent, Hand
from lerna.privacy.consents.operations import give_consents
from lerna.privacy.consents.statement import Statement, build_statements
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import PolicyVersion, Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.renewal.models import Publication
from lerna.privacy.renewal.operations import start_publication
from lerna.privacy.renewal.progress import Progress, continue_publication
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, state_profile
from lerna.privacy.subjects.processing import processing

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
LATER = NOW + timedelta(days=30)
# The words of the marketing item in each language, and what they become.
NEW_WORDS = {
    "присылать новости": "присылать новости и открытки",
    "жаңалық жіберу": "жаңалық пен ашық хат жіберу",
    "to send news": "to send news and postcards",
}

Join = Callable[..., DataSubject]


def load_both() -> dict[str, Company]:
    """Both companies with keys, and their first policies."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    found = {company.slug: company for company in Company.objects.all()}
    for slug, company in found.items():
        key_provider().make(slug)
        publish_version(
            company=company, document=render_document(build_facts(company)), dated_on=company.policy_dated,
            source=Source.MODEL, now=NOW,
        )  # fmt: skip
    return found


@pytest.fixture(autouse=True)
def _in_production(settings: LazySettings) -> None:
    """Links lead to the companies' own hosts."""
    settings.LERNA_DEVELOPMENT_HOSTS = False


@pytest.fixture
def companies(db: None) -> dict[str, Company]:  # noqa: ARG001
    return load_both()


@pytest.fixture
def newskills(companies: dict[str, Company]) -> Company:
    return companies["newskills"]


@pytest.fixture
def kerbez(companies: dict[str, Company]) -> Company:
    return companies["kerbez-agy"]


def ask(company: Company, purposes: Iterable[Purpose], language: LanguageCode = "ru") -> tuple[Statement, ...]:
    """The texts of these boxes as they stand now."""
    version = current_version(company)
    assert version
    return build_statements(company=company, version=version, form=(), own=purposes, language=language)


def agree(
    subject: DataSubject,
    *purposes: Purpose,
    language: LanguageCode = "ru",
    now: datetime = NOW,
    hand: Hand = Hand.PERSON,
) -> tuple[Consent, ...]:
    """The person ticks these boxes."""
    occasion = Occasion(site="lerna", form="application", channel=Channel.SITE, hand=hand)
    return give_consents(
        subject=subject, statements=ask(subject.company, purposes, language), occasion=occasion, person="Айгерім",
        now=now,
    )  # fmt: skip


def join(company: Company, *purposes: Purpose, email: str = "", language: LanguageCode = "ru") -> DataSubject:
    """Somebody comes, agrees to these and to be answered, and says who they are."""
    subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=NOW)
    agree(subject, Purpose.CONSULTING, *purposes, language=language)
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        state_profile(subject=subject, actor=Actor.PERSON, now=NOW, name="Айгерім", email=email)
    return subject


@pytest.fixture
def aigerim(newskills: Company) -> DataSubject:
    """She agreed to be answered and to letters, in Russian."""
    return join(newskills, Purpose.MARKETING, email="aigerim@example.kz")


@pytest.fixture
def boris(kerbez: Company) -> DataSubject:
    return join(kerbez, Purpose.MARKETING, email="boris@example.kz")


def reword(company: Company, words: dict[str, str]) -> Document:
    """The model text with these words changed wherever they stand."""

    def change(node: object) -> object:
        if isinstance(node, str):
            for old, new in words.items():
                node = node.replace(old, new)
            return node
        if isinstance(node, tuple):
            return tuple(change(one) for one in node)
        names = getattr(node, "__slots__", ())
        return type(node)(**{name: change(getattr(node, name)) for name in names}) if names else node

    changed = change(render_document(build_facts(company)))
    assert isinstance(changed, Document)
    return changed


def start(company: Company, words: dict[str, str] | None = None, dated_on: date | None = None) -> Publication:
    """A text on its way: new words of marketing, where no others are given."""
    return start_publication(
        company=company,
        document=reword(company, NEW_WORDS if words is None else words),
        dated_on=dated_on or company.policy_dated,
        source=Source.MODEL,
        actor=Actor.OPERATOR,
        now=LATER,
    )


def publish(company: Company, words: dict[str, str] | None = None) -> PolicyVersion:
    """From the start to everybody's having been told."""
    publication = start(company, words)
    list(go_on(publication))
    assert publication.version
    return publication.version


def go_on(publication: Publication) -> list[Progress]:
    return list(continue_publication(publication=publication, clock=lambda: LATER))
