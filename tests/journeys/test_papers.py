"""The privacy officer's papers in a browser: a version published on a phone, a proof taken, nothing for axe."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
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
    """What the officer reads and types, and the words of the marketing clause that change."""

    prefix: str
    clause: str
    look: str
    touched: str
    confirm: str
    publish: str
    in_force: str


RUSSIAN = Words(
    prefix="",
    clause="телефону",
    look="Что изменит последний загруженный текст",
    touched="Получат письмо",
    confirm="опубликовать",
    publish="Опубликовать для всех",
    in_force="Действует",
)
KAZAKH = Words(
    prefix="/kk",
    clause="телефон арқылы",
    look="Соңғы жүктелген мәтін нені өзгертеді",
    touched="Хат алады",
    confirm="жариялау",
    publish="Барлығы үшін жариялау",
    in_force="Қолданыста",
)


@pytest.fixture
def officer(browser: Browser, installation_apart: Installation) -> Iterator[BrowserContext]:
    """A phone of the privacy officer of Newskills, whose browser runs no script."""
    token = installation_apart.log_in("newskills", "privacy-officer", f"vera-{uuid4().hex[:10]}@example.kz")
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    context.add_cookies([{"name": "lerna", "value": token, "url": installation_apart.address("lerna")}])
    yield context
    context.close()


@pytest.mark.parametrize("words", [RUSSIAN, KAZAKH], ids=["ru", "kk"])
@pytest.mark.clause("11.4")
def test_a_version_is_published_by_two_clicks_and_a_word(
    officer: BrowserContext, installation_apart: Installation, words: Words
) -> None:
    page, word = officer.new_page(), f"«{uuid4().hex[:6]}»"
    write_draft(installation_apart, after=words.clause, word=word)
    versions = installation_apart.address("lerna", f"{words.prefix}/desk/policy/")
    page.goto(versions)
    page.get_by_role("link", name=words.look).click()
    expect(page.locator("main")).to_contain_text(words.touched)
    expect(page.locator("ins")).to_contain_text(word)
    page.locator('[name="word"]').fill("no")
    page.get_by_role("button", name=words.publish).click()
    page.locator('[name="word"]').fill(words.confirm)
    page.get_by_role("button", name=words.publish).click()
    expect(page).to_have_url(versions)
    # The worker does so each minute, stops what it outdates, and brings it into force; nobody here has to wait for it.
    installation_apart.run("renewal", "continue")
    page.goto(installation_apart.address("lerna", f"{words.prefix}/policy/"))
    expect(page.locator("main")).to_contain_text(word)
    page.goto(versions)
    expect(page.get_by_role("row").nth(1)).to_contain_text(words.in_force)


@pytest.mark.clause("11.2")
def test_a_proof_is_taken_away(officer: BrowserContext, installation_apart: Installation) -> None:
    page = officer.new_page()
    installation_apart.run("evidence", "seal", "--company", "newskills", "--all")
    page.goto(installation_apart.address("lerna", "/desk/evidence/"))
    with page.expect_download() as download:
        page.locator('#clause-11\\.4 a[href$=".json"]').click()
    proof = json.loads(Path(download.value.path()).read_text())
    assert json.loads(proof["entry"])["operation"] == "policy_published"


@pytest.mark.parametrize("prefix", ["", "/kk"])
def test_axe_finds_nothing_in_the_papers(open_desk: object, installation: Installation, prefix: str) -> None:
    page: Page = open_desk("lerna", "privacy-officer")  # type: ignore[operator]
    found = []
    for path in (
        "/desk/evidence/", "/desk/records/", "/desk/records/processing/", "/desk/records/publications/",
        "/desk/policy/", "/desk/policy/publish/model/", "/policy/evidence/",
    ):  # fmt: skip
        page.goto(installation.address("lerna", prefix + path))
        found += [
            f"{page.url} {violation['id']}: {node['target']}"
            for violation in Axe().run(page, options=RULES).response["violations"]
            for node in violation["nodes"]
        ]
    assert found == []
