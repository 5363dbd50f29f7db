"""Both companies with keys and a published policy, and a form's text as it is shown."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from lerna.companies.models import Company, Site
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.consents.statement import Statement, build_statements
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.crypto.providers import key_provider

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)

Read = Callable[..., tuple[Statement, ...]]


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
