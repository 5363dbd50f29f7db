"""A small policy of our own words, and the two companies as their files state them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.kit.clock import ZONE
from lerna.privacy.policy.document import Clause, Document, Item, Language, Paragraph, Section, Text

BuildDocument = Callable[..., Document]


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 10, 30, tzinfo=ZONE)


@pytest.fixture
def companies(request: pytest.FixtureRequest, now: datetime) -> dict[str, Company]:
    """KERBEZ and Newskills by slug."""
    request.getfixturevalue("db")
    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=now)
    return {company.slug: company for company in Company.objects.all()}


@pytest.fixture
def newskills(companies: dict[str, Company]) -> Company:
    return companies["newskills"]


@pytest.fixture
def kerbez(companies: dict[str, Company]) -> Company:
    return companies["kerbez-agy"]


@pytest.fixture
def build_document() -> BuildDocument:
    """Builds a document of one section, one clause and two items per language, ending in these words."""

    def build(words: str = "Отвечаем за один день.", *languages: Language) -> Document:
        return Document(
            tuple(
                Text(
                    language,
                    "Политика",
                    (
                        Section(
                            "7",
                            "7",
                            "Цели",
                            (
                                Clause(
                                    "7.1",
                                    "7.1.",
                                    (
                                        Paragraph("Мы учим:"),
                                        Item("а", "(а)", "на курсах;"),
                                        Item("б", "(б)", "на встречах."),
                                        Paragraph(words),
                                    ),
                                ),
                            ),
                        ),
                    ),
                )
                for language in languages or ("ru", "kk")
            )
        )

    return build
