"""A work on a telephone: handed in, sent back, mended, accepted, and its mark seen; in Russian and in Kazakh."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from journeys.conftest import OpenDesk
from journeys.installation import Installation
from journeys.people import Words
from journeys.test_accessibility import find_violations_in_both_schemes
from journeys.test_requests import join, read_letter

pytestmark = pytest.mark.journey

PHONE = {"width": 390, "height": 844}
LESSON = "/account/courses/journey-works/2026/poster/"
PROMISE = {"": "Проверим до ", "/kk": "Тексеріп болатын уақытымыз: "}
RETURNED = {"": "на доработке", "/kk": "толықтыруға қайтарылды"}
ACCEPTED = {"": "принята", "/kk": "қабылданды"}
PASSED = {"": "Проходной балл набран.", "/kk": "Өту балы жиналды."}
LETTER = "вернулась на доработку"  # in the language of the course
WHAT_TO_MEND = "Увеличьте контраст заголовка."


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A telephone."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    yield context
    context.close()


@dataclass(frozen=True)
class Walk:
    """Aigerim's telephone and Vera's desk, in one language; `email` tells the work from those of earlier journeys."""

    page: Page
    desk: Page
    installation: Installation
    prefix: str
    email: str

    def address(self, path: str) -> str:
        return self.installation.address("lerna", self.prefix + path)

    def check(self) -> None:
        """Nothing sticks out of the telephone, and everybody can use the page."""
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert find_violations_in_both_schemes(self.page) == []

    def hand_in(self, text: str, file: Path | None = None) -> None:
        self.page.locator("[name=text]").fill(f"{text} {self.email}")
        if file:
            self.page.locator("[name=uploads]").set_input_files(file)
        self.page.locator("button[value=hand_in]").click()
        expect(self.page.locator("#state")).to_contain_text(PROMISE[self.prefix])
        self.check()

    def open_at_desk(self) -> None:
        """From the queue; the newest stands last."""
        self.desk.goto(self.address("/desk/works/"))
        assert find_violations_in_both_schemes(self.desk) == []
        for address in [
            line.evaluate("link => link.href") for line in reversed(self.desk.locator("[data-line]").all())
        ]:
            self.desk.goto(address)
            if self.desk.locator(".review-work", has_text=self.email).count():
                return
        pytest.fail("the work isn't in the queue")


def test_a_work_goes_there_and_back_on_a_telephone(
    context: BrowserContext, installation: Installation, open_desk: OpenDesk, words: Words, tmp_path: Path
) -> None:
    page = context.new_page()
    email = join(context, page, installation.address, words.prefix)
    installation.enroll(email)
    walk = Walk(page, open_desk("lerna", "curator"), installation, words.prefix, email)
    drawing = tmp_path / "афиша.png"
    drawing.write_bytes(b"\x89PNG a poster")
    work = write(walk, drawing)
    send_back(walk)
    read_letter(context, installation.address, email, LETTER)
    mend(walk)
    accept(walk)
    see_the_mark(walk, work)


def write(walk: Walk, drawing: Path) -> str:
    """From the lesson to the work, whose address it gives; a draft first."""
    page = walk.page
    page.goto(walk.address(LESSON))
    walk.check()
    page.locator(".work-block a.button").click()
    walk.check()
    page.locator("[name=text]").fill("Ещё пишу")
    page.locator("button[value=save]").last.click()
    expect(page.locator("[name=text]")).to_have_value("Ещё пишу")
    address = page.url.partition("#")[0]  # with it, the browser would not load the page anew
    walk.hand_in("Афиша", drawing)
    return address


def send_back(walk: Walk) -> None:
    """By the keyboard alone, once the words are typed."""
    walk.open_at_desk()
    expect(walk.desk.locator(".work-files a")).to_have_text("афиша.png")
    assert find_violations_in_both_schemes(walk.desk) == []
    walk.desk.locator("[name=comment]").fill(WHAT_TO_MEND)
    with walk.desk.expect_navigation():
        walk.desk.keyboard.press("Control+Shift+Enter")


def mend(walk: Walk) -> None:
    """From the news to the work and what was said of it."""
    page = walk.page
    page.goto(walk.address("/account/news/"))
    walk.check()
    page.locator("#happened + ul a").first.click()
    expect(page.locator("#state")).to_contain_text(RETURNED[walk.prefix])
    expect(page.locator("#state")).to_contain_text(WHAT_TO_MEND)
    walk.check()
    walk.hand_in("Контраст больше")


def accept(walk: Walk) -> None:
    """Digits, Enter, words, Ctrl+Enter; the first version is still there."""
    walk.open_at_desk()
    expect(walk.desk.locator(".review-work details").first).to_be_visible()
    for points in ("45", "25", "20"):
        walk.desk.keyboard.type(points)
        walk.desk.keyboard.press("Enter")
    walk.desk.keyboard.type("Отлично.")
    with walk.desk.expect_navigation():
        walk.desk.keyboard.press("Control+Enter")


def see_the_mark(walk: Walk, work: str) -> None:
    page = walk.page
    page.goto(work)
    expect(page.locator("#state")).to_contain_text(ACCEPTED[walk.prefix])
    expect(page.locator("#state")).to_contain_text(re.compile("90.*100"))
    walk.check()
    page.goto(walk.address("/account/marks/journey-works/2026/"))
    expect(page.locator(".marks")).to_contain_text(PASSED[walk.prefix])
    expect(page.locator(".marks-figures")).to_contain_text("90")
    walk.check()
