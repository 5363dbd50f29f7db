"""WCAG 2.2 AA as far as a machine can see it: axe-core finds nothing on any page, brand, language and scheme."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.journey

Address = Callable[..., str]  # of a brand and a path
BRANDS = ("lerna", "skillbox", "geekbrains", "e-distant")
PREFIXES = ("", "/kk", "/en")
PAGES = ("/", "/contacts/", "/company/", "/policy/archive/", "/nothing/")
LONG = ("/policy/", "/policy/compare/")  # of the same elements many times over: each brand and each language once
WALKED_LONG = {("lerna", ""), ("skillbox", "/kk"), ("geekbrains", "/en"), ("e-distant", ""), ("e-distant", "/kk")}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLORS = {"runOnly": ["color-contrast"]}  # all that another scheme can change
SMALLEST_TARGET = 44  # pixels; what the design system promises, above the 24 of WCAG 2.2, criterion 2.5.8


def find_violations(page: Page, rules: dict[str, list[str]] = RULES) -> list[str]:
    """Axe's findings, a line for each element."""
    response: dict[str, Any] = Axe().run(page, options=rules).response
    return [
        f"{page.url} {violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in response["violations"]
        for node in violation["nodes"]
    ]


def find_violations_in_both_schemes(page: Page) -> list[str]:
    """Axe's findings in light, then what darkness adds."""
    found = []
    for scheme, rules in (("light", RULES), ("dark", COLORS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # A link's color takes a moment to change; axe must not look before.
        page.evaluate(
            "getComputedStyle(document.body).color;"
            "Promise.all(document.getAnimations().map(animation => animation.finished)).then(() => 0)"
        )
        found += find_violations(page, rules)
    return found


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("brand", BRANDS)
def test_axe_finds_nothing_in_light_and_dark(page: Page, site_server: Address, brand: str, prefix: str) -> None:
    found = []
    for path in PAGES + (LONG if (brand, prefix) in WALKED_LONG else ()):
        page.goto(site_server(brand, prefix + path))
        found += find_violations_in_both_schemes(page)
    assert found == []


@pytest.mark.parametrize("brand", BRANDS)
def test_axe_finds_nothing_in_the_gallery(page: Page, site_server: Address, brand: str) -> None:
    page.goto(site_server(brand, "/kit/"))
    found = find_violations_in_both_schemes(page)
    page.get_by_role("button", name="Открыть").click()
    page.get_by_role("dialog").wait_for()
    assert found + find_violations(page) == []


@pytest.mark.parametrize("brand", BRANDS)
def test_axe_finds_nothing_in_the_open_menu_of_a_phone(page: Page, site_server: Address, brand: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site_server(brand, "/kk/"))
    page.get_by_role("button", name="Мәзір", exact=True).click()
    assert find_violations(page) == []


def test_a_keyboard_reaches_the_content_by_the_first_link(page: Page, site_server: Address) -> None:
    page.goto(site_server("lerna", "/contacts/"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="К содержанию")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("brand", BRANDS)
def test_what_has_the_focus_is_seen(page: Page, site_server: Address, brand: str) -> None:
    page.goto(site_server(brand))
    for _ in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate("(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])"
                              "(getComputedStyle(document.activeElement))")  # fmt: skip
        assert style == ["solid", "3px"]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_thumb_hits_every_control(page: Page, site_server: Address, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(site_server("skillbox", "/kk/"))
    controls = page.locator("header a, header button, .button, summary, .footer-links a")
    small = [control.inner_text() for control in controls.all() if control.is_visible() and is_small(control)]
    assert small == []


def is_small(control: Locator) -> bool:
    box = control.bounding_box()
    return box is None or min(box["width"], box["height"]) < SMALLEST_TARGET
