"""Requests of people without an account: a stranger learns nothing, the owner of the address everything (6.4, 6.8)."""

import html
import io
import json
import re
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.doors.look.guards import evenly
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.sweep import deliver_due
from lerna.privacy.letters.wire.mailbox import list_kept
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.jobs import tend_to
from lerna.privacy.requests.models import Request
from lerna.privacy.requests.queries import list_open_ended
from lerna.privacy.requests.tokens import sign_request
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
KNOWN, UNKNOWN = "aigerim@example.kz", "mallory@example.kz"


@pytest.fixture
def newskills(monkeypatch: pytest.MonkeyPatch) -> Company:
    """Aigerim left an application there once; answers aren't held back, but in a test of its own."""
    monkeypatch.setattr(evenly, "WHILE", 0.0)
    load_companies(files=sorted((Path(settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    for company in Company.objects.all():
        key_provider().make(company.slug)
    company = Company.objects.get(slug="newskills")
    subject = create_subject(company=company, site=company.sites.get(key="lerna"), now=NOW)
    permit(subject=subject, purposes=[Purpose.CONSULTING])
    with processing(Purpose.CONSULTING, company=company, reason="an application"):
        state_profile(subject=subject, actor=Actor.PERSON, now=NOW, name="Айгерім", email=KNOWN, phone="+77011234567")
    return company


def read(client: Client, path: str, status: int = 200, host: str = "lerna.kz") -> str:
    response = client.get(path, headers={"host": host})
    assert response.status_code == status, path
    return html.unescape(response.content.decode())


def send(client: Client, path: str, **typed: str) -> tuple[int, str, str]:
    response = client.post(path, typed, headers={"host": "lerna.kz"})
    return (
        response.status_code,
        html.unescape(response.content.decode(errors="replace")),
        response.headers.get("Location", ""),
    )


def ask(client: Client, kind: str = "access", *, email: str = KNOWN, prefix: str = "", **typed: str) -> str:
    """Sends the form; gives the address of the page with the number."""
    path = f"{prefix}/requests/new/{kind}/"
    status, _, address = send(client, path, **{"name": "Айгерім", "email": email} | typed)
    assert status == 302
    return address


def read_code(company: Company, email: str) -> str:
    """The latest code that waits for this address."""
    with processing(Purpose.REQUESTS, company=company, reason="test"):
        letters = [letter for letter in Letter.objects.order_by("-created_at") if letter.address]
        newest = next(letter for letter in letters if str(letter.address).casefold() == email)
        return str(json.loads(str(newest.context))["code"])


def work(company: Company) -> None:
    """What the worker does within seconds."""
    for _ in range(2):
        for request_id in list_open_ended(company):
            tend_to(company=company, request_id=request_id, now=clock.now())
        for _letter in deliver_due(now=clock.now()):
            pass


def blank(page: str) -> str:
    """The page without what differs from one request to the next."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    page = re.sub(r"LR-\d{4}-\d{6}|[0-9a-f]{32}:[\w-]+", "…", page)
    return re.sub(r"\d{1,2} \w+ \d{4} г\.(, \d\d:\d\d)?|nonce=\"[^\"]*\"", "…", page)


@pytest.mark.clause("6.4")
@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", ("Показать мои данные", "ждёт кода", "Контакты")),
        ("/kk", ("Деректерімді көрсету", "кодты күтуде", "Байланыс деректері")),
    ],
)
def test_from_the_form_to_the_answer(newskills: Company, prefix: str, words: tuple[str, str, str]) -> None:
    client = Client()
    assert words[0] in read(client, f"{prefix}/requests/")
    address = ask(client, prefix=prefix, text="…")
    assert "aigerim" not in address.lower()
    page = read(client, address)
    assert words[1] in page
    assert re.search(r"LR-\d{4}-000001", page)
    status, _, _ = send(client, address, code=read_code(newskills, KNOWN))
    assert status == 302
    work(newskills)
    (answer,) = [kept for kept in list_kept("newskills") if words[2] in kept.text]
    assert answer.addressee == KNOWN


@pytest.mark.clause("6.8")
def test_the_pages_are_the_same_for_somebody_known_and_somebody_unknown(newskills: Company) -> None:
    pages = {}
    for email in (KNOWN, UNKNOWN):
        client = Client()
        address = ask(client, email=email)
        wrong = send(client, address, code="000000")
        pages[email] = [blank(read(client, address)), wrong[0], blank(wrong[1])]
    assert pages[KNOWN] == pages[UNKNOWN]
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert Letter.objects.filter(template="request-confirm").count() == 2


@pytest.mark.clause("6.8")
def test_a_phone_that_is_known_and_one_that_isnt_look_alike(newskills: Company) -> None:
    pages = []
    for phone in ("8 701 123 45 67", "8 701 555 00 00"):
        client = Client()
        address = ask(client, email="", phone=phone)
        again = send(client, f"{address}again/")
        pages.append((blank(read(client, address)), again[0]))
    assert pages[0] == pages[1]
    assert newskills


@pytest.mark.clause("6.8")
def test_an_answer_takes_as_long_whoever_is_asked_about(newskills: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(evenly, "WHILE", 5.0)
    monkeypatch.setattr(evenly.time, "sleep", waits.append)
    started = evenly.time.monotonic()
    ask(Client(), email=KNOWN)
    ask(Client(), email=UNKNOWN)
    took = evenly.time.monotonic() - started
    assert sum(waits) + took == pytest.approx(10.0, abs=0.2)
    assert newskills


@pytest.mark.clause("6.8")
def test_the_link_alone_tells_nothing_of_anybody_and_the_code_opens_all(newskills: Company) -> None:
    client = Client()
    address = ask(client)
    send(client, address, code=read_code(newskills, KNOWN))
    work(newskills)
    stranger = Client()
    page = read(stranger, address)
    assert "Ответ отправлен на ваш адрес" in page
    for private in ("Айгерім", KNOWN, "Контакты:", "Ответ на заявку"):
        assert private not in page
    for path in ("print/", "copy/", "complain/"):
        response = stranger.get(f"{address}open/{path}", headers={"host": "lerna.kz"})
        assert response.status_code in {302, 405}
    assert stranger.post(f"{address}open/copy/", headers={"host": "lerna.kz"}).status_code == 302
    send(client, f"{address}open/")
    status, _, _ = send(client, f"{address}open/", code=read_code(newskills, KNOWN))
    assert status == 302
    opened = read(client, f"{address}open/")
    assert "Контакты: Адрес электронной почты" in opened
    assert "Айгерім" in read(client, f"{address}open/print/")
    response = client.post(f"{address}open/copy/", headers={"host": "lerna.kz"})
    assert "Айгерім" in ZipFile(io.BytesIO(response.getvalue())).read("my-data.json").decode()
    assert "Показать" not in read(stranger, f"{address}open/")


def test_what_one_code_opened_opens_no_other_request(newskills: Company) -> None:
    client = Client()
    address = ask(client)
    send(client, address, code=read_code(newskills, KNOWN))
    send(client, f"{address}open/")
    send(client, f"{address}open/", code=read_code(newskills, KNOWN))
    other = ask(Client(), email=UNKNOWN)
    assert client.get(f"{other}open/print/", headers={"host": "lerna.kz"}).status_code == 302


@pytest.mark.clause("6.8")
def test_a_complaint_about_the_answer_points_at_it(newskills: Company) -> None:
    client = Client()
    address = ask(client)
    send(client, address, code=read_code(newskills, KNOWN))
    work(newskills)
    send(client, f"{address}open/")
    send(client, f"{address}open/", code=read_code(newskills, KNOWN))
    status, _, complaint = send(client, f"{address}open/complain/", text="Это не всё")
    assert status == 302
    assert "в работе" in read(client, complaint)
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert Request.objects.get(kind="complaint").against is not None


@pytest.mark.clause("6.4")
def test_a_token_opens_nothing_at_the_other_company_and_none_that_is_forged(newskills: Company) -> None:
    address = ask(Client())
    read(Client(), address, 404, host="e-distant.kz")
    read(Client(), address[:-3] + ("aa/" if not address.endswith("aa/") else "bb/"), 404)
    read(Client(), f"/requests/{sign_request(UUID(int=newskills.pk))}/", 404)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": " "}, "Напишите, как вас зовут"),
        ({"email": "aigerim@"}, "Это не адрес электронной почты"),
        ({"email": ""}, "Укажите электронную почту или телефон"),
        ({"email": "", "phone": "12"}, "Обращение не отправлено"),
    ],
)
def test_a_slip_of_the_pen_is_said_and_nothing_stored(newskills: Company, typed: dict[str, str], words: str) -> None:
    status, page, _ = send(Client(), "/requests/new/access/", **{"name": "Айгерім", "email": KNOWN} | typed)
    assert (status, words in page) == (200, True)
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert not Request.objects.exists()


def test_a_robot_is_thanked_and_forgotten(newskills: Company) -> None:
    address = ask(Client(), website="http://spam.example")
    assert address == "/requests/thanks/"
    read(Client(), address)
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert not Request.objects.exists()


def test_nobody_floods_an_address_with_requests(newskills: Company) -> None:
    for _ in range(5):
        ask(Client())
    status, page, _ = send(Client(), "/requests/new/access/", name="Айгерім", email=KNOWN)
    assert status == 429
    assert 'value="Айгерім"' in page
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert Request.objects.count() == 5


@pytest.mark.clause("11.6")
@pytest.mark.parametrize("prefix", ["", "/kk", "/en"])
def test_every_site_says_where_to_turn_and_who_answers(newskills: Company, prefix: str) -> None:
    assert newskills
    for host, email in (("lerna.kz", "info@lerna.kz"), ("e-distant.kz", "info@e-distant.kz")):
        page = read(Client(), f"{prefix}/requests/", host=host)
        assert f'href="mailto:{email}"' in page
        assert f'href="{prefix}/requests/"' in read(Client(), f"{prefix}/contacts/", host=host)


@pytest.mark.clause("6.4")
@pytest.mark.parametrize(
    ("prefix", "subjects"),
    [
        ("", ("Уточнить персональные данные", "Прекратить обработку персональных данных")),
        ("/kk", ("Дербес деректерді нақтылау", "Дербес деректерді өңдеуді тоқтату")),
    ],
)
def test_the_letters_subjects_are_the_policys_own(newskills: Company, prefix: str, subjects: tuple[str, str]) -> None:
    assert newskills
    page = read(Client(), f"{prefix}/requests/")
    assert all(subject in page for subject in subjects)
