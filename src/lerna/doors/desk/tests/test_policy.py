"""The next version at the desk: whom it touches stands there first; a word is typed; what is refused says why."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, NOW, log_in, open_page
from lerna.kit import clock
from lerna.privacy.consents.contents import Occasion
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import give_consents
from lerna.privacy.consents.statement import build_statements
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.policy.document_json import document_from_json
from lerna.privacy.policy.importer.drafts import read_draft, write_draft
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.renewal.models import Publication
from lerna.privacy.renewal.progress import continue_publication
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH, DRAFT = "/desk/policy/", "/desk/policy/publish/imported/"
Count = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def newskills(_published: None) -> Company:
    return Company.objects.get(slug="newskills")


@pytest.fixture
def officer() -> Client:
    return log_in("privacy-officer")


def reword(company: Company, new: str = "новости и открытки") -> None:
    """A draft: the version in force with other words of marketing, in Russian."""
    version = current_version(company)
    assert version
    assert "новости" in version.document
    document = json.loads(version.document)
    changed = json.dumps(document, ensure_ascii=False).replace("присылать новости", f"присылать {new}")
    write_draft(company.slug, document_from_json(changed))


def agree(company: Company) -> DataSubject:
    """Somebody who allows marketing, in Russian."""
    version = current_version(company)
    assert version
    subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=NOW)
    statements = build_statements(company=company, version=version, form=(), own=[Purpose.MARKETING], language="ru")
    occasion = Occasion(site="lerna", form="application", channel=Channel.SITE, hand=Hand.PERSON)
    give_consents(subject=subject, statements=statements, occasion=occasion, person="Айгерім", now=NOW)
    return subject


def publish(client: Client, path: str = DRAFT, *, word: str = "опубликовать", **other: str) -> tuple[int, str]:
    """The second click, with what the page of the first one holds."""
    page = open_page(client, path)[1]
    found = {name: "".join(re.findall(rf'name="{name}" value="([^"]*)"', page)) for name in ("sha256", "dated_on")}
    found["dated_on"] = found["dated_on"] or clock.local_day(clock.now()).isoformat()
    response = client.post(path, found | {"word": word} | other, headers={"host": HOST})
    return response.status_code, response.content.decode()


@pytest.mark.clause("11.4")
@pytest.mark.clause("11.5")
def test_before_the_second_click_it_says_whom_it_touches(officer: Client, newskills: Company) -> None:
    agree(newskills)
    create_subject(company=newskills, site=newskills.sites.order_by("place")[0], now=NOW)
    reword(newskills)
    page = " ".join(re.sub(r"<[^>]+>", " ", open_page(officer, DRAFT)[1]).split())
    assert "Что-то остановится до нового согласия 1" in page
    assert "Получат письмо 3" in page, "the officer is known, too"
    assert "Новости и акции 7.1-г 1" in page
    assert "и открытки" in page
    assert not Publication.objects.exists()


@pytest.mark.clause("11.4")
def test_the_typed_word_publishes_and_the_evidence_says_who(officer: Client, newskills: Company) -> None:
    reword(newskills)
    assert publish(officer)[0] == 302
    publication = Publication.objects.get(company=newskills)
    assert "Текст публикуется" in open_page(officer, PATH)[1]
    list(continue_publication(publication=publication, clock=clock.now))
    line = read_line(Entry.objects.filter(company=newskills, operation="policy_published").order_by("-pk")[0])
    assert (line["actor"], line["actor_id"]) == ("staff", str(publication.actor_id))
    assert line["policy_version"] == 2
    assert current_version(newskills).number == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("word", ["", "да", "publish"])
def test_without_the_word_nothing_is_published(officer: Client, newskills: Company, word: str) -> None:
    reword(newskills)
    status, page = publish(officer, word=word)
    assert status == 400
    assert "word" in page
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"sha256": "0" * 64}, "Текст изменился"),
        ({"dated_on": "1999-01-01"}, "1999"),
        ({"dated_on": (clock.local_day(clock.now()) + timedelta(days=2)).isoformat()}, "ещё не наступил"),
    ],
)
def test_a_refusal_is_a_sentence(officer: Client, newskills: Company, other: dict[str, str], sentence: str) -> None:
    reword(newskills)
    status, page = publish(officer, **other)
    assert status == 400
    assert sentence in page
    assert not Publication.objects.exists()


def test_the_text_in_force_is_not_published_again(officer: Client) -> None:
    page = open_page(officer, "/desk/policy/publish/model/")[1]
    assert "Этот текст опубликовать нельзя" in page
    assert 'name="word"' not in page


def test_a_second_text_waits_for_the_first(officer: Client, newskills: Company) -> None:
    reword(newskills)
    publish(officer)
    reword(newskills, "новости и письма")
    status, page = publish(officer)
    assert status == 400
    assert "Дождитесь" in page
    assert Publication.objects.count() == 1


def test_an_uploaded_file_waits_as_a_draft(officer: Client, newskills: Company) -> None:
    text = "Политика\n\n1. Общие положения\n\n1.1. Мы учим.\n"
    file = SimpleUploadedFile("../../policy.txt", text.encode())
    response = officer.post(f"{PATH}text/", {"file": file}, headers={"host": HOST})
    assert response.headers["Location"] == DRAFT
    draft = read_draft(newskills.slug)
    assert draft
    assert [clause.number for clause in draft.texts[0].clauses()] == ["1.1"]
    assert open_page(officer, DRAFT)[0] == 200


@pytest.mark.parametrize("name", ["policy.exe", "policy.docx"])
def test_a_file_that_is_no_policy_is_a_sentence(officer: Client, newskills: Company, name: str) -> None:
    file = SimpleUploadedFile(name, b"\x00\x01")
    response = officer.post(f"{PATH}text/", {"file": file}, headers={"host": HOST})
    assert response.status_code == 400
    assert name in response.content.decode()
    assert read_draft(newskills.slug) is None


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", sorted(set(load_roles()) - {"privacy-officer"}))
def test_for_other_roles_there_is_no_such_page(newskills: Company, role: str) -> None:
    reword(newskills)
    client = log_in(role)
    for path in (PATH, DRAFT, "/desk/policy/publish/model/"):
        assert open_page(client, path)[0] == 404
    assert client.post(f"{PATH}text/", headers={"host": HOST}).status_code == 404
    assert client.post(DRAFT, {"word": "опубликовать"}, headers={"host": HOST}).status_code == 404
    assert not Publication.objects.exists()


@pytest.mark.clause("8.3")
def test_another_company_s_draft_is_not_here(newskills: Company) -> None:
    reword(newskills)
    kerbez = log_in("privacy-officer", "kerbez-agy")
    assert open_page(kerbez, PATH, "e-distant.kz")[0] == 200
    assert open_page(kerbez, DRAFT, "e-distant.kz")[0] == 404


def test_three_versions_take_as_many_queries_as_one(
    officer: Client, newskills: Company, django_assert_num_queries: Count
) -> None:
    open_page(officer, PATH)  # the visit is noted
    for words in ((), ("новости и открытки", "новости и письма")):
        for new in words:
            reword(newskills, new)
            publish(officer)
            list(continue_publication(publication=Publication.objects.get(finished_at=None), clock=clock.now))
        with django_assert_num_queries(10):
            open_page(officer, PATH)
    assert PolicyVersion.objects.filter(company=newskills).count() == 3
