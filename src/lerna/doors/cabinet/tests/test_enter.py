"""The way in and out, as a visitor without a script goes it."""

import re
import time

import pytest

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import PASSWORD, Visitor, read_code
from lerna.doors.look.guards import evenly
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = {"": "Мои данные", "/kk": "Менің деректерім", "/en": "My data"}


def count_people() -> int:
    with processing(Purpose.CONSENT_PROOF, company=Company.objects.get(slug="newskills"), reason="test"):
        return DataSubject.objects.count()


def log_in(
    visitor: Visitor, login: str = "aigerim@example.kz", password: str = PASSWORD, **more: str
) -> tuple[int, str, str]:
    return visitor.send("/account/sign-in/", {"login": login, "password": password} | more)


@pytest.mark.parametrize("prefix", WORDS)
def test_somebody_opens_an_account_and_sees_their_data(visitor: Visitor, prefix: str) -> None:
    visitor.join(prefix)
    page = visitor.open(f"{prefix}/account/")
    assert f"<h1>{WORDS[prefix]}</h1>" in page
    assert "aigerim@example.kz" in page


@pytest.mark.clause("4.1")
def test_without_the_tick_nothing_is_stored_and_what_was_typed_stays(visitor: Visitor) -> None:
    status, page, _ = visitor.sign_up(**{"agree-learning": ""})
    assert status == 200
    assert count_people() == 0
    assert 'value="aigerim@example.kz"' in page
    assert PASSWORD not in page


@pytest.mark.clause("2.1")
@pytest.mark.parametrize(
    "said", [{"age": ""}, {"representative_name": ""}, {"representative_basis": ""}, {"representative_basis": "aunt"}]
)
def test_who_is_under_18_opens_none_alone(visitor: Visitor, said: dict[str, str]) -> None:
    whole = {"age": "represented", "representative_name": "Гүлнар", "representative_basis": "parent"}
    status, _, _ = visitor.sign_up(**(whole | said))
    assert status == 200
    assert count_people() == 0


@pytest.mark.parametrize(
    "password",
    ["short", "1234567890", "qwertyuiop", "aigerim@example.kz", "Сәрсенова2001", "87011234567", "lerna12345"],
)
def test_a_password_that_is_soon_guessed_is_refused(visitor: Visitor, password: str) -> None:
    status, _, _ = visitor.sign_up(password=password)
    assert status == 200
    assert count_people() == 0


def test_a_known_address_gets_the_very_same_answer(visitor: Visitor) -> None:
    visitor.join()
    other = Visitor()
    answers = [other.sign_up(email=email) for email in ("aigerim@example.kz", "new@example.kz")]
    assert {status for status, _, _ in answers} == {302}
    pages = [re.sub(r'value="[^"]+"', "", other.open(address)) for _, _, address in answers]
    addresses = [re.sub(r"/code/[^/]+/", "", page) for page in pages]
    nonces = [re.sub(r'nonce="[^"]+"', "", page) for page in addresses]
    assert nonces[0] == nonces[1]
    assert not any("example.kz" in address for _, _, address in answers)


def test_a_wrong_password_and_an_unknown_login_get_one_answer(visitor: Visitor) -> None:
    visitor.join()
    pages = [log_in(Visitor(), login, "a guess of Mallory's") for login in ("aigerim@example.kz", "nobody@example.kz")]
    assert [status for status, _, _ in pages] == [200, 200]
    sentences = [re.findall(r"не подходят друг к другу", page) for _, page, _ in pages]
    assert sentences[0] == sentences[1] != []


def test_logging_in_leads_where_one_wanted_but_never_to_another_site(visitor: Visitor) -> None:
    visitor.join()
    assert log_in(Visitor(), next="/account/consents/")[2] == "/account/consents/"
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"):
        assert log_in(Visitor(), next=elsewhere)[2] == "/account/"


def test_guessing_is_stopped_with_a_sentence(visitor: Visitor) -> None:
    for _ in range(5):
        assert log_in(visitor, password="a guess of Mallory's")[0] == 200
    status, page, _ = log_in(visitor)
    assert status == 429
    assert "четверть часа" in page


def test_every_guess_takes_as_long(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evenly, "WHILE", 0.3)
    started = time.monotonic()
    visitor.send("/account/code/", {"login": "nobody@example.kz"})
    assert time.monotonic() - started >= 0.3


@pytest.mark.parametrize("path", ["", "consents/", "details/", "sign-ins/"])
def test_a_stranger_is_sent_to_log_in_and_learns_nothing(visitor: Visitor, path: str) -> None:
    visitor.open(f"/account/{path}", status=302)


def test_logging_out_makes_the_cookie_worthless(visitor: Visitor) -> None:
    visitor.join()
    cookie = visitor.client.cookies["lerna"].value
    assert visitor.client.cookies["lerna"]["httponly"]
    assert visitor.send("/account/sign-out/")[2] == "/account/sign-in/"
    visitor.client.cookies["lerna"] = cookie
    visitor.open("/account/", status=302)


def test_a_cookie_of_one_company_opens_nothing_at_the_other(visitor: Visitor) -> None:
    visitor.join()
    visitor.host = "e-distant.kz"
    visitor.open("/account/", status=302)


def test_a_code_by_letter_logs_in(visitor: Visitor) -> None:
    visitor.join()
    other = Visitor()
    _, _, address = other.send("/account/code/", {"login": "8 701 123 45 67"})
    assert other.send(address, {"code": "12"})[0] == 200
    assert other.send(address, {"code": read_code()})[0] == 302
    assert "Айгерім" in other.open("/account/")


def test_a_forged_number_of_a_code_is_no_page(visitor: Visitor) -> None:
    visitor.open("/account/code/forged/", status=404)
