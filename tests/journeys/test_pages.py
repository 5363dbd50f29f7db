"""The sites as a visitor's browser meets them: nothing foreign, nothing kept, nothing that jumps or sticks out."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

pytestmark = pytest.mark.journey

Address = Callable[..., str]  # of a brand and a path
BRANDS = ("lerna", "skillbox", "geekbrains", "e-distant")
PAGES = ("/", "/contacts/", "/company/", "/policy/", "/policy/archive/")
HEAVIEST = 100_000  # bytes of markup, style and script, unpacked, on a page of the school's own words
STILL = 0.05  # cumulative layout shift, where 0.1 counts as good; a line that breaks anew with our font costs 0.02


@pytest.mark.clause("3.3")
@pytest.mark.clause("5.4-г")
@pytest.mark.clause("4.3")
@pytest.mark.parametrize("brand", BRANDS)
def test_no_page_asks_another_host_or_keeps_anything(
    context: BrowserContext, page: Page, site_server: Address, brand: str
) -> None:
    hosts: set[str | None] = set()
    complaints: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in PAGES:
        page.goto(site_server(brand, path), wait_until="networkidle")
    assert hosts == {f"{brand}.localhost"}
    assert complaints == []  # a breach of the Content-Security-Policy would stand here
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("brand", BRANDS)
def test_a_page_is_light(page: Page, site_server: Address, brand: str) -> None:
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.request.resource_type in {"document", "stylesheet", "script"}:
            weights[response.url] = len(response.body())

    page.on("response", weigh)
    for path in ("/", "/contacts/", "/company/"):
        weights.clear()
        page.goto(site_server(brand, path), wait_until="networkidle")
        assert 5_000 < sum(weights.values()) < HEAVIEST, weights


@pytest.mark.parametrize("brand", BRANDS)
def test_nothing_sticks_out_sideways(page: Page, site_server: Address, brand: str) -> None:
    for prefix in ("", "/kk", "/en"):
        for path in (*PAGES, "/nothing/", "/kit/"):
            page.goto(site_server(brand, prefix + path))
            for width in (390, 1280, 1920):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)


@pytest.mark.parametrize("brand", BRANDS)
def test_nothing_jumps_while_a_page_loads(page: Page, site_server: Address, brand: str) -> None:
    page.add_init_script(
        "window.shift = 0;"
        "new PerformanceObserver(list => list.getEntries().forEach(entry => window.shift += entry.value))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.set_viewport_size({"width": 390, "height": 844})
    for path in PAGES:
        page.goto(site_server(brand, "/kk" + path), wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        assert page.evaluate("window.shift") < STILL, page.url


@pytest.mark.parametrize("brand", BRANDS)
def test_the_preloaded_fonts_are_the_ones_used(page: Page, site_server: Address, brand: str) -> None:
    page.goto(site_server(brand, "/kk/"), wait_until="networkidle")
    fetched = page.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name).filter(n => n.endsWith('.woff2'))"
    )
    preloads = page.locator("link[rel=preload]").evaluate_all("links => links.map(link => link.href)")
    assert preloads
    assert len(fetched) == len(set(fetched))  # each once: a preload that the style sheet doesn't match is fetched twice
    assert set(preloads) <= set(fetched)


def test_the_language_switch_keeps_the_page_and_its_question(page: Page, site_server: Address) -> None:
    page.goto(site_server("geekbrains", "/policy/compare/?from=1&to=1"))
    page.get_by_role("link", name="Қаз – Қазақша").click()
    expect(page).to_have_url(site_server("geekbrains", "/kk/policy/compare/?from=1&to=1"))
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    page.get_by_role("link", name="Eng – English").click()
    expect(page).to_have_url(site_server("geekbrains", "/en/policy/compare/?from=1&to=1"))


def test_the_scheme_that_a_reader_chose_stays_without_a_cookie(
    context: BrowserContext, page: Page, site_server: Address
) -> None:
    page.goto(site_server("lerna"))
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Светлая или тёмная тема").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light != dark
    page.goto(site_server("lerna", "/kk/contacts/"))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert context.cookies() == []


def test_everything_works_without_a_script(browser: Browser, site_server: Address) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(site_server("e-distant"))
    assert page.get_by_role("button", name="Светлая или тёмная тема").count() == 0
    page.get_by_role("button", name="Меню", exact=True).click()
    page.get_by_role("link", name="Контакты").first.click()
    expect(page).to_have_url(site_server("e-distant", "/contacts/"))
    page.goto(site_server("e-distant"))
    page.get_by_text("Надо ли приезжать в Астану?").click()
    expect(page.get_by_text("Все занятия и итоговая работа проходят дистанционно.")).to_be_visible()
    context.close()
