"""Requests in the cabinet: from the choice to the answer, and nobody else's (clauses 6.2, 6.4, 6.8)."""

import io
import json
import re
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.kit import clock
from lerna.privacy.consents.models import Channel
from lerna.privacy.letters.sweep import deliver_due
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.demand import Demand
from lerna.privacy.requests.jobs import tend_to
from lerna.privacy.requests.kinds.rules import load_rules
from lerna.privacy.requests.models import Kind, Request
from lerna.privacy.requests.operations import receive_request
from lerna.privacy.requests.queries import list_open_ended
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def work() -> None:
    """What the worker does within seconds: the requests, their letters, and the requests again."""
    company = Company.objects.get(slug="newskills")
    for _ in range(2):
        for request_id in list_open_ended(company):
            tend_to(company=company, request_id=request_id, now=clock.now())
        for _letter in deliver_due(now=clock.now()):
            pass


def ask(visitor: Visitor, kind: str, prefix: str = "", **typed: str) -> str:
    """Sends the form; gives the address of the request's page."""
    status, _, address = visitor.send(f"{prefix}/account/requests/new/{kind}/", typed)
    assert status == 302, kind
    return address


@pytest.mark.clause("6.2")
@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", ("Показать мои данные", "дан ответ", "Ответ")), ("/kk", ("Деректерімді көрсету", "жабылды", "Жауап"))],
)
def test_access_from_the_choice_to_the_copy(visitor: Visitor, prefix: str, words: tuple[str, str, str]) -> None:
    visitor.join(prefix)
    assert words[0] in visitor.open(f"{prefix}/account/requests/new/")
    address = ask(visitor, "access", prefix)
    work()
    page = visitor.open(address)
    assert words[2] in page
    assert "LR-" in page
    response = visitor.client.post(f"{address}copy/", headers={"host": "lerna.kz"})
    assert response.headers["Content-Type"] == "application/zip"
    data = json.loads(ZipFile(io.BytesIO(response.getvalue())).read("my-data.json"))
    assert "aigerim@example.kz" in json.dumps(data)
    assert words[0] in visitor.open(f"{prefix}/account/requests/")


@pytest.mark.clause("6.2")
def test_every_right_has_a_form_and_a_plain_explanation(visitor: Visitor) -> None:
    visitor.join()
    page = visitor.open("/account/requests/new/")
    for rules in load_rules().offered.values():
        assert rules.title.ru in page
        assert rules.explanation.ru in page
        form = visitor.open(f"/account/requests/new/{rules.kind}/")
        assert 'type="file"' not in form, "no form takes a file (law 94-V, art. 7(10))"
        assert "закон запрещает её принимать" in form
    for kind in ("nonsense", "unclear"):
        visitor.open(f"/account/requests/new/{kind}/", status=404)


@pytest.mark.clause("6.6")
def test_a_correction_shows_at_once_and_is_told(visitor: Visitor) -> None:
    visitor.join()
    address = ask(visitor, "rectification", new_surname="Оспанова")
    work()
    assert "фамилия" in visitor.open(address)
    assert "Оспанова" in visitor.open("/account/")


@pytest.mark.clause("5.6")
@pytest.mark.parametrize(
    ("prefix", "terms", "rules"),
    [
        ("", [("1 рабочий день", "Закон № 94-V, ст. 25(2)(8)"), ("3 рабочих дня", "Закон № 94-V, ст. 25(2)(7)"),
              ("7 рабочих дней", "п. 6.6 политики")], "действует"),
        ("/kk", [("1 жұмыс күні", "№ 94-V Заң, 25(2)(8)-бап"), ("3 жұмыс күні", "№ 94-V Заң, 25(2)(7)-бап"),
                 ("7 жұмыс күні", "саясат, 6.6")], "қолданылады"),
    ],
)  # fmt: skip
def test_each_clock_stands_there_with_its_source_and_the_strictest_rules(
    visitor: Visitor, prefix: str, terms: list[tuple[str, str]], rules: str
) -> None:
    visitor.join(prefix)
    page = visitor.open(ask(visitor, "rectification", prefix, new_surname="Оспанова"))
    rows = re.findall("<tr>(.*?)</tr>", page.partition('id="request-terms"')[2], re.DOTALL)[1:]
    cells = [re.findall("<td>(.*?)</td>", row, re.DOTALL) for row in rows]
    assert [(within, source) for _, within, source, _ in cells] == terms
    assert [rules in last_day for *_, last_day in cells] == [True, False, False]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("rectification", {}),
        ("rectification", {"new_phone": "12"}),
        ("complaint", {"text": " "}),
        ("erasure", {}),
        ("withdrawal", {"purposes": "learning"}),
    ],
)
def test_a_slip_of_the_pen_is_said_and_nothing_stored(visitor: Visitor, kind: str, typed: dict[str, str]) -> None:
    visitor.join()
    status, page, _ = visitor.send(f"/account/requests/new/{kind}/", typed)
    assert status == 200
    assert "Обращение не отправлено" in page
    with processing(Purpose.REQUESTS, company=Company.objects.get(slug="newskills"), reason="test"):
        assert not Request.objects.exists()


@pytest.mark.clause("6.8")
def test_an_answer_can_be_complained_about(visitor: Visitor) -> None:
    visitor.join()
    address = ask(visitor, "access")
    visitor.open(f"{address}complain/", status=404)
    work()
    assert "Пожаловаться на ответ" in visitor.open(address)
    status, _, complaint = visitor.send(f"{address}complain/", {"text": "Это не всё"})
    assert status == 302
    work()
    page = visitor.open(complaint)
    assert "Об ответе на" in page
    assert "Сотрудник ответит до" in page


@pytest.mark.clause("6.2")
def test_what_was_stopped_goes_on_again_by_one_button(visitor: Visitor) -> None:
    visitor.join()
    company = Company.objects.get(slug="newskills")
    address = ask(visitor, "restriction")
    work()

    def sees() -> int:
        with processing(Purpose.LEARNING, company=company, reason="test"):
            return Profile.objects.count()

    assert sees() == 0
    assert "Вернуть всё как было" in visitor.open(address)
    assert visitor.send(f"{address}resume/")[0] == 302
    assert sees() == 1
    assert visitor.send(f"{address}resume/")[0] == 409


@pytest.mark.clause("6.5")
def test_after_an_erasure_nobody_is_logged_in_any_more(visitor: Visitor) -> None:
    visitor.join()
    address = ask(visitor, "erasure", sure="on")
    work()
    work()
    assert visitor.client.get(address, headers={"host": "lerna.kz"}).status_code == 302


@pytest.mark.clause("6.8")
def test_a_request_by_another_way_with_ones_address_is_owned_to_or_left(visitor: Visitor) -> None:
    visitor.join()
    company = Company.objects.get(slug="newskills")
    request = receive_request(
        site=company.sites.get(key="lerna"),
        demand=Demand(kind=Kind.ACCESS, name="Айгерім", email="aigerim@example.kz"),
        channel=Channel.LETTER,
        language="ru",
        now=clock.now(),
    )
    page = visitor.open(f"/account/requests/{request.pk}/")
    assert "Это отправили вы?" in page
    assert visitor.send(f"/account/requests/{request.pk}/confirm/")[0] == 302
    assert visitor.send(f"/account/requests/{request.pk}/confirm/")[0] == 409
    assert "вход в аккаунт" in visitor.open(f"/account/requests/{request.pk}/")


@pytest.mark.clause("6.8")
@pytest.mark.parametrize("path", ["", "print/", "complain/"])
def test_nobody_elses_request_is_there(visitor: Visitor, path: str) -> None:
    visitor.join()
    address = ask(visitor, "access")
    work()
    visitor.open(address + path)
    mallory = Visitor()
    assert mallory.client.get(address + path, headers={"host": "lerna.kz"}).status_code == 302
    mallory.sign_up(email="mallory@example.kz")
    boris = Visitor("e-distant.kz")
    assert boris.client.get(address + path, headers={"host": "e-distant.kz"}).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(visitor: Visitor, count: int) -> None:
    visitor.join()
    for _ in range(count):
        ask(visitor, "access")
    visitor.open("/account/requests/")
    with CaptureQueriesContext(connection) as queries:
        page = visitor.open("/account/requests/")
    assert len(re.findall("LR-20", page)) == count
    assert len(queries) == 13
