"""What a person at the desk answers, from the first click to the letter; the officer's day until nothing waits.

In Russian and in Kazakh.
"""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from journeys.conftest import OpenDesk
from journeys.installation import Installation
from journeys.test_accessibility import find_violations_in_both_schemes
from journeys.test_requests import Address, ask, join, read_letter

pytestmark = pytest.mark.journey

OFFICER = "privacy-officer"
WORDS = "Жалоба на звонки"  # why the officer looks
MOST = 100  # requests that earlier journeys may have left
ANSWER = {"": "Мы разобрались и всё исправили.", "/kk": "Анықтап, бәрін түзеттік."}
SUBJECT = {"": "Ответ на обращение", "/kk": "өтінішіне жауап"}
ERASED = {"": "Ваши данные удалены", "/kk": "Деректеріңіз жойылды"}
REFUSAL = {"": "Отказ по обращению", "/kk": "өтінішінен бас тарту"}
# What is written of each kind; the last one is refused, the others are answered.
KINDS = {
    "automated-decision": "Мне отказали",
    "unpublish": "Мой отзыв",
    "unlawful": "Без согласия",
}


def open_request(desk: Page, address: str, number: str) -> None:
    """By the search, as somebody who was given the number by telephone."""
    desk.goto(address)
    desk.locator("[role=search] input[type=text]").fill(number)
    desk.locator("[role=search] button").click()
    expect(desk.locator(".page-head .lead")).to_contain_text(number)


def answer(desk: Page, text: str) -> None:
    desk.locator("[name=answer-text]").fill(text)
    desk.locator("form[action$='/answer/'] button[type=submit]").click()


def refuse(desk: Page, ground: str) -> None:
    desk.locator("details.accordion > summary").first.click()
    desk.locator(f"[name=refuse-ground][value={ground}]").check()
    desk.locator("form[action$='/refuse/'] button[type=submit]").click()


@pytest.mark.clause("6.2")
@pytest.mark.clause("6.8")
@pytest.mark.parametrize("prefix", ["", "/kk"])
def test_what_a_person_answers_comes_as_a_letter_and_what_is_refused_says_why(
    context: BrowserContext, page: Page, site_server: Address, open_desk: OpenDesk, prefix: str
) -> None:
    email = join(context, page, site_server, prefix)
    desk, queue = open_desk("lerna", OFFICER), site_server("lerna", f"{prefix}/desk/requests/")
    numbers = {kind: ask(page, prefix, kind, text=text) for kind, text in KINDS.items()}
    for kind, number in numbers.items():
        open_request(desk, queue, number)
        if kind == "unlawful":
            refuse(desk, "not-confirmed")
        else:
            answer(desk, ANSWER[prefix])
        expect(desk.locator(".request-answer")).to_be_visible()
    for kind, number in numbers.items():
        subject = REFUSAL if kind == "unlawful" else SUBJECT
        letter = read_letter(context, site_server, email, number, subject[prefix])
        assert (ANSWER[prefix] in letter) == (kind != "unlawful"), kind


@pytest.mark.clause("6.7")
@pytest.mark.parametrize("prefix", ["", "/kk"])
def test_what_was_unlawful_is_destroyed_and_the_person_hears_of_both(
    context: BrowserContext, page: Page, installation: Installation, open_desk: OpenDesk, prefix: str
) -> None:
    site_server: Address = installation.address
    email = join(context, page, site_server, prefix)
    number = ask(page, prefix, "unlawful", text="Без согласия")
    desk = open_desk("lerna", OFFICER)
    open_request(desk, site_server("lerna", f"{prefix}/desk/requests/"), number)
    answer(desk, ANSWER[prefix])
    assert ANSWER[prefix] in read_letter(context, site_server, email, number, SUBJECT[prefix])
    installation.run("requests", "work")  # the worker does so each minute; nobody here has to wait for it
    assert re.search(r"[0-9a-f-]{36}", read_letter(context, site_server, email, ERASED[prefix])), "the act's number"
    page.goto(site_server("lerna", f"{prefix}/account/"))
    expect(page).to_have_url(re.compile("/account/sign-in/"))


@pytest.mark.clause("6.2")
@pytest.mark.clause("8.3")
@pytest.mark.parametrize("prefix", ["", "/kk"])
def test_the_officers_day_begins_with_today_and_ends_with_an_empty_queue(
    context: BrowserContext, page: Page, site_server: Address, open_desk: OpenDesk, prefix: str
) -> None:
    email = join(context, page, site_server, prefix)
    number = ask(page, prefix, "complaint", text="Звонили ночью")
    desk = open_desk("lerna", OFFICER)
    desk.goto(site_server("lerna", f"{prefix}/desk/"))
    expect(desk).to_have_url(re.compile("/desk/today/$"))
    expect(desk.locator(".desk-tiles li")).to_have_count(6)
    assert find_violations_in_both_schemes(desk) == []
    look_at_the_person(desk, site_server("lerna", f"{prefix}/desk/requests/{number}/"), prefix)
    queue = site_server("lerna", f"{prefix}/desk/requests/?stage=to-do")
    desk.goto(queue)
    assert find_violations_in_both_schemes(desk) == []
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    for _ in range(MOST):
        answer(desk, ANSWER[prefix])
        desk.goto(queue)
        if not desk.locator("[data-line]").count():
            break
        desk.locator("[data-line]").first.click()
    expect(desk.locator(".empty")).to_be_visible()
    assert ANSWER[prefix] in read_letter(context, site_server, email, number, SUBJECT[prefix])
    page.goto(site_server("lerna", f"{prefix}/account/"))
    expect(page.get_by_role("row").filter(has_text=WORDS)).to_be_visible()


def look_at_the_person(desk: Page, request: str, prefix: str) -> None:
    """Says why first, and sees them after that."""
    desk.goto(request)
    assert find_violations_in_both_schemes(desk) == []
    desk.locator("a[href*='/desk/people/?request=']").click()
    expect(desk.get_by_text("Айгерім")).to_have_count(0)
    desk.locator("[name=reason]").select_option("complaint")
    desk.locator("[name=words]").fill(WORDS)
    desk.locator("form.desk-look button[type=submit]").click()
    expect(desk.get_by_text("Айгерім").first).to_be_visible()
    assert f"{prefix}/desk/people/" in desk.url
    assert find_violations_in_both_schemes(desk) == []
