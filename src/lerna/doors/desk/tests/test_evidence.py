"""The page of evidence at the desk: no clause bare, its latest proof downloadable, for the privacy officer alone."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.doors.desk.papers.words import name_operation
from lerna.doors.desk.tests.conftest import HOST, NOW, log_in, open_page
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.seal.keys import FileKeys
from lerna.privacy.evidence.seal.sealing import seal_entries
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.promises.clauses import load_clauses
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, permit

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH = "/desk/evidence/"
Count = Callable[[int], AbstractContextManager[object]]


def add(slug: str = "newskills", *purposes: Purpose) -> DataSubject:
    company = Company.objects.get(slug=slug)
    subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=NOW)
    permit(subject=subject, purposes=purposes)
    return subject


def withdraw(subject: DataSubject) -> int:
    return record(
        company=subject.company, operation=Operation.CONSENT_WITHDRAWN, clause="6.5", actor=Actor.PERSON,
        subject=subject.pk, now=clock.now(),
    )  # fmt: skip


def read_clause(page: str, number: str) -> str:
    """What stands on the page for this clause, as words."""
    (part,) = re.findall(rf'<li class="promise" id="clause-{number}">(.*?)</details>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


@pytest.mark.clause("11.2")
@pytest.mark.parametrize(("prefix", "kept"), [("", "Чем обеспечено"), ("/kk", "Немен қамтамасыз етілген")])
def test_no_clause_is_bare(prefix: str, kept: str) -> None:
    status, page = open_page(log_in("privacy-officer"), f"{prefix}{PATH}")
    assert status == 200
    for clause in load_clauses():
        shown = read_clause(page, clause.number)
        assert (kept in shown) is clause.is_done
        for name in (*clause.entry.code, *clause.tests) if clause.is_done else ():
            assert name in shown


@pytest.mark.clause("11.2")
def test_a_clause_shows_its_latest_proof_and_this_month_s_figures() -> None:
    aigerim = add("newskills", Purpose.MARKETING)
    add()
    withdraw(aigerim)
    number = withdraw(aigerim)
    withdraw(add("kerbez-agy"))
    page = open_page(log_in("privacy-officer"), PATH)[1]
    shown = read_clause(page, "6.5")
    assert "Согласие отозвано" in shown
    assert f"запись {number}, ждёт печати" in shown
    assert "записей: 2, о людях: 1" in shown
    assert "с разрешением: 1, без него: 2" in read_clause(page, "7.1-г"), "the third is the officer's own"


@pytest.mark.clause("11.2")
def test_one_entry_is_proven_by_a_file_and_the_public_key() -> None:
    number = withdraw(add())
    list(seal_entries(company=Company.objects.get(slug="newskills"), everything=True))
    client = log_in("privacy-officer")
    assert f"{PATH}{number}.json" in open_page(client, PATH)[1]
    response = client.get(f"{PATH}{number}.json", headers={"host": HOST})
    proof = json.loads(response.content)
    assert json.loads(proof["entry"])["id"] == number
    key = client.get(f"{PATH}key.txt", headers={"host": HOST}).content.decode().strip()
    assert proof["key"] == key == FileKeys().public_key("newskills").hex()


def test_any_entry_is_found_by_its_number() -> None:
    number, other = withdraw(add()), withdraw(add("kerbez-agy"))
    client = log_in("privacy-officer")
    response = client.get(PATH, {"entry": str(number)}, headers={"host": HOST})
    assert response.headers["Location"] == f"{PATH}{number}.json"
    for wrong in (str(other), "0", "Айгерім", "9" * 30):
        status, page = open_page(client, f"{PATH}?entry={wrong}")
        assert status == 200
        assert "field-error" in page


def test_an_entry_that_waits_for_its_seal_says_so() -> None:
    number = withdraw(add())
    status, page = open_page(log_in("privacy-officer"), f"{PATH}{number}.json")
    assert status == 409
    assert "доказательства этой записи ещё нет" in page.lower()


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", sorted(set(load_roles()) - {"privacy-officer"}))
def test_for_other_roles_there_is_no_such_page(role: str) -> None:
    number, client = withdraw(add()), log_in(role)
    for path in (PATH, f"{PATH}{number}.json", f"{PATH}key.txt"):
        assert open_page(client, path)[0] == 404


@pytest.mark.clause("8.3")
def test_another_company_s_entry_is_not_proven_here() -> None:
    number = withdraw(add("kerbez-agy"))
    list(seal_entries(company=Company.objects.get(slug="kerbez-agy"), everything=True))
    assert open_page(log_in("privacy-officer"), f"{PATH}{number}.json")[0] == 404


def test_whatever_is_recorded_has_words() -> None:
    assert [operation for operation in Operation if name_operation(operation) == operation.value] == []


def test_the_page_names_nobody_and_so_no_look_is_recorded() -> None:
    subject = add("newskills", Purpose.MARKETING)
    withdraw(subject)
    assert str(subject.pk) not in open_page(log_in("privacy-officer"), PATH)[1]
    assert not Entry.objects.filter(operation="look").exists()


def test_three_clauses_and_people_take_as_many_queries_as_one(django_assert_num_queries: Count) -> None:
    client = log_in("privacy-officer")
    open_page(client, PATH)  # the visit is noted, the company's files are read
    for people in (1, 2):
        for _ in range(people):
            withdraw(add("newskills", Purpose.MARKETING))
        with django_assert_num_queries(15):
            open_page(client, PATH)
