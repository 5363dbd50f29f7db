"""The cast: Aigerim of Newskills and Boris of KERBEZ, each with a profile, and both companies with keys."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
AIGERIM = {"name": "Айгерім", "surname": "Сәрсенова", "email": "Aigerim@example.kz", "phone": "+77011234567"}
BORIS = {"name": "Борис", "surname": "Семёнов", "email": "boris@example.kz", "phone": "+77019876543"}

Register = Callable[..., DataSubject]
Ask = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
def companies() -> dict[str, Company]:
    """Both companies, with keys in the test's own folder; the test says by its mark that it uses the databases."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    found = {company.slug: company for company in Company.objects.all()}
    for slug in found:
        key_provider().make(slug)
    return found


@pytest.fixture
def newskills(companies: dict[str, Company]) -> Company:
    return companies["newskills"]


@pytest.fixture
def kerbez(companies: dict[str, Company]) -> Company:
    return companies["kerbez-agy"]


@pytest.fixture
def register() -> Register:
    """Stores a person who asked to be called back, and what else they permit."""

    def make(company: Company, stated: dict[str, str], also: Iterable[Purpose] = ()) -> DataSubject:
        subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=NOW)
        permit(subject=subject, purposes=[Purpose.CONSULTING, *also])
        with processing(Purpose.CONSULTING, company=company, reason="an application"):
            state_profile(subject=subject, actor=Actor.PERSON, now=NOW, **stated)
        return subject

    return make


@pytest.fixture
def aigerim(newskills: Company, register: Register) -> DataSubject:
    return register(newskills, AIGERIM)


@pytest.fixture
def boris(kerbez: Company, register: Register) -> DataSubject:
    return register(kerbez, BORIS)


@pytest.fixture
def ask() -> Ask:
    """Raw SQL on the connection as it is."""

    def run(sql: str, *params: Any) -> list[tuple[object, ...]]:  # noqa: ANN401 -- whatever SQL takes
        with connection.cursor() as cursor:
            cursor.execute(sql, list(params))
            return cursor.fetchall() if cursor.description else []

    return run
