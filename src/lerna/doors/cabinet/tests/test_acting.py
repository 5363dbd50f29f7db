"""Pages about somebody for whom one acts: the same as about oneself, clearly marked, and nobody else's."""

import io
import json
import re
from zipfile import ZipFile

import pytest

from lerna.accounts.tests.cast import open_desk
from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import HOST, TYPED, Visitor, read_code
from lerna.privacy.evidence.models import Entry
from lerna.privacy.lifecycle.models import Farewell
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

REPRESENTED = {
    "name": "Дана",
    "surname": "Сәрсенова",
    "email": "gulnar@example.kz",
    "age": "represented",
    "representative_name": "Гүлнар Сәрсенова",
    "representative_basis": "parent",
}
PAGES = ("", "consents/", "details/", "leave/")


def join_for_dana(visitor: Visitor, prefix: str = "", slug: str = "newskills") -> str:
    """Gulnar opens an account for Dana; gives the address of Dana's pages."""
    _, _, address = visitor.sign_up(prefix, **REPRESENTED)
    assert visitor.send(address, {"code": read_code(slug)})[::2] == (302, f"{prefix}/account/")
    return find_pages(visitor, prefix)[0]


def find_pages(visitor: Visitor, prefix: str = "") -> list[str]:
    page = visitor.open(f"{prefix}/account/for/")
    return re.findall(rf'href="({prefix}/account/for/[0-9a-f-]{{36}}/)"', page)


def add(visitor: Visitor, **typed: str) -> tuple[int, str, str]:
    page = visitor.open("/account/for/")
    shown = dict(re.findall(r'name="(shown-[a-z-]+)"\s+value="([0-9a-f]{64})"', page))
    usual = {"name": "Тимур", "surname": "Ким", "basis": "guardian", "agree-learning": "on"}
    return visitor.send("/account/for/", usual | shown | typed)


def names(purpose: Purpose) -> list[str | None]:
    with processing(purpose, company=Company.objects.get(slug="newskills"), reason="test"):
        return sorted(str(profile.name) for profile in Profile.objects.all())


def count_people() -> int:
    with processing(Purpose.CONSENT_PROOF, company=Company.objects.get(slug="newskills"), reason="test"):
        return DataSubject.objects.count()


@pytest.mark.clause("2.1")
@pytest.mark.clause("8.1")
@pytest.mark.parametrize(("prefix", "marked"), [("", "Вы представляете: Дана"), ("/kk", "адамның өкілісіз: Дана")])
def test_a_representative_opens_an_account_and_the_persons_pages(visitor: Visitor, prefix: str, marked: str) -> None:
    address = join_for_dana(visitor, prefix)
    own = visitor.open(f"{prefix}/account/")
    assert "gulnar@example.kz" in own
    assert "Дана" not in own
    for page in PAGES:
        shown = visitor.open(f"{address}{page}")
        assert "Дана Сәрсенова" in shown, page
        assert marked in shown, page
        assert "gulnar@example.kz" not in shown, page


@pytest.mark.clause("2.1")
def test_at_the_other_company_it_is_the_same_and_another_person(visitor: Visitor) -> None:
    address = join_for_dana(visitor)
    visitor.host = "e-distant.kz"
    others = join_for_dana(visitor, slug="kerbez-agy")
    assert "Дана Сәрсенова" in visitor.open(others)
    visitor.open(address, status=404)


@pytest.mark.clause("8.1")
def test_a_person_is_added_in_the_cabinet(visitor: Visitor) -> None:
    visitor.join()
    assert add(visitor)[::2] == (302, "/account/for/")
    page = visitor.open("/account/for/")
    assert "Тимур Ким" in page
    assert "опекун" in page
    assert names(Purpose.LEARNING) == ["Айгерім", "Тимур"]


@pytest.mark.clause("4.1")
@pytest.mark.parametrize("said", [{"agree-learning": ""}, {"name": ""}, {"basis": ""}, {"shown-learning": "0" * 64}])
def test_nobody_is_added_without_consent_name_and_basis(visitor: Visitor, said: dict[str, str]) -> None:
    visitor.join()
    status, page, _ = add(visitor, **said)
    assert status == 200
    assert "Ничего не сохранено" in page
    assert count_people() == 1


def test_nobody_is_added_twice(visitor: Visitor) -> None:
    visitor.join()
    add(visitor)
    status, page, _ = add(visitor, name="тимур")
    assert status == 200
    assert "Вы уже представляете" in page
    assert count_people() == 2


@pytest.mark.clause("6.3")
def test_a_consent_for_another_is_theirs_alone(visitor: Visitor) -> None:
    visitor.join("", "marketing")
    add(visitor)
    (address,) = find_pages(visitor)
    page = visitor.open(f"{address}consents/")
    (shown,) = re.findall(r'/consents/marketing/">.*?name="shown"\s+value="([0-9a-f]{64})"', page, re.DOTALL)
    assert visitor.send(f"{address}consents/marketing/", {"set": "on", "agree": "on", "shown": shown})[::2] == (
        302, f"{address}consents/",
    )  # fmt: skip
    assert names(Purpose.MARKETING) == ["Айгерім", "Тимур"]
    assert visitor.send("/account/consents/marketing/", {"set": "off"})[0] == 302
    assert names(Purpose.MARKETING) == ["Тимур"]
    assert visitor.send(f"{address}consents/marketing/", {"set": "off"})[0] == 302
    assert names(Purpose.MARKETING) == []
    lines = [entry.line for entry in Entry.objects.filter(operation="consent_withdrawn").order_by("id")]
    assert ['"actor":"representative"' in line for line in lines] == [False, True]


@pytest.mark.clause("6.2")
def test_a_persons_name_is_corrected_and_their_archive_is_theirs(visitor: Visitor) -> None:
    address = join_for_dana(visitor)
    assert 'name="phone"' not in visitor.open(f"{address}details/")
    assert visitor.send(f"{address}details/", {"name": "Данагүл", "surname": ""})[::2] == (302, address)
    response = visitor.client.post(f"{address}download/", headers={"host": HOST})
    with ZipFile(io.BytesIO(response.getvalue())) as archive:
        page, data = archive.read("my-data.html").decode(), json.loads(archive.read("my-data.json"))
    assert "Данагүл" in page
    assert "законный представитель" in page
    (profile,) = data["data"]["subjects_profile"].values()
    assert profile["name"]["value"] == "Данагүл"
    assert "gulnar" not in str(data)
    assert '"actor":"representative"' in Entry.objects.get(operation="export").line
    assert "Гүлнар Сәрсенова" in visitor.open("/account/")


@pytest.mark.clause("8.4-е")
def test_a_persons_data_are_deleted_and_the_representative_leaves_last(visitor: Visitor) -> None:
    address = join_for_dana(visitor)
    page = visitor.open("/account/leave/")
    assert f'href="{address}leave/"' in page
    status, page, _ = visitor.send("/account/leave/", {"do": "leave"})
    assert (status, "представитель уходит последним" in page) == (409, True)
    assert not Farewell.objects.exists()
    assert visitor.send(f"{address}leave/", {"do": "leave"})[::2] == (302, f"{address}leave/")
    assert names(Purpose.LEARNING) == ["Гүлнар Сәрсенова"]
    assert visitor.send("/account/leave/", {"do": "leave"})[0] == 302
    assert names(Purpose.LEARNING) == []


@pytest.mark.clause("8.1")
def test_anybody_elses_person_is_no_page(visitor: Visitor) -> None:
    address = join_for_dana(visitor)
    mallory = Visitor()
    _, _, code = mallory.sign_up(email="mallory@example.kz", phone="")
    mallory.send(code, {"code": read_code()})
    for page in PAGES:
        mallory.open(f"{address}{page}", status=404)
    for page, data in (
        ("consents/marketing/", {"set": "off"}),
        ("details/", {"name": "Mallory"}),
        ("download/", {}),
        ("leave/", {"do": "leave"}),
    ):
        assert mallory.send(f"{address}{page}", data)[0] == 404
    assert not Farewell.objects.exists()
    assert "Дана" in visitor.open(address)
    for page in PAGES:
        Visitor().open(f"{address}{page}", status=302)


def test_staff_act_for_nobody(visitor: Visitor) -> None:
    visitor.client.cookies["lerna"] = open_desk(Company.objects.get(slug="newskills"), "manager")
    visitor.open("/account/for/", status=404)


def test_what_was_typed_stays_when_the_form_comes_back(visitor: Visitor) -> None:
    _, page, _ = visitor.sign_up(**(REPRESENTED | {"representative_basis": ""}))
    assert 'value="Гүлнар Сәрсенова"' in page
    assert 'value="Дана"' in page
    assert TYPED["password"] not in page
