"""The policy's pages, as a visitor of each site sees them."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.kit.clock import ZONE
from lerna.privacy.policy.coverage import ClauseEntry, load_entries
from lerna.privacy.policy.document import Clause, Document, Item, Language, Paragraph, Section, Text
from lerna.privacy.policy.models import PolicyVersion, Source
from lerna.privacy.policy.operations import publish_version

Publish = Callable[..., PolicyVersion]
LIST = Path(settings.LERNA_POLICIES) / "coverage.toml"
NOW = datetime(2026, 11, 23, 10, 30, tzinfo=ZONE)
SITES = {
    "lerna.kz": "newskills",
    "skillbox.kz": "newskills",
    "geekbrains.kz": "newskills",
    "e-distant.kz": "kerbez-agy",
}

pytestmark = pytest.mark.django_db


def build(words: str, *languages: Language) -> Document:
    return Document(
        tuple(
            Text(
                language,
                f"Policy in {language}",
                (
                    Section("1", "1", "General", (Clause("1.1", "1.1", (Paragraph("We teach."),)),)),
                    Section("7", "7", "Purposes", (Clause("7.1", "", (Item("а", "(а)", "study;"), Paragraph(words))),)),
                ),
            )
            for language in languages or ("ru", "kk")
        )
    )


@pytest.fixture
def publish() -> Publish:
    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=NOW)

    def publish(slug: str, words: str, *languages: Language) -> PolicyVersion:
        return publish_version(
            company=Company.objects.get(slug=slug),
            document=build(words, *languages),
            dated_on=date(2026, 10, 1),
            source=Source.IMPORTED,
            now=NOW,
        )

    return publish


def get(client: Client, host: str, path: str, **headers: str) -> tuple[int, str]:
    response = client.get(path, headers={"host": host, **headers})
    return response.status_code, response.content.decode()


@pytest.mark.clause("1.1")
@pytest.mark.clause("3.1")
@pytest.mark.clause("4.3")
@pytest.mark.clause("5.1")
@pytest.mark.clause("11.4")
@pytest.mark.clause("11.6")
@pytest.mark.parametrize("host", SITES)
@pytest.mark.parametrize("prefix", ["", "/kk", "/en"])
def test_each_site_shows_its_own_company_s_policy(client: Client, publish: Publish, host: str, prefix: str) -> None:
    published = {slug: publish(slug, f"Words of {slug}.") for slug in ("newskills", "kerbez-agy")}
    status, page = get(client, host, f"{prefix}/policy/")
    own = published.pop(SITES[host])
    (other,) = published.values()
    assert status == 200
    assert f"Words of {SITES[host]}." in page
    assert own.sha256 in page
    assert own.company.bin in page
    assert own.company.email in page
    assert other.sha256 not in page
    assert other.company.bin not in page
    assert not client.cookies  # it opens without consent, and leaves nothing behind


@pytest.mark.parametrize("entry", [entry for entry in load_entries(LIST) if entry.page], ids=lambda entry: entry.number)
def test_what_is_said_to_be_done_can_be_seen(client: Client, publish: Publish, entry: ClauseEntry) -> None:
    for host, slug in SITES.items():
        if not PolicyVersion.objects.filter(company__slug=slug).exists():
            publish(slug, "Words.")
        for prefix in ("", "/kk", "/en"):
            # A page of one's own and the staff's are seen by whom they are for; a stranger is led to the log-in.
            own = entry.page.startswith(("/account/", "/desk/")) and entry.page != "/account/sign-up/"
            assert get(client, host, f"{prefix}{entry.page}")[0] == (302 if own else 200)


@pytest.mark.clause("11.4")
def test_each_place_has_a_permanent_link(client: Client, publish: Publish) -> None:
    publish("newskills", "Words.")
    _, page = get(client, "lerna.kz", "/policy/")
    for anchor in ("1.1", "7.1", "7.1-а"):
        assert f'id="{anchor}"' in page
        assert f'href="#{anchor}"' in page
    for anchor in ("section-1", "section-7"):
        assert page.count(f'id="{anchor}"') == 1
        assert page.count(f'href="#{anchor}"') == 2  # contents for a phone and for a desk


def test_it_says_which_languages_there_are(client: Client, publish: Publish) -> None:
    publish("newskills", "Words.")
    assert '<article class="policy-text" lang="kk">' in get(client, "lerna.kz", "/kk/policy/")[1]
    _, page = get(client, "lerna.kz", "/en/policy/")
    assert "This policy has no English text." in page
    assert "The text below is in Russian." in page
    assert '<article class="policy-text" lang="ru">' in page
    assert '<html lang="en"' in page
    publish("kerbez-agy", "Words.", "kk")
    _, page = get(client, "e-distant.kz", "/en/policy/")
    assert "The text below is in Kazakh." in page


@pytest.mark.clause("11.4")
def test_an_earlier_version_stays_and_says_that_it_is_one(client: Client, publish: Publish) -> None:
    publish("newskills", "First words.")
    publish("newskills", "Second words.")
    assert "Second words." in get(client, "lerna.kz", "/en/policy/")[1]
    status, page = get(client, "lerna.kz", "/en/policy/versions/1/")
    assert status == 200
    assert "First words." in page
    assert "This is an earlier version" in page
    assert "This is an earlier version" not in get(client, "lerna.kz", "/en/policy/versions/2/")[1]
    _, archive = get(client, "lerna.kz", "/en/policy/archive/")
    assert archive.index("/en/policy/versions/2/") < archive.index("/en/policy/versions/1/")
    assert archive.count("In force") == 1


@pytest.mark.clause("11.4")
def test_it_marks_what_changed(client: Client, publish: Publish) -> None:
    publish("newskills", "We answer in seven days.")
    publish("newskills", "We answer in one day.")
    status, page = get(client, "lerna.kz", "/en/policy/compare/?from=1&to=2")
    assert status == 200
    assert "We answer in <del>seven days</del><ins>one day</ins>." in page
    assert page.count("<details") == 1  # section 1 is as before, hence folded
    assert "Changed clauses: <strong>1</strong>" in page
    assert "<ins>one day</ins>" in get(client, "lerna.kz", "/en/policy/compare/")[1]  # the two newest unless asked
    assert "<ins>seven days</ins>" in get(client, "lerna.kz", "/en/policy/compare/?from=2&to=1")[1]


def test_it_says_that_there_is_nothing_to_compare(client: Client, publish: Publish) -> None:
    publish("newskills", "Words.")
    assert "There is nothing to compare yet" in get(client, "lerna.kz", "/en/policy/compare/")[1]
    publish("newskills", "Words.", "en")
    _, page = get(client, "lerna.kz", "/en/policy/compare/")
    assert "no language in common" in page


@pytest.mark.clause("3.4")
@pytest.mark.parametrize(
    "path",
    [
        "versions/2/",
        "versions/2.pdf",
        "versions/2.json",
        "versions/2/print/",
        "compare/?from=1&to=2",
        "versions/99999999999999999999/",
        "compare/?from=1&to=99999999999999999999",
        "compare/?from=1",
        "compare/?from=a&to=b",
    ],
)
def test_another_company_s_version_does_not_exist_here(client: Client, publish: Publish, path: str) -> None:
    publish("kerbez-agy", "Words.")
    publish("newskills", "First words.")
    publish("newskills", "Second words.")
    status, page = get(client, "e-distant.kz", f"/policy/{path}")
    assert status == 404
    assert "Second words" not in page


def test_without_a_policy_it_says_so(client: Client, publish: Publish) -> None:
    publish("kerbez-agy", "Words.")
    status, page = get(client, "lerna.kz", "/en/policy/")
    assert status == 404
    assert "No policy is published yet" in page
    assert get(client, "lerna.kz", "/en/policy/archive/")[0] == 200


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/policy/", 2),  # site, version
        ("/policy/archive/", 2),
        ("/policy/versions/1/", 3),  # site, version, which is in force
        ("/policy/versions/1/print/", 2),
        ("/policy/versions/1.json", 2),
        ("/policy/compare/?from=1&to=2", 3),  # site, list, pair
    ],
)
def test_it_asks_the_database_so_often(
    client: Client, publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    for words in (["One.", "Two."], ["Three.", "Four.", "Five.", "Six."]):  # as many queries for 6 versions as for 2
        for word in words:
            publish("newskills", word)
        with django_assert_num_queries(queries):
            assert get(client, "lerna.kz", path)[0] == 200


@pytest.mark.parametrize("path", ["/policy/", "/policy/archive/", "/policy/versions/1/", "/policy/versions/1/print/"])
def test_a_browser_need_not_fetch_it_again(client: Client, publish: Publish, path: str) -> None:
    publish("newskills", "First words.")
    first = client.get(path, headers={"host": "lerna.kz"})
    again = client.get(path, headers={"host": "lerna.kz", "if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in first["Cache-Control"]
    publish("newskills", "Second words.")
    later = client.get("/policy/", headers={"host": "lerna.kz", "if-none-match": first["ETag"]})
    assert later.status_code == 200


@pytest.mark.clause("11.4")
def test_anybody_can_count_the_hash_again(client: Client, publish: Publish) -> None:
    version = publish("newskills", "Words.")
    response = client.get("/policy/versions/1.json", headers={"host": "lerna.kz"})
    assert hashlib.sha256(response.content).hexdigest() == version.sha256


@pytest.mark.parametrize("path", ["/policy/", "/policy/compare/", "/policy/versions/1/print/"])
def test_words_of_a_policy_are_never_markup(client: Client, publish: Publish, path: str) -> None:
    publish("newskills", "Words <script>alert(1)</script>")
    publish("newskills", "More words <script>alert(1)</script>")
    _, page = get(client, "lerna.kz", path)
    assert "&lt;" in page
    assert "<script>alert" not in page
    assert " style=" not in page
