"""A new version of the policy: the letter, the page it leads to, a box ticked or an account deleted; by no script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from journeys.drafts import write_draft
from journeys.installation import Installation

pytestmark = pytest.mark.journey

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@dataclass(frozen=True, slots=True)
class Words:
    """What the visitor reads and presses, and the words of the marketing clause that change."""

    prefix: str
    clause: str
    open_account: str
    go_on: str
    subject: str
    stopped: str
    heading: str
    agree: str
    thanks: str
    on: str
    delete: str
    deleted: str
    withdraw_all: str
    nothing_left: str


RUSSIAN = Words(
    prefix="",
    clause="телефону",
    open_account="Открыть аккаунт",
    go_on="Продолжить",
    subject="Изменилась политика обработки персональных данных",
    stopped="Новости и акции",
    heading="Что изменилось для вас",
    agree="Согласиться с отмеченным",
    thanks="Спасибо, согласие записано",
    on="Включено",
    delete="Удалить мой аккаунт",
    deleted="Аккаунт удаляется",
    withdraw_all="Отозвать всё и удалить данные",
    nothing_left="на согласии больше ничего не держится",
)
KAZAKH = Words(
    prefix="/kk",
    clause="телефон арқылы",
    open_account="Аккаунт ашу",
    go_on="Жалғастыру",
    subject="Дербес деректерді өңдеу саясаты өзгерді",
    stopped="Жаңалықтар мен акциялар",
    heading="Сіз үшін не өзгерді",
    agree="Белгілегеніме келісемін",
    thanks="Рақмет, келісім жазылды",
    on="Қосулы",
    delete="Аккаунтымды жою",
    deleted="Аккаунт жойылып жатыр",
    withdraw_all="Бәрін қайтарып алу және деректерді жою",
    nothing_left="енді ештеңе келісімге сүйенбейді",
)
both = pytest.mark.parametrize("words", [RUSSIAN, KAZAKH], ids=["ru", "kk"])


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone whose browser runs no script."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    yield context
    context.close()


def change_clause(installation: Installation, word: str, words: Words) -> str:
    """Publishes the version in force again, by command, with a word more in the clause of marketing."""
    write_draft(installation, after=words.clause, word=word)
    said = installation.run("policy", "publish", "--company", "newskills", "--dry-run")
    assert "is published" not in said
    said = installation.run("policy", "publish", "--company", "newskills")
    installation.run("renewal", "continue")  # the worker does so each minute; nobody here has to wait for it
    return said


def open_letter(context: BrowserContext, installation: Installation, email: str, subject: str = "") -> str:
    """The text of the newest letter to this address (with this subject), once the worker has sent it."""
    page = context.new_page()
    for _ in range(240):
        page.goto(installation.address("lerna", "/mailbox/"))
        row = page.get_by_role("row").filter(has_text=email).filter(has_text=subject)
        if row.count():
            row.get_by_role("link").first.click()
            text = page.locator("pre").inner_text()
            page.close()
            return text
        page.wait_for_timeout(500)
    pytest.fail("no letter came")


def join(page: Page, installation: Installation, words: Words, email: str) -> None:
    """Opens an account that allows marketing."""
    page.goto(installation.address("lerna", f"{words.prefix}/account/sign-up/"))
    page.locator('[name="name"]').fill("Айгерім")
    page.locator('[name="email"]').fill(email)
    page.locator('[name="age"][value="adult"]').check()
    for purpose in ("learning", "marketing"):
        page.locator(f'[name="agree-{purpose}"]').check()
    page.get_by_role("button", name=words.open_account).click()
    (code,) = re.findall(r"^\d{6}$", open_letter(page.context, installation, email), re.MULTILINE)
    page.locator('[name="code"]').fill(code)
    page.get_by_role("button", name=words.go_on).click()


def follow_letter(page: Page, installation: Installation, words: Words, email: str) -> None:
    """From the letter to the page that it leads to."""
    letter = open_letter(page.context, installation, email, words.subject)
    assert f"- {words.stopped}" in letter
    (link,) = re.findall(r"^http://\S+/changes/\S+$", letter, re.MULTILINE)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text(words.heading)


@both
@pytest.mark.clause("11.5")
def test_marketing_stops_and_goes_on_when_the_box_is_ticked(
    phone: BrowserContext, installation_apart: Installation, words: Words
) -> None:
    page, email, word = phone.new_page(), f"aigerim-{uuid4().hex[:8]}@example.kz", f"«{uuid4().hex[:6]}»"
    join(page, installation_apart, words, email)
    said = change_clause(installation_apart, word, words)
    assert "is published" in said
    page.goto(installation_apart.address("lerna", f"{words.prefix}/account/consents/"))
    expect(page.locator("main")).not_to_contain_text(words.on)
    page.get_by_role("link", name=words.heading).click()
    expect(page.locator("ins")).to_contain_text(word)
    follow_letter(page, installation_apart, words, email)
    assert page.url.endswith(f"{words.prefix}/account/changes/"), "who has an account is led there"
    box = page.locator('[name="agree-marketing"]')
    expect(box).not_to_be_checked()
    page.get_by_role("button", name=words.agree).click()
    expect(box).not_to_be_checked()
    box.check()
    page.get_by_role("button", name=words.agree).click()
    expect(page.locator("main")).to_contain_text(words.thanks)
    page.goto(installation_apart.address("lerna", f"{words.prefix}/account/consents/"))
    expect(page.locator("main")).to_contain_text(words.on)


@both
@pytest.mark.clause("11.5")
def test_whoever_does_not_agree_deletes_the_account_instead(
    phone: BrowserContext, installation_apart: Installation, words: Words
) -> None:
    page, email = phone.new_page(), f"aigerim-{uuid4().hex[:8]}@example.kz"
    join(page, installation_apart, words, email)
    change_clause(installation_apart, f"«{uuid4().hex[:6]}»", words)
    follow_letter(page, installation_apart, words, email)
    page.get_by_role("link", name=words.delete).click()
    page.get_by_role("button", name=words.delete).click()
    expect(page.locator("main")).to_contain_text(words.deleted)


@both
@pytest.mark.clause("11.5")
def test_without_an_account_the_letter_alone_is_enough_to_agree_or_to_leave(
    phone: BrowserContext, installation_apart: Installation, words: Words
) -> None:
    page, email = phone.new_page(), f"aigerim-{uuid4().hex[:8]}@example.kz"
    number = f"+7701{uuid4().int % 10**7:07}"  # nobody's: who shares one is one person
    page.goto(installation_apart.address("lerna", f"{words.prefix}/apply/"))
    for name, value in (("name", "Айгерім"), ("email", email), ("phone", number)):
        page.locator(f'[name="{name}"]').fill(value)
    page.locator('[name="age"][value="adult"]').check()
    for purpose in ("consulting", "marketing"):
        page.locator(f'[name="agree-{purpose}"]').check()
    page.locator('main form [type="submit"]').click()
    change_clause(installation_apart, f"«{uuid4().hex[:6]}»", words)
    follow_letter(page, installation_apart, words, email)
    assert email not in page.content()
    page.locator('[name="agree-marketing"]').check()
    page.get_by_role("button", name=words.agree).click()
    expect(page.locator("main")).to_contain_text(words.thanks)
    page.get_by_role("button", name=words.withdraw_all).click()
    expect(page.locator("main")).to_contain_text(words.nothing_left)


def find_violations(page: Page) -> list[str]:
    response: dict[str, Any] = Axe().run(page, options=RULES).response
    return [
        f"{violation['id']}: {node['target']}" for violation in response["violations"] for node in violation["nodes"]
    ]


@both
def test_page_and_banner_suit_everybody_and_every_screen(
    page: Page, installation_apart: Installation, words: Words
) -> None:
    join(page, installation_apart, words, f"aigerim-{uuid4().hex[:8]}@example.kz")
    change_clause(installation_apart, f"«{uuid4().hex[:6]}»", words)
    for path in ("/account/consents/", "/account/changes/"):
        page.goto(installation_apart.address("lerna", f"{words.prefix}{path}"))
        assert find_violations(page) == []
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
