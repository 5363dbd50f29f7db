"""“My data”: seen, corrected, switched off, taken away; each person sees their own alone."""

import io
import json
import re
from zipfile import ZipFile

import pytest

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import HOST, PASSWORD, TYPED, Visitor, read_code
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.lifecycle.exporting.journal import DONE, LEFT_OUT
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def marketed() -> list[str | None]:
    with processing(Purpose.MARKETING, company=Company.objects.get(slug="newskills"), reason="test"):
        return [profile.email for profile in Profile.objects.all()]


def read_shown(page: str, purpose: str) -> str:
    found = re.search(rf'/consents/{purpose}/">.*?name="shown"\s+value="([0-9a-f]{{64}})"', page, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.clause("6.2")
def test_the_page_says_what_is_held_why_how_long_and_what_was_done(visitor: Visitor) -> None:
    visitor.join("", "marketing")
    page = visitor.open("/account/")
    for said in (
        "Айгерім, Сәрсенова",
        "aigerim@example.kz, +77011234567",
        "Новости и акции",
        "осталось",
        "Согласие дано",
    ):
        assert said in page, said
    assert "Личные предложения" not in page


@pytest.mark.clause("6.3")
@pytest.mark.clause("6.5")
def test_switching_a_consent_off_and_on_works_at_once(visitor: Visitor) -> None:
    visitor.join("", "marketing")
    assert marketed() == ["aigerim@example.kz"]
    assert visitor.send("/account/consents/marketing/", {"set": "off"})[0] == 302
    assert marketed() == []
    page = visitor.open("/account/consents/")
    shown = read_shown(page, "marketing")
    assert visitor.send("/account/consents/marketing/", {"set": "on", "agree": "on", "shown": shown})[0] == 302
    assert marketed() == ["aigerim@example.kz"]


@pytest.mark.clause("6.3")
@pytest.mark.clause("6.5")
@pytest.mark.parametrize(("prefix", "words"), [("", "Отозвать всё"), ("/kk", "Бәрін қайтарып алу")])
def test_everything_is_taken_back_by_one_button_and_the_account_goes_on(
    visitor: Visitor, prefix: str, words: str
) -> None:
    visitor.join(prefix, "marketing")
    assert words not in visitor.open(f"{prefix}/account/consents/"), "one consent has a button of its own"
    shown = read_shown(visitor.open(f"{prefix}/account/consents/"), "personal-offers")
    visitor.send(f"{prefix}/account/consents/personal-offers/", {"set": "on", "agree": "on", "shown": shown})
    assert words in visitor.open(f"{prefix}/account/consents/")
    address = f"{prefix}/account/consents/withdraw-all/"
    assert visitor.send(address)[0::2] == (302, f"{prefix}/account/consents/")
    assert marketed() == []
    assert words not in visitor.open(f"{prefix}/account/consents/")
    assert "aigerim@example.kz" in visitor.open(f"{prefix}/account/"), "what the contract needs goes on"
    assert visitor.client.get(address, headers={"host": HOST}).status_code == 405


@pytest.mark.clause("2.4")
def test_the_journal_has_words_for_everything_that_is_done_to_a_person() -> None:
    told, left_out = {Operation(name) for name in DONE}, LEFT_OUT
    assert told | left_out == set(Operation)
    assert not told & left_out
    first_of_clause, last_of_clause = Operation.COLLECT, Operation.DESTROY
    named = list(Operation)[list(Operation).index(first_of_clause) : list(Operation).index(last_of_clause) + 1]
    assert told.issuperset(named), "the verbs of clause 2.4"


@pytest.mark.clause("4.1")
def test_nothing_is_switched_on_without_the_tick_or_for_another_text(visitor: Visitor) -> None:
    visitor.join()
    shown = read_shown(visitor.open("/account/consents/"), "marketing")
    assert visitor.send("/account/consents/marketing/", {"set": "on", "shown": shown})[0] == 422
    assert visitor.send("/account/consents/marketing/", {"set": "on", "agree": "on", "shown": "0" * 64})[0] == 422
    assert marketed() == []


@pytest.mark.parametrize("key", ["accounting", "learning", "nothing"])
def test_what_rests_on_a_law_or_the_contract_has_no_switch(visitor: Visitor, key: str) -> None:
    visitor.join()
    assert visitor.send(f"/account/consents/{key}/", {"set": "off"})[0] == 404


@pytest.mark.clause("6.2")
def test_a_person_corrects_their_name_and_phone(visitor: Visitor) -> None:
    visitor.join()
    assert visitor.send("/account/details/", {"name": "Әйгерім", "surname": "", "phone": "8 705 000 00 01"})[0] == 302
    page = visitor.open("/account/")
    assert "Әйгерім" in page
    assert "+77050000001" in page
    assert "Сәрсенова" not in page


def test_a_wrong_phone_is_refused_and_nothing_changes(visitor: Visitor) -> None:
    visitor.join()
    assert visitor.send("/account/details/", {"name": "Әйгерім", "phone": "12"})[0] == 200
    assert "Айгерім" in visitor.open("/account/")


def test_a_new_address_is_confirmed_by_a_code(visitor: Visitor) -> None:
    visitor.join()
    _, _, address = visitor.send("/account/details/email/", {"email": "new@example.kz"})
    assert "aigerim@example.kz" in visitor.open("/account/details/")
    assert visitor.send(address, {"code": read_code()})[0] == 302
    page = visitor.open("/account/details/")
    assert "new@example.kz" in page
    assert "aigerim@example.kz" not in page


def test_a_new_password_replaces_the_old_one(visitor: Visitor) -> None:
    visitor.join()
    for soon_guessed in ("short", "Сәрсенова2001", "87011234567"):
        assert visitor.send("/account/details/password/", {"password": soon_guessed})[0] == 200
    assert visitor.send("/account/details/password/", {"password": "жазда шөп шабылады"})[0] == 302
    other = Visitor()
    login = {"login": TYPED["email"]}
    assert other.send("/account/sign-in/", login | {"password": PASSWORD})[0] == 200
    assert other.send("/account/sign-in/", login | {"password": "жазда шөп шабылады"})[0] == 302


def test_other_browsers_are_seen_and_logged_out(visitor: Visitor) -> None:
    visitor.join()
    other = Visitor()
    other.send("/account/sign-in/", {"login": TYPED["email"], "password": PASSWORD})
    page = visitor.open("/account/sign-ins/")
    assert page.count("Firefox, Linux</h2>") == 2
    (one,) = re.findall(r'name="sign_in" value="([^"]+)"', page)
    assert visitor.send("/account/sign-ins/", {"sign_in": "nonsense"})[0] == 302
    other.open("/account/")
    assert visitor.send("/account/sign-ins/", {"sign_in": one})[0] == 302
    other.open("/account/", status=302)
    visitor.open("/account/")


@pytest.mark.clause("6.2")
def test_the_archive_holds_a_page_and_json_and_is_recorded(visitor: Visitor) -> None:
    visitor.join("", "marketing")
    response = visitor.client.post("/account/download/", headers={"host": HOST})
    with ZipFile(io.BytesIO(response.getvalue())) as archive:
        assert sorted(archive.namelist()) == ["consents.json", "my-data.html", "my-data.json"]
        page = archive.read("my-data.html").decode()
        data = json.loads(archive.read("my-data.json"))
        json.loads(archive.read("consents.json"))
    assert "aigerim@example.kz" in page
    (profile,) = data["data"]["subjects_profile"].values()
    assert [profile[name]["value"] for name in ("name", "email", "phone")] == [
        "Айгерім",
        "aigerim@example.kz",
        "+77011234567",
    ]
    for said in ("Электронная почта", "Откуда это", "осталось", "Что с ними делали"):
        assert said in page
    assert PASSWORD not in str(data)
    assert Entry.objects.filter(operation="export").count() == 1


def test_one_person_sees_nothing_of_another(visitor: Visitor) -> None:
    visitor.join()
    other = Visitor()
    _, _, address = other.sign_up(name="Дана", surname="", email="dana@example.kz", phone="")
    other.send(address, {"code": read_code()})
    page = other.open("/account/")
    assert "dana@example.kz" in page
    assert "aigerim" not in page
    assert "Айгерім" not in page
