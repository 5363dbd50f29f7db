"""Each right from the first click to the letter: in the cabinet, and without an account; in Russian and in Kazakh."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.journey

Address = Callable[..., str]  # of a brand and a path
OPEN_ACCOUNT = {"": "Открыть аккаунт", "/kk": "Аккаунт ашу"}
GO_ON = {"": "Продолжить", "/kk": "Жалғастыру"}
MY_REQUESTS = {"": "Обращения", "/kk": "Өтініштер"}
NEW = {"": "Новое обращение", "/kk": "Жаңа өтініш"}
OPEN_ALL = {"": "Посмотреть всё", "/kk": "Бәрін көру"}
# Of each kind: what is filled in, what is ticked, and words of the letter that comes.
STEPS: dict[str, tuple[dict[str, str], tuple[str, ...], dict[str, str]]] = {
    "access": ({}, (), {"": "Какие это данные", "/kk": "Бұл қандай деректер"}),
    "transfers": ({}, (), {"": "Никому не передавали", "/kk": "Ешкімге берілген жоқ"}),
    "rectification": ({"new_surname": "Оспанова"}, (), {"": "- фамилия", "/kk": "- тегі"}),
    "withdrawal": ({}, (), {"": "Новости и акции", "/kk": "Жаңалықтар мен акциялар"}),
    "automated-decision": ({"text": "Мне отказали"}, (), {"": "Ответит человек", "/kk": "Қызметкер осы күннен"}),
    "complaint": ({"text": "Звонили ночью"}, (), {"": "Ответит человек", "/kk": "Қызметкер осы күннен"}),
    "restriction": ({}, (), {"": "прекратили обработку", "/kk": "өңдеуді тоқтаттық"}),
    "unpublish": ({"text": "Мой отзыв"}, (), {"": "данные заблокированы", "/kk": "деректеріңіз бұғатталды"}),
    "unlawful": ({"text": "Без согласия"}, (), {"": "данные заблокированы", "/kk": "деректеріңіз бұғатталды"}),
}


def read_letter(context: BrowserContext, site_server: Address, *marks: str) -> str:
    """The letter whose line in the mailbox has these words, once the worker has sent it."""
    page = context.new_page()
    for _ in range(120):
        page.goto(site_server("lerna", "/mailbox/"))
        row = page.get_by_role("row")
        for mark in marks:
            row = row.filter(has_text=mark)
        if row.count():
            row.get_by_role("link").first.click()
            text = page.locator("pre").inner_text()
            page.close()
            return text
        page.wait_for_timeout(250)
    pytest.fail(f"no letter came with {marks}")


def find_code(letter: str) -> str:
    (code,) = re.findall(r"^\d{6}$", letter, re.MULTILINE)
    return str(code)


def join(context: BrowserContext, page: Page, site_server: Address, prefix: str) -> str:
    """Opens an account that permits news too; gives its address."""
    email = f"aigerim-{uuid4().hex[:8]}@example.kz"
    page.goto(site_server("lerna", f"{prefix}/account/sign-up/"))
    page.locator('[name="name"]').fill("Айгерім")
    page.locator('[name="email"]').fill(email)
    page.locator('[name="age"][value="adult"]').check()
    for purpose in ("learning", "marketing"):
        page.locator(f'[name="agree-{purpose}"]').check()
    page.get_by_role("button", name=OPEN_ACCOUNT[prefix]).click()
    page.locator('[name="code"]').fill(find_code(read_letter(context, site_server, email)))
    page.get_by_role("button", name=GO_ON[prefix]).click()
    return email


def ask(page: Page, prefix: str, kind: str, *, tick: tuple[str, ...] = (), **typed: str) -> str:
    """From the tab of the cabinet to the page of the request; gives its number."""
    page.get_by_role("link", name=MY_REQUESTS[prefix], exact=True).first.click()
    page.get_by_role("link", name=NEW[prefix]).click()
    page.locator(f'a[href$="/new/{kind}/"]').click()
    for name, value in typed.items():
        page.locator(f'[name="{name}"]').fill(value)
    for name in tick:
        page.locator(f'[name="{name}"]').check()
    page.locator("form.request-form button[type=submit]").click()
    (number,) = re.findall(r"LR-\d{4}-\d{6}", page.locator(".page-head .lead").inner_text())
    return str(number)


@pytest.mark.clause("6.2")
@pytest.mark.clause("6.4")
@pytest.mark.parametrize("prefix", ["", "/kk"])
def test_each_right_from_the_first_click_to_the_letter(
    context: BrowserContext, page: Page, site_server: Address, prefix: str
) -> None:
    email = join(context, page, site_server, prefix)
    for kind, (typed, tick, words) in STEPS.items():
        number = ask(page, prefix, kind, tick=tick, **typed)
        assert words[prefix] in read_letter(context, site_server, email, number), kind
    page.get_by_role("link", name=MY_REQUESTS[prefix], exact=True).first.click()
    expect(page.locator(".request-list > li")).to_have_count(len(STEPS))


@pytest.mark.clause("6.5")
@pytest.mark.parametrize("prefix", ["", "/kk"])
def test_erasure_ends_with_the_number_of_the_act(
    context: BrowserContext, page: Page, site_server: Address, prefix: str
) -> None:
    email = join(context, page, site_server, prefix)
    number = ask(page, prefix, "erasure", tick=("sure",))
    (link,) = re.findall(r"^http\S+/requests/\S+$", read_letter(context, site_server, email, number), re.MULTILINE)
    act = page.locator(".request-number")
    for _ in range(180):  # once the letter has left
        page.goto(link)
        if act.count():
            break
        page.wait_for_timeout(500)
    expect(act).to_have_text(re.compile(r"[0-9a-f-]{36}"))


@pytest.mark.clause("6.8")
@pytest.mark.parametrize("prefix", ["", "/kk"])
def test_without_an_account_a_code_shows_who_asks(
    context: BrowserContext, page: Page, site_server: Address, prefix: str
) -> None:
    email = f"mallory-{uuid4().hex[:8]}@example.kz"
    page.goto(site_server("lerna", f"{prefix}/requests/"))
    page.locator('a[href$="/new/access/"]').click()
    page.locator('[name="name"]').fill("Мэллори")
    page.locator('[name="email"]').fill(email)
    page.locator("form.request-form button[type=submit]").click()
    (number,) = re.findall(r"LR-\d{4}-\d{6}", page.locator(".page-head .lead").inner_text())
    page.locator('[name="code"]').fill(find_code(read_letter(context, site_server, email, number)))
    page.get_by_role("button", name=GO_ON[prefix]).click()
    expect(page.locator('[name="code"]')).to_have_count(0)
    answer = {"": "Ответ на обращение", "/kk": "өтінішіне жауап"}[prefix]
    assert number in read_letter(context, site_server, email, answer)
    page.get_by_role("link", name=OPEN_ALL[prefix]).click()
    page.locator("main form button[type=submit]").first.click()
    code = {"": "Код подтверждения", "/kk": "растау коды"}[prefix]
    page.locator('[name="code"]').fill(find_code(read_letter(context, site_server, email, code)))
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".request-answer")).to_be_visible()
