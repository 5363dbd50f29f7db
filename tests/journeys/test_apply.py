"""A visitor applies, without a script: refused without the tick, thanked with it, and takes it back again."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journeys.people import Words

pytestmark = pytest.mark.journey

Address = Callable[..., str]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
BRANDS = ("lerna", "skillbox", "geekbrains", "e-distant")


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A tab of a phone whose browser runs no script."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def find_violations(page: Page) -> list[str]:
    response: dict[str, Any] = Axe().run(page, options=RULES).response
    return [
        f"{violation['id']}: {node['target']}" for violation in response["violations"] for node in violation["nodes"]
    ]


@pytest.mark.clause("4.1")
@pytest.mark.clause("6.3")
@pytest.mark.parametrize("brand", ["lerna", "e-distant"])
def test_somebody_applies_and_changes_their_mind(
    plain_page: Page, site_server: Address, brand: str, words: Words
) -> None:
    page = plain_page
    page.goto(site_server(brand, f"{words.prefix}/apply/"))
    assert page.get_by_role("heading", level=1).inner_text() == words.apply
    page.get_by_label(words.name, exact=True).fill("Айгерім")
    page.get_by_label(words.email).fill("aigerim@example.kz")
    page.get_by_label(words.phone).fill("8 701 123 45 67")
    page.get_by_label(words.adult).check()
    page.locator("[name=agree-marketing]").check()
    page.get_by_role("button", name=words.send).click()
    expect(page.get_by_text(words.refused)).to_be_visible()
    expect(page.get_by_label(words.email)).to_have_value("aigerim@example.kz")
    page.get_by_label(words.box).check()
    page.get_by_role("button", name=words.send).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words.thanks)
    assert "aigerim" not in unquote(page.url).lower()
    assert "701" not in unquote(page.url)
    page.get_by_role("button", name=words.withdraw).click()
    expect(page.get_by_text(words.withdrawn)).to_be_visible()
    expect(page.get_by_role("button", name=words.withdraw)).to_have_count(0)


def test_who_acts_for_another_is_asked_by_what_right(page: Page, site_server: Address) -> None:
    page.goto(site_server("lerna", "/apply/"))
    expect(page.get_by_label("На каком основании действует")).not_to_be_visible()
    page.get_by_label("Законный представитель").check()
    expect(page.get_by_label("На каком основании действует")).to_be_visible()


@pytest.mark.parametrize("brand", BRANDS)
def test_the_form_suits_everybody_and_every_screen(page: Page, site_server: Address, brand: str) -> None:
    for prefix in ("", "/kk", "/en"):
        page.goto(site_server(brand, f"{prefix}/apply/"))
        page.get_by_role("radio").last.check()
        assert find_violations(page) == []
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
