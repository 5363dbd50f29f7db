"""Staff enroll Aigerim; she studies on a phone: video, poll, note; goes on elsewhere; in Russian and in Kazakh."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from journeys.conftest import OpenDesk
from journeys.installation import ROOT, Installation
from journeys.test_requests import Address, join

pytestmark = pytest.mark.journey

PHONE = {"width": 390, "height": 844}
FILM = ROOT / "demo/courses/newskills/shop-data-ru/files/axis.mp4"
COURSE = """
key = "light-{language}"
language = "{language}"
title = "{title}"
sites = ["lerna"]
[[run]]
key = "now"
"""
LESSONS = {
    "01-see.md": """+++
title = "{see}"
+++
{text}

::: video film
file = "files/film.mp4"
title = "{see}"
---
{text}
:::

::: poll how
choices = ["{yes}", "{no}"]
---
{see}?
:::
""",
    "02-rest.md": """+++
title = "{rest}"
+++
{text}
""",
}
WORDS = {
    "": {"language": "ru", "title": "Свет", "see": "Как мы видим", "rest": "Отдых", "text": "Глаз устаёт.\n\n" * 30,
         "yes": "Хорошо", "no": "Плохо", "answer": "Отправить ответ", "keep": "Сохранить заметку", "begin": "Начать",
         "on": "Продолжить", "done": "Готово, дальше", "passed": "Вы прошли этот урок",
         "all": "Пройдено 2 из 2 уроков"},
    "/kk": {"language": "kk", "title": "Жарық", "see": "Біз қалай көреміз", "rest": "Демалыс",
            "text": "Көз шаршайды.\n\n" * 30, "yes": "Жақсы", "no": "Жаман", "answer": "Жауапты жіберу",
            "keep": "Жазбаны сақтау", "begin": "Бастау", "on": "Жалғастыру", "done": "Дайын, келесі",
            "passed": "Бұл сабақты өттіңіз", "all": "2 сабақтың 2 өтілді"},
}  # fmt: skip


def write_course(folder: Path, words: dict[str, str]) -> Path:
    """A course of two lessons, as an author would write it."""
    section = folder / "01-eye"
    section.mkdir(parents=True)
    (folder / "course.toml").write_text(COURSE.format(**words))
    (section / "section.toml").write_text(f'title = "{words["title"]}"\n')
    for name, text in LESSONS.items():
        (section / name).write_text(text.format(**words))
    (folder / "files").mkdir()
    shutil.copy(FILM, folder / "files" / "film.mp4")
    return folder


@pytest.fixture
def phone(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport=PHONE, has_touch=True, reduced_motion="reduce")


@pytest.mark.parametrize("prefix", WORDS)
def test_a_course_is_studied_on_a_phone_and_gone_on_with_elsewhere(  # noqa: PLR0913, PLR0917 -- fixtures
    phone: BrowserContext, context: BrowserContext, installation: Installation, site_server: Address,
    open_desk: OpenDesk, tmp_path: Path, prefix: str,
) -> None:  # fmt: skip
    words = WORDS[prefix]
    installation.run("course", "import", "--company", "newskills", str(write_course(tmp_path / "light", words)))
    page = phone.new_page()
    email = join(phone, page, site_server, prefix)
    desk = open_desk("lerna", "curator")
    desk.goto(site_server("lerna", f"{prefix}/desk/learners/light-{words['language']}/now/"))
    desk.locator('[name="sought"]').fill(email)
    desk.locator(".desk-look button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text("Айгерім")

    page.goto(site_server("lerna", f"{prefix}/account/courses/"))
    page.get_by_role("link", name=words["title"], exact=True).click()
    page.get_by_role("link", name=words["begin"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["see"])
    page.locator("video").evaluate("video => new Promise(go => { video.onseeked = go; video.currentTime = 7; })")
    page.locator('[name="choice"][value="0"]').check()
    page.get_by_role("button", name=words["answer"]).click()
    expect(page.locator(".bars")).to_be_visible()
    expect(page.locator("#done")).to_contain_text(words["passed"])
    page.locator("#note summary").click()
    page.locator('#note [name="text"]').fill(words["no"])
    page.get_by_role("button", name=words["keep"]).click()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    cookies = [one for one in phone.cookies() if one["name"] == "lerna"]
    context.add_cookies(cookies)  # type: ignore[arg-type]  # what a browser gives, another takes
    phone.close()
    elsewhere = context.new_page()
    lesson = site_server("lerna", f"{prefix}/account/courses/light-{words['language']}/now/see/")
    elsewhere.goto(lesson)
    expect(elsewhere.locator('#note [name="text"]')).to_have_value(words["no"])
    elsewhere.wait_for_function("document.querySelector('video').currentTime >= 7")
    go_on_to_the_end(elsewhere, site_server("lerna", f"{prefix}/account/courses/light-{words['language']}/now/"), words)


def go_on_to_the_end(page: Page, course: str, words: dict[str, str]) -> None:
    """From the outline to the last lesson, by the button and by the keyboard."""
    page.goto(course)
    page.get_by_role("link", name=words["on"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["rest"])
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text(words["see"])
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text(words["rest"])
    page.get_by_role("button", name=words["done"]).click()
    expect(page.locator("main")).to_contain_text(words["all"])
