"""A visitor of lerna.kz without a script: both companies published, letters read from the outbox."""

import html
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.doors.look.guards import evenly
from lerna.kit.clock import ZONE
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.processing import processing

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZONE)
HOST = "lerna.kz"
PASSWORD = "Алматыда алма піседі"
TYPED = {
    "name": "Айгерім",
    "surname": "Сәрсенова",
    "email": "aigerim@example.kz",
    "phone": "8 701 123 45 67",
    "password": PASSWORD,
    "age": "adult",
}


class Visitor:
    """A browser: gives the text of a page, and sends forms with what their hidden fields say."""

    def __init__(self, host: str = HOST) -> None:
        self.client, self.host = Client(), host

    def open(self, path: str, status: int = 200) -> str:
        response = self.client.get(path, headers={"host": self.host})
        assert response.status_code == status, path
        return html.unescape(response.content.decode())

    def send(self, path: str, data: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        """Status, page, and where it leads."""
        agent = {"host": self.host, "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Firefox/150.0"}
        response = self.client.post(path, data or {}, headers=agent)
        page = html.unescape(response.getvalue().decode(errors="replace"))  # an archive is sent while it is written
        return response.status_code, page, response.headers.get("Location", "")

    def sign_up(self, prefix: str = "", *boxes: str, **typed: str) -> tuple[int, str, str]:
        """The form with the first box ticked, and those of `boxes`."""
        page = self.open(f"{prefix}/account/sign-up/")
        shown = dict(re.findall(r'name="(shown-[a-z-]+)"\s+value="([0-9a-f]{64})"', page))
        ticks = {f"agree-{purpose}": "on" for purpose in ("learning", *boxes)}
        return self.send(f"{prefix}/account/sign-up/", TYPED | shown | ticks | typed)

    def join(self, prefix: str = "", *boxes: str) -> None:
        """Opens an account and types in the code."""
        _, _, address = self.sign_up(prefix, *boxes)
        status, _, address = self.send(address, {"code": read_code()})
        assert (status, address) == (302, f"{prefix}/account/")


def read_code(slug: str = "newskills") -> str:
    """The code of the latest letter."""
    company = Company.objects.get(slug=slug)
    with processing(Purpose.SECURITY, company=company, reason="test"):
        letter = Letter.objects.order_by("-created_at")[0]
        return str(json.loads(str(letter.context))["code"])


@pytest.fixture
def visitor(db: None, monkeypatch: pytest.MonkeyPatch) -> Visitor:  # noqa: ARG001
    """On a machine where answers aren't held back; a test of its own looks at that."""
    monkeypatch.setattr(evenly, "WHILE", 0.0)
    load_companies(files=sorted((Path(settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    for company in Company.objects.all():
        key_provider().make(company.slug)
        publish_version(
            company=company,
            document=render_document(build_facts(company)),
            dated_on=company.policy_dated,
            source=Source.MODEL,
            now=NOW,
        )
    return Visitor()


MakeVisitor = Callable[[], Visitor]


@pytest.fixture
def newskills(visitor: Visitor) -> Company:  # noqa: ARG001 -- loads the companies
    return Company.objects.get(slug="newskills")
