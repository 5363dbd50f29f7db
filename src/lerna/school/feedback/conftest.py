"""Both companies with keys and a published policy; people who study; letters read as they were written."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from lerna.companies.models import Company, Site
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.consents.statement import Statement, build_statements
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)

Read = Callable[..., tuple[Statement, ...]]
Join = Callable[..., DataSubject]


@pytest.fixture
def sites(db: None) -> dict[str, Site]:  # noqa: ARG001
    """The four sites by key."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    for company in Company.objects.all():
        key_provider().make(company.slug)
        document = render_document(build_facts(company))
        publish_version(company=company, document=document, dated_on=company.policy_dated, source=Source.MODEL, now=NOW)
    return {site.key: site for site in Site.objects.select_related("company")}


@pytest.fixture
def read() -> Read:
    """The statements of these purposes, as if each box had been ticked."""

    def build(site: Site, *purposes: Purpose) -> tuple[Statement, ...]:
        version = current_version(site.company)
        assert version
        return build_statements(company=site.company, version=version, form=purposes, own=(), language="ru")

    return build


@pytest.fixture
def join(sites: dict[str, Site]) -> Join:
    """Somebody who studies at the company of this site, with an address."""

    def appear(name: str = "Айгерім", email: str = "aigerim@example.kz", site: str = "lerna") -> DataSubject:
        company = sites[site].company
        subject = create_subject(company=company, site=sites[site], now=NOW)
        permit(subject=subject, purposes=[Purpose.LEARNING])
        with processing(Purpose.LEARNING, company=company, reason="test"):
            state_profile(subject=subject, actor=Actor.PERSON, now=NOW, name=name, email=email)
        return subject

    return appear


def read_letters(company: Company, purpose: Purpose) -> list[tuple[str, str, dict[str, Any]]]:
    """What was written for this purpose so far: the template, to whom, and what was filled in."""
    with processing(purpose, company=company, reason="test"):
        letters = Letter.objects.filter(purpose=purpose).order_by("created_at", "template")
        return [(one.template, str(one.address), json.loads(str(one.context))) for one in letters]
