"""How the policy is kept, for visitors: each clause, in their language, with the page that shows it."""

import html
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.promises.clauses import load_clauses

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def newskills() -> Company:
    load_companies(files=sorted((Path(settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=clock.now())
    return Company.objects.get(slug="newskills")


def open_page(client: Client, path: str, host: str = "lerna.kz") -> str:
    response = client.get(path, headers={"host": host})
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.mark.clause("11.2")
@pytest.mark.parametrize(
    ("prefix", "words"), [("", "уже следующий запрос"), ("/kk", "келесі сұрау"), ("/en", "the next query")]
)
def test_each_clause_says_what_is_done_for_it(client: Client, newskills: Company, prefix: str, words: str) -> None:
    publish_version(
        company=newskills, document=render_document(build_facts(newskills)), dated_on=newskills.policy_dated,
        source=Source.MODEL, now=clock.now(),
    )  # fmt: skip
    page = open_page(client, f"{prefix}/policy/evidence/")
    assert words in page
    for clause in load_clauses():
        assert f'id="clause-{clause.number}"' in page
    assert f'href="{prefix}/account/consents/"' in page
    assert f'href="{prefix}/policy/#6.5"' in page


def test_it_leads_visitors_to_no_page_of_the_staff(client: Client) -> None:
    assert "/desk/" not in open_page(client, "/policy/evidence/")


@pytest.mark.clause("4.3")
def test_it_opens_without_a_policy_and_sets_nothing(client: Client) -> None:
    response = client.get("/policy/evidence/", headers={"host": "lerna.kz"})
    assert response.status_code == 200
    assert not response.cookies
