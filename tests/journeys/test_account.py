"""Somebody opens an account in a browser, sees their data and switches a consent off; in Russian and in Kazakh."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.journey

Address = Callable[..., str]  # of a brand and a path
WORDS = {
    "": ("Открыть аккаунт", "Мои данные", "Продолжить", "Отозвать", "Выключено"),
    "/kk": ("Аккаунт ашу", "Менің деректерім", "Жалғастыру", "Қайтарып алу", "Өшірулі"),
}


def read_code(context: BrowserContext, mailbox: str, email: str) -> str:
    """The code in the letter to this address, once the worker has sent it."""
    page = context.new_page()
    for _ in range(60):
        page.goto(mailbox)
        row = page.get_by_role("row").filter(has_text=email)
        if row.count():
            row.get_by_role("link").first.click()
            (code,) = re.findall(r"^\d{6}$", page.locator("pre").inner_text(), re.MULTILINE)
            page.close()
            return str(code)
        page.wait_for_timeout(500)
    pytest.fail("no letter came")


@pytest.mark.clause("4.1")
@pytest.mark.clause("6.3")
@pytest.mark.parametrize("prefix", WORDS)
def test_from_the_form_to_a_withdrawn_consent(
    context: BrowserContext, page: Page, site_server: Address, prefix: str
) -> None:
    open_account, my_data, go_on, stop, off = WORDS[prefix]
    withdraw = re.compile(rf"^{stop}\s*: ")  # the name of the purpose follows, for whoever hears the page
    email = f"aigerim-{uuid4().hex[:8]}@example.kz"
    page.goto(site_server("lerna", f"{prefix}/account/sign-up/"))
    page.locator('[name="name"]').fill("Айгерім")
    page.locator('[name="email"]').fill(email)
    page.locator('[name="age"][value="adult"]').check()
    for purpose in ("learning", "marketing"):
        box = page.locator(f'[name="agree-{purpose}"]')
        expect(box).not_to_be_checked()
        box.check()
    page.get_by_role("button", name=open_account).click()
    page.locator('[name="code"]').fill(read_code(context, site_server("lerna", "/mailbox/"), email))
    page.get_by_role("button", name=go_on).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(my_data)
    expect(page.locator("main")).to_contain_text(email)
    page.goto(site_server("lerna", f"{prefix}/account/consents/"))
    page.get_by_role("button", name=withdraw).click()
    expect(page.get_by_role("button", name=withdraw)).to_have_count(0)
    expect(page.locator("main")).to_contain_text(off)
