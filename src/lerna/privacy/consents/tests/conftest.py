"""The cast: Aigerim of Newskills and Boris of KERBEZ; both companies with keys and a published policy."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.consents.contents import Occasion
from lerna.privacy.consents.models import Channel, Consent, Hand
from lerna.privacy.consents.obligations import Obligation, StateObligations, forget_obligations, register_obligations
from lerna.privacy.consents.operations import give_consents
from lerna.privacy.consents.statement import Statement, build_statements
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)

Ask = Callable[..., list[tuple[object, ...]]]
Agree = Callable[..., tuple[Consent, ...]]


@pytest.fixture
def companies(db: None) -> dict[str, Company]:  # noqa: ARG001
    """Both companies, with keys in the test's own folder and the model text as their first policy."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    found = {company.slug: company for company in Company.objects.all()}
    for slug, company in found.items():
        key_provider().make(slug)
        publish_version(
            company=company,
            document=render_document(build_facts(company)),
            dated_on=company.policy_dated,
            source=Source.MODEL,
            now=NOW,
        )
    return found


@pytest.fixture
def newskills(companies: dict[str, Company]) -> Company:
    return companies["newskills"]


@pytest.fixture
def kerbez(companies: dict[str, Company]) -> Company:
    return companies["kerbez-agy"]


def appear(company: Company) -> DataSubject:
    return create_subject(company=company, site=company.sites.order_by("place")[0], now=NOW)


@pytest.fixture
def aigerim(newskills: Company) -> DataSubject:
    return appear(newskills)


@pytest.fixture
def boris(kerbez: Company) -> DataSubject:
    return appear(kerbez)


def say(company: Company, purposes: Iterable[Purpose], language: str = "ru") -> tuple[Statement, ...]:
    version = current_version(company)
    assert version
    return build_statements(company=company, version=version, form=purposes, own=(), language=language)


@pytest.fixture
def agree() -> Agree:
    """Ticks the boxes of these purposes."""

    def tick(
        subject: DataSubject, *purposes: Purpose, now: datetime = NOW, language: str = "ru"
    ) -> tuple[Consent, ...]:
        occasion = Occasion(site="lerna", form="application", channel=Channel.SITE, hand=Hand.PERSON)
        statements = say(subject.company, purposes, language)
        return give_consents(subject=subject, statements=statements, occasion=occasion, person="Айгерім", now=now)

    return tick


@pytest.fixture
def obliged() -> Iterator[Callable[[Obligation], None]]:
    """Lets a room above state an obligation, for the test's time."""
    stated: list[StateObligations] = []

    def oblige(obligation: Obligation) -> None:
        def state(_subject: DataSubject) -> tuple[Obligation, ...]:
            return (obligation,)

        register_obligations(state)
        stated.append(state)

    yield oblige
    for state in stated:
        forget_obligations(state)


@pytest.fixture
def ask() -> Ask:
    """Raw SQL on the connection as it is."""

    def run(sql: str, *params: object) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []

    return run
