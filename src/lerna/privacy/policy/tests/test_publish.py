"""A version is published once and never changes."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.utils import translation

from lerna.companies.models import Company
from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster
from lerna.privacy.policy.document import Document, Section, Text
from lerna.privacy.policy.document_json import document_hash
from lerna.privacy.policy.models import PolicyVersion, Source
from lerna.privacy.policy.operations import PublishingError, publish_version
from lerna.privacy.policy.queries import current_version, get_pair, get_version, list_versions, read_document

BuildDocument = Callable[..., Document]
Publish = Callable[..., PolicyVersion]
DATED = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def publish(now: datetime, build_document: BuildDocument) -> Publish:
    def publish(company: Company, words: str = "Отвечаем за один день.", dated_on: date = DATED) -> PolicyVersion:
        return publish_version(
            company=company, document=build_document(words), dated_on=dated_on, source=Source.IMPORTED, now=now
        )

    return publish


@pytest.mark.clause("11.4")
@pytest.mark.clause("3.1")
def test_it_publishes_each_company_its_own_versions(
    publish: Publish, newskills: Company, kerbez: Company, build_document: BuildDocument
) -> None:
    first, second, other = publish(newskills), publish(newskills, "Отвечаем сразу."), publish(kerbez)
    assert [version.number for version in (first, second, other)] == [1, 2, 1]
    assert current_version(newskills) == second
    assert current_version(kerbez) == other
    assert [version.number for version in list_versions(newskills)] == [2, 1]
    assert get_version(newskills, 1) == first
    assert get_pair(newskills, 2, 1) == (second, first)
    assert read_document(get_version(newskills, 2)) == build_document("Отвечаем сразу.")
    assert second.languages == ["ru", "kk"]
    assert second.sha256 == document_hash(build_document("Отвечаем сразу."))
    with pytest.raises(PolicyVersion.DoesNotExist):
        get_version(kerbez, 2)
    with pytest.raises(PolicyVersion.DoesNotExist):
        get_pair(kerbez, 1, 2)


def test_it_refuses_the_current_text_again(publish: Publish, newskills: Company) -> None:
    publish(newskills)
    with pytest.raises(PublishingError, match="version 1 already"):
        publish(newskills)
    publish(newskills, "Отвечаем сразу.")
    assert publish(newskills).number == 3  # going back to an older text is a new version


def test_it_refuses_a_date_out_of_order(publish: Publish, newskills: Company, now: datetime) -> None:
    publish(newskills)
    with pytest.raises(PublishingError, match="can't be older"):
        publish(newskills, "Отвечаем сразу.", DATED - timedelta(days=1))
    with pytest.raises(PublishingError, match="hasn't come"):
        publish(newskills, "Отвечаем сразу.", now.date() + timedelta(days=1))
    assert publish(newskills, "Отвечаем сразу.").number == 2
    assert PolicyVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (Document(()), "no text"),
        (Document((Text("ru", "Политика", (Section("1", "1", "Общее", ()),)),)), "no numbered clauses"),
    ],
)
def test_it_refuses_a_document_without_clauses(
    document: Document, sentence: str, newskills: Company, now: datetime
) -> None:
    with pytest.raises(PublishingError, match=sentence):
        publish_version(company=newskills, document=document, dated_on=DATED, source=Source.MODEL, now=now)
    assert not PolicyVersion.objects.exists()


def test_it_refuses_a_language_twice(newskills: Company, now: datetime, build_document: BuildDocument) -> None:
    with pytest.raises(PublishingError, match="two texts in ru"):
        publish_version(
            company=newskills,
            document=build_document("Раз.", "ru", "kk", "ru"),
            dated_on=DATED,
            source=Source.MODEL,
            now=now,
        )


@pytest.mark.clause("11.4")
@pytest.mark.parametrize(
    "statement",
    [
        "update policy_policyversion set dated_on = '2020-01-01'",
        "update policy_policyversion set number = number where false",
        "delete from policy_policyversion",
        "truncate policy_policyversion cascade",
        "insert into policy_policyversion select * from policy_policyversion on conflict (id) do update set number = 7",
        "alter table policy_policyversion disable trigger all",
    ],
)
def test_the_application_cannot_change_a_version(statement: str, publish: Publish, newskills: Company) -> None:
    version = publish(newskills)
    with (
        pytest.raises(ProgrammingError, match=r"denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert PolicyVersion.objects.get() == version
    assert PolicyVersion.objects.get().dated_on == DATED


@pytest.fixture
def owner(
    request: pytest.FixtureRequest, cluster: Cluster, pytestconfig: pytest.Config
) -> Iterator[psycopg.Connection]:
    """A connection of the role that owns the tables."""
    request.getfixturevalue("db")
    with psycopg.connect(
        host=str(cluster.sockets),
        dbname=connection.settings_dict["NAME"],
        user=roles.OWNER,
        password=(Path(pytestconfig.rootpath) / "var" / "test" / roles.OWNER).read_text().strip(),
    ) as owner:
        owner.execute("set lock_timeout = '5s'")
        yield owner
        owner.rollback()


@pytest.mark.clause("11.4")
@pytest.mark.parametrize(
    "statement",
    [
        "update policy_policyversion set number = 9",
        "delete from policy_policyversion",
        "truncate policy_policyversion cascade",
        "truncate companies_company cascade",
    ],
)
def test_not_even_the_owner_can_change_a_version(statement: str, owner: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never change"):
        owner.execute(statement)  # a cascade meets the evidence first, which refuses likewise


@pytest.mark.clause("11.4")
@pytest.mark.parametrize(
    "spoiled",
    [
        {"sha256": "0" * 64},
        {"sha256": "short"},
        {"document": "{}"},
        {"number": 0},
        {"languages": []},
        {"source": "rumor"},
        {"number": 1},
    ],
    ids=str,
)
def test_the_database_refuses_a_false_version(spoiled: dict[str, object], publish: Publish, newskills: Company) -> None:
    true = publish(newskills)
    columns = {
        "company": newskills,
        "number": 2,
        "dated_on": true.dated_on,
        "published_at": true.published_at,
        "source": true.source,
        "document": true.document,
        "sha256": true.sha256,
        "languages": true.languages,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(**columns | spoiled)
    assert PolicyVersion.objects.get() == true
    assert PolicyVersion.objects.create(**columns).number == 2
