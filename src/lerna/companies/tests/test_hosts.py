"""Host names as browsers send them and people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.companies.hosts import (
    covers,
    development_host,
    find_development_label,
    find_packages_owner,
    list_parents,
    normalize_host,
    packages_host,
)

HOSTS = [
    ("lerna.kz", "lerna.kz"),
    ("LERNA.kz.", "lerna.kz"),
    ("lerna.kz:8000", "lerna.kz"),
    ("lerna.kz.:443", "lerna.kz"),
    ("школа.қаз", "xn--80atdl2c.xn--80ao21a"),
    ("xn--80atdl2c.xn--80ao21a", "xn--80atdl2c.xn--80ao21a"),
    ("localhost", "localhost"),
    ("", None),
    (".", None),
    ("lerna..kz", None),
    ("-lerna.kz", None),
    ("le rna.kz", None),
    ("lerna.kz/policy", None),
    ("lerna.kz\n", "lerna.kz"),
    ("127.0.0.1:8000", None),
    ("[::1]:8000", None),
    ("a" * 64 + ".kz", None),
    ("ә" * 70 + ".kz", None),
    (".".join(["abcdefgh"] * 29), None),
]


@pytest.mark.parametrize(("written", "host"), HOSTS)
def test_it_normalizes(written: str, host: str | None) -> None:
    assert normalize_host(written) == host


@given(st.text(max_size=30))
def test_it_normalizes_anything_once(text: str) -> None:
    host = normalize_host(text)
    if host is not None:
        assert normalize_host(host) == host


def test_it_knows_sub_domains() -> None:
    assert list_parents("a.b.kz") == ("a.b.kz", "b.kz", "kz")
    assert covers("lerna.kz", "lerna.kz")
    assert covers("lerna.kz", "a.b.lerna.kz")
    assert not covers("lerna.kz", "notlerna.kz")
    assert not covers("a.lerna.kz", "lerna.kz")


def test_it_names_sites_in_development() -> None:
    assert development_host("e-distant.kz") == "e-distant.localhost"
    assert find_development_label("a.skillbox.localhost") == "skillbox"
    assert find_development_label("localhost") is None
    assert find_development_label("skillbox.kz") is None


@pytest.mark.parametrize("pattern", ["packages.{host}", "{host}.lerna-packages.kz", "p-{host}.example.kz"])
def test_a_packages_host_is_known_by_its_site_and_back(pattern: str) -> None:
    assert find_packages_owner(packages_host("lerna.kz", pattern), pattern) == "lerna.kz"
    assert find_packages_owner("lerna.kz", pattern) is None
    assert find_packages_owner(pattern.replace("{host}", ""), pattern) is None
