"""Brand, languages and head of every page."""

from datetime import datetime

import pytest
from django.conf import LazySettings, settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lerna.companies.operations import load_companies
from lerna.kit.clock import ZONE

HOSTS = ("lerna.kz", "skillbox.kz", "geekbrains.kz", "e-distant.kz")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _companies() -> None:
    now = datetime(2026, 11, 23, 10, 30, tzinfo=ZONE)
    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=now)


def get(client: Client, host: str, path: str) -> str:
    response = client.get(path, headers={"host": host})
    assert response.status_code == 200, path
    return response.content.decode()


def test_each_brand_s_sheet_has_its_own_colors_and_may_be_kept_forever(client: Client) -> None:
    sheets = {}
    for host in HOSTS:
        address = get(client, host, "/").split('href="/brand.css', 1)[1].split('"', 1)[0]
        response = client.get(f"/brand.css{address}", headers={"host": host})
        assert response["Content-Type"] == "text/css; charset=utf-8"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        sheets[host] = response.content
    assert len(set(sheets.values())) == len(HOSTS)


def test_a_sheet_asked_for_by_another_hash_is_not_kept(client: Client) -> None:
    response = client.get("/brand.css?v=old", headers={"host": "lerna.kz"})
    assert response["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(("prefix", "language"), [("", "ru"), ("/kk", "kk"), ("/en", "en")])
def test_a_page_says_its_language_and_where_the_others_are(client: Client, prefix: str, language: str) -> None:
    html = get(client, "skillbox.kz", f"{prefix}/contacts/")
    assert f'<html lang="{language}"' in html
    assert f'<link rel="canonical" href="https://skillbox.kz{prefix}/contacts/">' in html
    for other, start in (("ru", ""), ("kk", "/kk"), ("en", "/en"), ("x-default", "")):
        assert f'hreflang="{other}" href="https://skillbox.kz{start}/contacts/"' in " ".join(html.split())


@pytest.mark.parametrize(("prefix", "name"), [("", "Ваш аккаунт"), ("/kk", "Аккаунтыңыз"), ("/en", "Your account")])
def test_the_header_leads_to_one_s_account_by_a_drawing_and_by_the_menu(client: Client, prefix: str, name: str) -> None:
    header = " ".join(get(client, "lerna.kz", f"{prefix}/contacts/").split("</header>")[0].split())
    assert f'href="{prefix}/account/courses/" aria-label="{name}"' in header
    assert f'href="{prefix}/account/courses/">{name}</a>' in header


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("www.lerna.kz", "https://lerna.kz"),
        ("www.lerna.localhost:8000", "http://lerna.localhost:8000"),
        ("lerna.localhost", "http://lerna.localhost"),
    ],
)
def test_a_page_s_own_address_is_the_site_s_whatever_sub_domain_was_asked(
    client: Client, host: str, address: str
) -> None:
    html = get(client, host, "/kk/contacts/?a=1")
    assert f'<link rel="canonical" href="{address}/kk/contacts/">' in html
    assert f'hreflang="ru" href="{address}/contacts/"' in " ".join(html.split())


def test_the_language_switch_keeps_the_question(client: Client) -> None:
    html = get(client, "lerna.kz", "/contacts/?a=1&b=2")
    assert 'href="/kk/contacts/?a=1&amp;b=2"' in html


def test_the_switch_of_a_missing_page_leads_to_the_front_pages(client: Client) -> None:
    response = client.get("/kk/nothing/", headers={"host": "lerna.kz"})
    html = response.content.decode()
    assert response.status_code == 404
    assert "Мұндай бет жоқ" in html
    assert 'href="/en/"' in html


def test_another_site_s_name_never_stands_on_a_page(client: Client) -> None:
    html = get(client, "e-distant.kz", "/")
    assert not any(name in html for name in ("Lerna", "Skillbox", "GeekBrains", "Ньюскилз", "210140019844"))


def test_the_gallery_opens_in_development_only(client: Client, settings: LazySettings) -> None:
    assert "Кнопки" in get(client, "geekbrains.kz", "/kit/")
    settings.IN_PRODUCTION = True
    assert client.get("/kit/", headers={"host": "geekbrains.kz"}).status_code == 404


def test_the_gallery_speaks_the_language_of_its_page(client: Client) -> None:
    html = get(client, "geekbrains.kz", "/kk/kit/")
    assert all(words in html for words in ("Түймелер", "Электрондық пошта", "Өтінім түсті", "Оқытушылар"))
    assert not any(words in html for words in ("Кнопки", "Электронная почта", "Заявка", "First name"))


def test_no_page_sets_a_cookie(client: Client) -> None:
    for path in ("/", "/contacts/", "/company/", "/kk/"):
        assert not client.get(path, headers={"host": "lerna.kz"}).cookies


@pytest.mark.parametrize(("path", "queries"), [("/contacts/", 1), ("/", 2)])  # the front page asks what is taught
def test_a_page_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    with django_assert_num_queries(queries):
        get(client, "lerna.kz", path)


def test_a_site_with_neither_drawing_nor_words_of_its_own_still_opens(client: Client) -> None:
    from lerna.companies.models import Site

    Site.objects.filter(key="lerna").update(key="new-school", logo="brands/none.svg")
    html = get(client, "lerna.kz", "/kk/")
    assert "look/brands/plain.svg" in html
    assert "Lerna" in html
