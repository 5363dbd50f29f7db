"""The second step of staff in the browser: a program without a script, a passkey with one, and the page of both."""

import html
import json
import re
from typing import Any

import pytest

from lerna.accounts.factors.programs import STEP, compute_code
from lerna.accounts.limits import ADDRESS
from lerna.accounts.models import Factor
from lerna.accounts.tests.authenticator import Authenticator
from lerna.accounts.tests.cast import open_desk
from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import HOST, Visitor
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ORIGIN = f"http://{HOST}"  # the test's own client speaks without encryption
CHALLENGES = {"/account/factors/passkey/": "create", "/account/second/passkey/": "get"}


def enter(visitor: Visitor, *, second: bool = False, role: str = "manager") -> Visitor:
    """Vera has logged in by this browser."""
    visitor.client.cookies["lerna"] = open_desk(Company.objects.get(slug="newskills"), role, second=second)
    return visitor


def again(visitor: Visitor) -> None:
    """Vera logs in anew by the same browser: the second step isn't made yet."""
    from lerna.accounts.models import SignIn

    with processing(Purpose.SECURITY, company=Company.objects.get(slug="newskills"), reason="test"):
        SignIn.objects.update(proven_at=None)
    assert visitor.client.get("/desk/", headers={"host": HOST}).status_code == 302


def use(visitor: Visitor, device: Authenticator, path: str, **more: str) -> tuple[int, str, str]:
    """What the page's script does: asks for a challenge and sends the device's answer."""
    status, page, _ = visitor.send(f"{path}challenge/")
    assert status == 200
    options: dict[str, Any] = json.loads(html.unescape(page))
    answer = getattr(device, CHALLENGES[path])(options)
    return visitor.send(path, {"answer": answer} | more)


def set_up_program(visitor: Visitor) -> tuple[int, str, str]:
    page = visitor.open("/account/factors/program/")
    (secret,) = re.findall(r"<code>([A-Z2-7]{32})</code>", page)
    code = compute_code(secret, int(clock.now().timestamp()) // STEP)
    return visitor.send("/account/factors/program/", {"code": code, "name": "Мой телефон"})


def list_kinds() -> list[str]:
    with processing(Purpose.SECURITY, company=Company.objects.get(slug="newskills"), reason="test"):
        return sorted(Factor.objects.values_list("kind", flat=True))


def test_at_the_first_time_there_is_a_choice_and_a_program_needs_no_script(visitor: Visitor) -> None:
    enter(visitor)
    page = visitor.open("/account/second/")
    assert "Выберите второй шаг" in page
    assert 'type="module" src="/static/cabinet/passkey.js"' in page
    assert "lerna.kz" in page
    assert set_up_program(visitor)[::2] == (302, "/desk/")
    visitor.open("/desk/leads/")


@pytest.mark.clause("8.3")
def test_a_passkey_is_made_at_the_first_time_and_shown_at_the_next(visitor: Visitor) -> None:
    enter(visitor)
    device = Authenticator(ORIGIN)
    made = use(visitor, device, "/account/factors/passkey/", name="Ноутбук", next="/desk/leads/")
    assert made[::2] == (302, "/desk/leads/")
    again(visitor)
    page = visitor.open("/account/second/?next=/desk/leads/")
    assert 'data-passkey="get"' in page
    assert 'name="code"' not in page
    assert use(visitor, device, "/account/second/passkey/", next="/desk/leads/")[::2] == (302, "/desk/leads/")
    visitor.open("/desk/leads/")


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("origin", ["https://evil.example", "http://skillbox.kz", "https://lerna.kz"])
def test_a_passkey_for_another_page_is_refused_with_a_sentence(visitor: Visitor, origin: str) -> None:
    enter(visitor)
    status, page, _ = use(visitor, Authenticator(origin), "/account/factors/passkey/", name="")
    assert status == 200
    assert "Ключ доступа не принят" in page
    assert list_kinds() == []
    visitor.open("/desk/", status=302)


def test_another_device_doesnt_open_the_desk(visitor: Visitor) -> None:
    enter(visitor)
    use(visitor, Authenticator(ORIGIN), "/account/factors/passkey/", name="")
    again(visitor)
    status, page, _ = use(visitor, Authenticator(ORIGIN), "/account/second/passkey/")
    assert (status, "Ключ доступа не принят" in page) == (200, True)
    visitor.open("/desk/", status=302)


@pytest.mark.parametrize("answer", ["", "{}", "x" * 30_000])
def test_nonsense_is_refused_with_a_sentence(visitor: Visitor, answer: str) -> None:
    enter(visitor)
    for path in ("/account/factors/passkey/", "/account/second/passkey/"):
        status, _, _ = visitor.send(path, {"answer": answer})
        assert status == 200
    assert list_kinds() == []


@pytest.mark.clause("8.3")
def test_more_are_added_and_removed_on_a_page_of_their_own_but_the_last_stays(visitor: Visitor) -> None:
    enter(visitor, second=True)
    use(visitor, Authenticator(ORIGIN), "/account/factors/passkey/", name="Ноутбук")
    page = visitor.open("/account/factors/")
    assert "Ноутбук" in page
    assert "подходит только для lerna.kz" in page
    first, other = re.findall(r"/account/factors/([0-9a-f-]{36})/remove/", page)
    assert visitor.send(f"/account/factors/{first}/remove/")[0] == 302
    page = visitor.open("/account/factors/")
    assert "remove" not in page
    assert visitor.send(f"/account/factors/{other}/remove/")[0] == 409
    assert len(list_kinds()) == 1
    assert visitor.send(f"/account/factors/{first}/remove/")[0] == 404


def test_a_program_is_added_beside_a_passkey(visitor: Visitor) -> None:
    enter(visitor)
    use(visitor, Authenticator(ORIGIN), "/account/factors/passkey/", name="")
    assert set_up_program(visitor)[::2] == (302, "/account/factors/")
    again(visitor)
    page = visitor.open("/account/second/")
    assert 'data-passkey="get"' in page
    assert 'name="code"' in page


@pytest.mark.clause("8.3")
def test_who_has_the_password_alone_comes_to_no_page_of_the_second_step(visitor: Visitor) -> None:
    enter(visitor, second=True)
    again(visitor)
    for path in ("/account/factors/", "/account/factors/program/"):
        assert visitor.client.get(path, headers={"host": HOST}).headers["Location"].startswith("/account/second/")
    for path in ("/account/factors/program/", "/account/factors/passkey/challenge/"):
        assert visitor.send(path, {"code": "123456"})[::2] == (302, "/account/second/")
    assert "<h1>Второй шаг</h1>" in visitor.send("/account/factors/passkey/", {"answer": "{}"})[1]
    assert list_kinds() == ["program"]


def test_on_another_site_the_page_says_where_the_passkey_works(visitor: Visitor) -> None:
    enter(visitor)
    use(visitor, Authenticator(ORIGIN), "/account/factors/passkey/", name="")
    again(visitor)
    visitor.host = "skillbox.kz"
    page = visitor.open("/account/second/")
    assert "Ваши ключи доступа с lerna.kz здесь не подходят" in page
    assert "data-passkey" not in page


@pytest.mark.clause("8.3")
def test_tries_of_the_second_step_are_counted_by_address_too(visitor: Visitor) -> None:
    enter(visitor, second=True)
    again(visitor)
    for _ in range(ADDRESS.most):
        visitor.send("/account/sign-in/", {"login": "nobody@example.kz", "password": "x"})
    for path, data in (("/account/second/", {"code": "123456"}), ("/account/second/passkey/", {"answer": "{}"})):
        status, page, _ = visitor.send(path, data)
        assert (status, "четверть часа" in page) == (429, True)


@pytest.mark.parametrize("path", ["second/", "factors/", "factors/program/"])
def test_a_learner_has_no_such_pages(visitor: Visitor, path: str) -> None:
    visitor.join()
    visitor.open(f"/account/{path}", status=404)
    Visitor().open(f"/account/{path}", status=302)


def test_the_cabinet_leads_staff_to_the_desk_and_nobody_else(visitor: Visitor) -> None:
    visitor.join()
    assert 'href="/desk/"' not in visitor.open("/account/courses/")
    assert 'href="/desk/"' in enter(Visitor(), second=True).open("/account/courses/")
