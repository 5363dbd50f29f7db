"""Aigerim studies packages on a phone: goes on where she stopped, loses the network, is done and marked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from journeys.installation import Installation
from journeys.scorm import write_package
from journeys.test_requests import Address, join

pytestmark = pytest.mark.journey

PHONE = {"width": 390, "height": 844}
COURSE = """
key = "fire-scorm-1.2"
language = "kk"
title = "Өрт"
sites = ["lerna"]
[grading]
pass_mark = 60
[[grading.part]]
key = "tests"
title = "Тест"
weight = 100
[[run]]
key = "open"
"""
LESSON = """+++
title = "Өрт"
+++
::: package fire
file = "files/fire.zip"
title = "Өрт"
standard = "scorm-1.2"
launch = "pages/start.html?from=manifest"
pass_mark = 80
part = "tests"
:::
"""
WORDS = {
    "": {"start": "Начать", "on": "Продолжить", "away": "Нет связи", "going": "в процессе",
         "best": "Лучший результат: 85%", "passed": "зачтено", "done": "Вы прошли этот урок"},
    "/kk": {"start": "Бастау", "on": "Жалғастыру", "away": "Байланыс жоқ", "going": "орындалуда",
            "best": "Ең жақсы нәтиже: 85%", "passed": "өтті", "done": "Бұл сабақты өттіңіз"},
}  # fmt: skip


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True, reduced_motion="reduce")
    yield context
    context.close()


def bring(installation: Installation, folder: Path, standard: str) -> str:
    """The package comes in: alone, or in a lesson of our own where its score counts. Gives the course's key."""
    key = f"fire-{standard}".replace(".", "-")
    if standard == "scorm-2004":
        package = write_package(folder / "fire.zip", standard, "Өрт")
        installation.run("course", "import", "--company", "newskills", "--site", "lerna", "--key", key, str(package))
        return key
    course = folder / "course"
    (course / "01-one").mkdir(parents=True)
    (course / "files").mkdir()
    write_package(course / "files" / "fire.zip", standard, "Өрт")
    (course / "course.toml").write_text(COURSE.replace("fire-scorm-1.2", key))
    (course / "01-one" / "section.toml").write_text('title = "Өрт"\n')
    (course / "01-one" / "01-fire.md").write_text(LESSON)
    installation.run("course", "import", "--company", "newskills", str(course))
    return key


def open_package(page: Page, button: str) -> FrameLocator:
    """Presses the button; gives the package, two frames deep."""
    page.get_by_role("button", name=button, exact=True).click()
    return page.frame_locator("[data-package] iframe").frame_locator("iframe")


@pytest.mark.clause("3.3")
@pytest.mark.parametrize(("standard", "prefix"), [("scorm-1.2", ""), ("scorm-2004", "/kk")])
def test_a_package_goes_on_where_one_stopped_and_counts(  # noqa: PLR0913, PLR0917 -- fixtures
    phone: BrowserContext, installation: Installation, site_server: Address, tmp_path: Path, standard: str, prefix: str
) -> None:
    words, page = WORDS[prefix], phone.new_page()
    course = bring(installation, tmp_path, standard)
    email = join(phone, page, site_server, prefix)
    installation.enroll_in("newskills", course, installation.find_person("newskills", email))
    lesson = site_server("lerna", f"{prefix}/account/courses/{course}/open/fire/")

    page.goto(lesson)
    package = open_package(page, words["start"])
    expect(package.locator("#place")).to_have_text("Page 1")
    assert package.locator("h1").evaluate("() => [location.hostname, document.cookie]") == [
        "packages.lerna.localhost",
        "",
    ]
    package.get_by_role("button", name="Next").click()
    expect(page.locator("[data-package-state]")).to_contain_text(words["going"])
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    page.goto(lesson)
    package = open_package(page, words["on"])
    expect(package.locator("#place")).to_have_text("Page 2")
    expect(package.locator("#about")).to_have_text("seen=2 resume")
    status = page.frame_locator("[data-package] iframe").get_by_role("status")
    phone.set_offline(True)
    package.get_by_role("button", name="Answer").click()
    expect(status).to_contain_text(words["away"])
    phone.set_offline(False)
    expect(status).to_be_hidden()
    expect(page.locator("[data-package-state]")).to_contain_text(words["best"])

    package.get_by_role("button", name="Finish").click()
    expect(page.locator("#done")).to_contain_text(words["done"])
    expect(page.locator("[data-package-state]")).to_contain_text(words["passed"])
    if standard == "scorm-1.2":
        page.goto(site_server("lerna", f"{prefix}/account/marks/{course}/open/"))
        expect(page.locator("main")).to_contain_text("85")
