"""Staff at the desk of either company, in any role; both companies published."""

import html
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from lerna.accounts.tests.cast import open_desk
from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.subjects.crypto.providers import key_provider

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
HOST = "lerna.kz"


@pytest.fixture(autouse=True)
def _published(db: None) -> None:  # noqa: ARG001 -- the fixture is the point
    load_companies(files=sorted((Path(settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    for company in Company.objects.all():
        key_provider().make(company.slug)
        document = render_document(build_facts(company))
        publish_version(company=company, document=document, dated_on=company.policy_dated, source=Source.MODEL, now=NOW)


def log_in(role: str, slug: str = "newskills", *, second: bool = True) -> Client:
    """A browser of a member of staff."""
    client = Client()
    client.cookies["lerna"] = open_desk(Company.objects.get(slug=slug), role, second=second)
    return client


def open_page(client: Client, path: str = "/desk/leads/", host: str = HOST) -> tuple[int, str]:
    response = client.get(path, headers={"host": host})
    return response.status_code, html.unescape(response.content.decode())


def read_buttons(page: str) -> dict[str, tuple[str, str]]:
    """Of each button for the order of rows: its words for who can't see the arrow, and what it sends by which name."""
    arrow = r'<span aria-hidden="true">[↑↓✕]</span>\s*<span class="visually-hidden">'
    drawn = re.findall(rf'name="(\w+)"\s+value="([^"]+)"[^>]*>\s*{arrow}([^<]*)<', page)
    return {words: (name, value) for name, value, words in drawn}
