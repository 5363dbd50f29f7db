"""Gulnar opens an account for her daughter Dana and sees to Dana's data beside her own; in Russian and in Kazakh."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.journeys.test_accessibility import find_violations
from tests.journeys.test_account import read_code

pytestmark = pytest.mark.journey

Address = Callable[..., str]  # of a brand and a path
WORDS = {
    "": ("Открыть аккаунт", "Продолжить", "Данные: Дана Сәрсенова", "Отозвать", "как представитель"),
    "/kk": ("Аккаунт ашу", "Жалғастыру", "Деректер: Дана Сәрсенова", "Қайтарып алу", "өкіл ретінде"),
}


@pytest.mark.clause("2.1")
@pytest.mark.clause("8.1")
@pytest.mark.parametrize("prefix", WORDS)
def test_a_mother_opens_an_account_for_her_daughter(
    context: BrowserContext, page: Page, site_server: Address, prefix: str
) -> None:
    open_account, go_on, danas, stop, by_hand = WORDS[prefix]
    email = f"gulnar-{uuid4().hex[:8]}@example.kz"
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site_server("lerna", f"{prefix}/account/sign-up/"))
    page.locator('[name="age"][value="represented"]').check()
    assert find_violations(page) == []
    page.locator('[name="representative_name"]').fill("Гүлнар Сәрсенова")
    page.locator('[name="representative_basis"]').select_option("parent")
    page.locator('[name="name"]').fill("Дана")
    page.locator('[name="surname"]').fill("Сәрсенова")
    page.locator('[name="email"]').fill(email)
    for purpose in ("learning", "marketing"):
        page.locator(f'[name="agree-{purpose}"]').check()
    page.get_by_role("button", name=open_account).click()
    page.locator('[name="code"]').fill(read_code(context, site_server("lerna", "/mailbox/"), email))
    page.get_by_role("button", name=go_on).click()
    expect(page.locator("main")).to_contain_text("Гүлнар Сәрсенова")
    expect(page.locator("main")).not_to_contain_text("Дана")

    page.goto(site_server("lerna", f"{prefix}/account/for/"))
    assert find_violations(page) == []
    page.locator(".card", has_text="Дана Сәрсенова").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(danas)
    expect(page.get_by_role("note")).to_contain_text("Дана Сәрсенова")
    expect(page.locator("main")).not_to_contain_text(email)
    assert find_violations(page) == []

    withdraw = re.compile(rf"^{stop}\s*: ")
    page.goto(page.url + "consents/")
    page.get_by_role("button", name=withdraw).click()
    expect(page.get_by_role("button", name=withdraw)).to_have_count(0)
    page.goto(page.url.removesuffix("consents/"))
    expect(page.get_by_role("table")).to_contain_text(by_hand)
    page.goto(site_server("lerna", f"{prefix}/account/consents/"))
    expect(page.get_by_role("button", name=withdraw)).to_have_count(1)
