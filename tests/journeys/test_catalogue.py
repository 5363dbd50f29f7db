"""Somebody whose phone runs no script finds a course, sees what it is, tries a lesson, applies; how light it all is."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from journeys import people
from journeys.school import PHONE
from journeys.test_accessibility import find_violations, find_violations_in_both_schemes

pytestmark = pytest.mark.journey

Address = Callable[..., str]
BRANDS = ("lerna", "skillbox", "geekbrains", "e-distant")
HEAVIEST = 100_000  # bytes of markup, style and script, unpacked


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for and pressed, in one language."""

    prefix: str
    typed: str
    language: str
    course: str
    courses: str
    menu: str
    find: str
    filters: str
    show: str
    teaching: str
    dates: str
    total: str
    try_lesson: str
    lesson: str
    apply: str
    asked: str


RUSSIAN = Words(
    prefix="", typed="работа с цветами", language="ru", course="Цвет с нуля", courses="Курсы", menu="Меню",
    find="Найти",
    filters="Фильтры", show="Показать", teaching="Язык обучения", dates="Даты и цены", total="4 × 22 250 ₸ = 89 000 ₸",
    try_lesson="Попробовать урок бесплатно", lesson="Бесплатный урок: 1 из", apply="Записаться на этот курс",
    asked="Вы спрашиваете о курсе",
)  # fmt: skip
KAZAKH = Words(
    prefix="/kk", typed="тустер", language="kk", course="Түс әліппесі", courses="Курстар", menu="Мәзір", find="Табу",
    filters="Сүзгілер", show="Көрсету", teaching="Оқыту тілі", dates="Күндері мен бағасы",
    total="4 × 22 250 ₸ = 89 000 ₸", try_lesson="Сабақты тегін көру", lesson="Тегін сабақ: 1 /",
    apply="Осы курсқа жазылу", asked="Сіз мына курс туралы сұрайсыз",
)  # fmt: skip


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone's tab in which no script runs; how it is with scripts, the whole way of a learner shows."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture(params=[(RUSSIAN, people.RUSSIAN), (KAZAKH, people.KAZAKH)], ids=["ru", "kk"])
def spoken(request: pytest.FixtureRequest) -> tuple[Words, people.Words]:
    """What stands on the pages of courses and on the form of an application, in one language."""
    said: tuple[Words, people.Words] = request.param
    return said


def test_a_course_is_found_read_tried_and_asked_about(
    phone: Page,
    site_server: Address,
    spoken: tuple[Words, people.Words],
    applicant: people.Applicant,
) -> None:
    said, form = spoken
    phone.goto(site_server("skillbox", f"{said.prefix}/"))
    phone.get_by_role("button", name=said.menu, exact=True).click()
    phone.get_by_role("navigation").get_by_role("link", name=said.courses, exact=True).first.click()
    phone.get_by_role("searchbox").fill(said.typed)
    phone.get_by_role("button", name=said.find, exact=True).click()
    phone.get_by_role("button", name=said.filters, exact=True).click()
    phone.get_by_label(said.teaching).select_option(said.language)
    phone.get_by_role("button", name=said.show, exact=True).click()
    expect(phone.get_by_role("heading", level=2, name=said.course)).to_be_visible()
    expect(phone).to_have_url(re.compile("language="))
    phone.get_by_role("link", name=said.course, exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(said.course)
    expect(phone.get_by_role("heading", name=said.dates)).to_be_visible()
    assert said.total in " ".join((phone.locator("#dates").text_content() or "").split())
    phone.get_by_role("link", name=said.try_lesson).first.click()
    expect(phone.get_by_text(said.lesson)).to_be_visible()
    phone.get_by_role("link", name=said.apply).click()
    expect(phone.get_by_text(said.asked)).to_be_visible()
    expect(phone.get_by_text(said.course, exact=True)).to_be_visible()
    phone.get_by_label(form.name, exact=True).fill(applicant.name)
    phone.get_by_label(form.email).fill(applicant.email)
    phone.get_by_label(form.phone).fill(applicant.phone)
    phone.get_by_label(form.adult).check()
    phone.get_by_label(form.box).check()
    phone.get_by_role("button", name=form.send).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(form.thanks)


@pytest.mark.parametrize("brand", BRANDS)
def test_catalogue_and_course_are_light_and_suit_everybody(page: Page, site_server: Address, brand: str) -> None:
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.request.resource_type in {"document", "stylesheet", "script"}:
            weights[response.url] = len(response.body())

    page.on("response", weigh)
    for prefix in ("", "/kk"):
        weights.clear()
        page.goto(site_server(brand, f"{prefix}/courses/"), wait_until="networkidle")
        assert sum(weights.values()) < HEAVIEST, weights
        course = page.locator(".course-card a").first.get_attribute("href")
        assert find_violations(page) == []
        weights.clear()
        page.goto(site_server(brand, course), wait_until="networkidle")
        assert sum(weights.values()) < HEAVIEST, weights
        assert find_violations_in_both_schemes(page) == []
        for width in (390, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
