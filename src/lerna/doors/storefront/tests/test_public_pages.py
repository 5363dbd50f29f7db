"""Front page, contacts and company details: each site shows its own company, to everybody."""

from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client

from lerna.companies.operations import load_companies
from lerna.kit.clock import ZONE

FACTS = {
    "lerna.kz": ("ТОО «Ньюскилз»", "210140019844", "info@lerna.kz", "Тимирязева, 28В, офис 803"),
    "skillbox.kz": ("ТОО «Ньюскилз»", "210140019844", "info@lerna.kz", "Тимирязева, 28В, офис 803"),
    "geekbrains.kz": ("ТОО «Ньюскилз»", "210140019844", "info@lerna.kz", "Тимирязева, 28В, офис 803"),
    "e-distant.kz": ("ТОО «KERBEZ Agy»", "181040018713", "info@e-distant.kz", "дом 6, кв. 179"),
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _companies() -> None:
    now = datetime(2026, 11, 23, 10, 30, tzinfo=ZONE)
    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=now)


def get(client: Client, host: str, path: str) -> str:
    response = client.get(path, headers={"host": host})
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


@pytest.mark.clause("1.1")
@pytest.mark.clause("5.1")
@pytest.mark.clause("11.6")
@pytest.mark.clause("4.3")
@pytest.mark.parametrize("path", ["/", "/contacts/", "/company/"])
@pytest.mark.parametrize("host", FACTS)
def test_each_page_names_the_company_that_answers_for_it(client: Client, host: str, path: str) -> None:
    html = get(client, host, path)
    assert all(fact in html for fact in FACTS[host])
    others = {fact for facts in FACTS.values() for fact in facts} - set(FACTS[host])
    assert not any(fact in html for fact in others)


@pytest.mark.clause("1.1")
@pytest.mark.parametrize(
    ("prefix", "name"), [("", "ТОО «Ньюскилз»"), ("/kk", "«Ньюскилз» ЖШС"), ("/en", "Newskills LLP")]
)
def test_the_company_is_named_as_each_language_does(client: Client, prefix: str, name: str) -> None:
    assert name in get(client, "lerna.kz", f"{prefix}/company/")


@pytest.mark.clause("8.4-а")
@pytest.mark.parametrize("host", FACTS)
@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", "Резервные копии</dt> <dd> Казахстан <br>"), ("/kk", "Сақтық көшірмелер</dt> <dd> Қазақстан <br>"),
     ("/en", "Backups</dt> <dd> Kazakhstan <br>")],
)  # fmt: skip
def test_the_page_of_the_company_says_where_personal_data_lie(
    client: Client, host: str, prefix: str, words: str
) -> None:
    html = get(client, host, f"{prefix}/company/")
    assert words in html
    assert html.count(words.partition("<dd> ")[2]) >= len(("database", "keys", "files", "backups", "mail", "logs"))


@pytest.mark.clause("3.3")
@pytest.mark.clause("8.3")
@pytest.mark.clause("11.1")
@pytest.mark.parametrize("path", ["/", "/policy/archive/", "/apply/", "/account/sign-in/", "/nothing/"])
def test_each_answer_bears_the_headers_that_keep_others_out(client: Client, path: str) -> None:
    headers = client.get(path, headers={"host": "lerna.kz"}).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["connect-src"] == policy["font-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.clause("2.2")
def test_company_details_name_its_own_sites_and_nobody_else_s(client: Client) -> None:
    html = get(client, "skillbox.kz", "/company/")
    assert all(f'<a href="https://{host}">' in html for host in ("lerna.kz", "skillbox.kz", "geekbrains.kz"))
    assert "e-distant.kz" not in html
    assert "lerna.kz" not in get(client, "e-distant.kz", "/company/")


def test_in_development_the_other_sites_are_on_this_machine_too(client: Client) -> None:
    html = get(client, "skillbox.localhost:8000", "/company/")
    assert '<a href="http://geekbrains.localhost:8000">' in html


def test_an_invented_review_says_that_it_is_an_example(client: Client) -> None:
    html = get(client, "lerna.kz", "/")
    assert html.count("<blockquote>") == html.count('<span class="badge badge-plain">Пример</span>') == 3


def test_months_agree_with_their_number(client: Client) -> None:
    html = get(client, "geekbrains.kz", "/")
    assert "12 месяцев" in html
    assert "6 месяцев" in html
    assert "4 месяца" in get(client, "lerna.kz", "/")
    assert "12 ай" in get(client, "geekbrains.kz", "/kk/")
    assert "12 months" in get(client, "geekbrains.kz", "/en/")


def test_to_apply_is_to_write_a_letter(client: Client) -> None:
    html = get(client, "e-distant.kz", "/kk/contacts/")
    assert 'href="mailto:info@e-distant.kz?subject=' in html


def test_pages_are_read_and_not_written(client: Client) -> None:
    for path in ("/", "/contacts/", "/company/"):
        assert client.post(path, headers={"host": "lerna.kz"}).status_code == 405
