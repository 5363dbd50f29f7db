"""A host finds its site, and only its site."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Site
from lerna.companies.operations import load_companies
from lerna.companies.queries import get_company, list_sites, site_for_host

WriteFile = Callable[..., Path]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _four_sites(settings: LazySettings) -> None:
    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=NOW)
    settings.LERNA_DEVELOPMENT_HOSTS = True


ANSWERS = [
    ("lerna.kz", "lerna"),
    ("www.lerna.kz", "lerna"),
    ("a.b.skillbox.kz:8000", "skillbox"),
    ("GeekBrains.KZ.", "geekbrains"),
    ("e-distant.kz", "e-distant"),
    ("e-distant.localhost:8000", "e-distant"),
    ("www.skillbox.localhost", "skillbox"),
    ("notlerna.kz", None),
    ("lerna.kz.attacker.com", None),
    ("kz", None),
    ("localhost", None),
    ("lern_.localhost", None),
    ("lern.localhost", None),
    ("kz.localhost", None),
]


@pytest.mark.clause("2.2")
@pytest.mark.parametrize(("host", "key"), ANSWERS)
def test_a_host_with_all_its_sub_domains_finds_its_site(
    host: str, key: str | None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0 if "_" in host else 1):
        site = site_for_host(host)
        assert (site and site.key) == key
        assert site is None or site.company.slug in {"kerbez-agy", "newskills"}


def test_what_is_no_host_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert site_for_host("127.0.0.1:8000") is None


def test_a_kept_site_costs_no_query_until_its_time_is_over_and_cannot_be_changed_by_who_got_it(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.LERNA_SITES_KEPT = 5
    host, moment = "kept.lerna.kz", time.time()  # a host of no other test
    monkeypatch.setattr(time, "time", lambda: moment)
    first = site_for_host(host)
    assert first
    Site.objects.filter(key="lerna").update(retired_at=NOW)
    first.key = "changed"
    moment += 4.9
    with django_assert_num_queries(0):
        again = site_for_host(host)
        assert again
        assert (again.key, again.company.slug) == ("lerna", "newskills")
    moment += 0.2
    assert site_for_host(host) is None


def test_development_names_answer_in_development_only(settings: LazySettings) -> None:
    settings.LERNA_DEVELOPMENT_HOSTS = False
    assert site_for_host("lerna.localhost") is None
    assert site_for_host("lerna.kz") is not None


def test_the_longest_host_wins_and_a_retired_site_is_silent() -> None:
    site = get_company("newskills").sites.get(key="skillbox")
    site.host = "pro.lerna.kz"
    site.save()
    assert getattr(site_for_host("a.pro.lerna.kz"), "key", None) == "skillbox"
    Site.objects.filter(key="skillbox").update(retired_at=NOW)
    assert getattr(site_for_host("a.pro.lerna.kz"), "key", None) == "lerna"


def test_it_lists_the_sites_in_order(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert [(site.company.slug, site.key) for site in list_sites()] == [
            ("kerbez-agy", "e-distant"),
            ("newskills", "lerna"),
            ("newskills", "skillbox"),
            ("newskills", "geekbrains"),
        ]
