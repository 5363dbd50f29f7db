"""A learner's whole way on a phone: found, read, tried, studied, answered, mended, passed, certified, checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from journeys.conftest import OpenDesk
from journeys.installation import Installation
from journeys.school import PHONE, SPOKEN, Said, see, write_course
from journeys.test_requests import Address, join, read_letter

pytestmark = pytest.mark.journey

LETTER = {"": "вернулась на доработку", "/kk": "толықтыруға қайтарылды"}


@dataclass(frozen=True)
class Walk:
    """Aigerim's phone, Vera's desk, and what both read; `email` tells this work from those of earlier walks."""

    phone: BrowserContext
    page: Page
    desk: Page
    site: Address
    said: Said
    email: str

    def address(self, path: str = "") -> str:
        """Of the course as its learner has it, or of a page there."""
        return self.site("lerna", f"{self.said.prefix}/account/courses/{self.said.key}/now/{path}")


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True, reduced_motion="reduce")  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.mark.parametrize("said", SPOKEN, ids=["ru", "kk"])
def test_from_the_catalogue_to_the_certificate(  # noqa: PLR0913, PLR0917 -- fixtures
    phone: BrowserContext, context: BrowserContext, installation: Installation, site_server: Address,
    open_desk: OpenDesk, tmp_path: Path, said: Said,
) -> None:  # fmt: skip
    installation.run("course", "import", "--company", "newskills", str(write_course(tmp_path / said.key, said)))
    page = phone.new_page()
    find_and_try(page, site_server, said)
    email = join(phone, page, site_server, said.prefix)
    walk = Walk(phone, page, open_desk("lerna", "curator"), site_server, said, email)
    enroll(walk)
    study(walk)
    answer(walk)
    go_on_elsewhere(walk, context)
    work = hand_in(walk, "Афиша")
    send_back(walk)
    mend(walk)
    accept(walk)
    see_the_mark(walk, work)
    paper = get_the_certificate(walk)
    check_as_a_stranger(context, paper, said)


def find_and_try(page: Page, site: Address, said: Said) -> None:
    """From the menu to a lesson that anybody may read, by other forms of the words than the title has."""
    page.goto(site("lerna", f"{said.prefix}/"))
    page.get_by_role("button", name=said.menu, exact=True).click()
    page.get_by_role("navigation").get_by_role("link", name=said.courses, exact=True).first.click()
    page.get_by_role("searchbox").fill(said.typed)
    page.get_by_role("button", name=said.find, exact=True).click()
    expect(page).to_have_url(re.compile("q="))
    page.get_by_role("button", name=said.filters, exact=True).click()
    page.get_by_label(said.teaching).select_option(said.language)
    page.get_by_role("button", name=said.show, exact=True).click()
    expect(page).to_have_url(re.compile("language="))
    see(page)
    page.get_by_role("link", name=said.title, exact=True).click()
    expect(page.locator("#dates")).to_contain_text("30 000")
    see(page)
    page.get_by_role("link", name=said.try_lesson).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said.see)
    see(page)


def enroll(walk: Walk) -> None:
    """By the staff, at the desk."""
    desk = walk.desk
    desk.goto(walk.site("lerna", f"{walk.said.prefix}/desk/learners/{walk.said.key}/now/"))
    desk.locator('[name="sought"]').fill(walk.email)
    desk.locator(".desk-look button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text("Айгерім")


def study(walk: Walk) -> None:
    """The first lesson: a poll, a note of one's own; the arrows lead on."""
    page, said = walk.page, walk.said
    page.goto(walk.site("lerna", f"{said.prefix}/account/courses/"))
    page.get_by_role("link", name=said.title, exact=True).click()
    see(page)
    page.get_by_role("link", name=said.begin).click()
    page.locator('[name="choice"][value="0"]').check()
    page.get_by_role("button", name=said.send).click()
    expect(page.locator(".bars")).to_be_visible()
    expect(page.locator("#done")).to_contain_text(said.passed)
    page.locator("#note summary").click()
    page.locator('#note [name="text"]').fill("Қызыл – алда")
    page.get_by_role("button", name=said.keep).click()
    see(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text(said.lamp)
    page.keyboard.press("ArrowLeft")
    expect(page.locator('#note [name="text"]')).to_have_value("Қызыл – алда")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text(said.lamp)


def wait_for(film: Locator, state: str) -> None:
    """Until the film is as is said; the page's own policy lets no sentence be evaluated in it."""
    for _ in range(100):
        if film.evaluate(state):
            return
        film.page.wait_for_timeout(200)
    pytest.fail(f"The film never came to this: {state}")


def answer(walk: Walk) -> None:
    """The film up to its eighth second, then the quiz; the network goes in the middle, and each answer comes once."""
    page, said = walk.page, walk.said
    film = page.locator("video")
    film.evaluate("video => { video.muted = true; video.play(); }")
    wait_for(film, "video => video.currentTime > 0")
    film.evaluate("video => { video.currentTime = 7; }")
    wait_for(film, "video => video.currentTime >= 7 && !video.seeking")
    film.evaluate("video => video.pause()")
    see(page)
    page.get_by_role("button", name=said.quiz).click()
    taken: list[str] = []
    page.on("requestfinished", lambda one: taken.append(one.url) if one.url.endswith("/answer/") else None)
    state = page.locator("[data-state]")
    page.get_by_label("Три").check()
    expect(state).to_contain_text(said.saved, use_inner_text=True, timeout=15_000)
    walk.phone.set_offline(True)
    page.get_by_role("textbox").fill("астана")
    page.keyboard.press("Tab")
    expect(state.locator("[data-count]")).to_have_text("1", use_inner_text=True)
    walk.phone.set_offline(False)
    expect(state).to_contain_text(said.saved, use_inner_text=True, timeout=15_000)
    assert len(taken) == len(("before the network went", "after it came back"))
    see(page)
    page.get_by_role("button", name=said.look_over).click()
    page.get_by_role("button", name=said.finish, exact=True).click()
    expect(page.locator(".quiz-percent")).to_have_text("100%")
    see(page)


def go_on_elsewhere(walk: Walk, laptop: BrowserContext) -> None:
    """The film stands where the phone left it."""
    laptop.add_cookies([one for one in walk.phone.cookies() if one["name"] == "lerna"])  # type: ignore[misc]
    page = laptop.new_page()
    page.goto(walk.address("lamp/"))
    film = page.locator("video")
    film.evaluate("video => { video.muted = true; video.play(); }")  # before, a stream has nothing to stand at
    wait_for(film, "video => video.currentTime >= 7")
    page.close()
    laptop.clear_cookies()


def hand_in(walk: Walk, text: str, file: Path | None = None) -> str:
    """From the outline to the work, whose address it gives."""
    page, said = walk.page, walk.said
    page.goto(walk.address())
    page.get_by_role("link", name=said.go_on).click()
    see(page)
    page.locator(".work-block a.button").click()
    address = page.url.partition("#")[0]  # with it, the browser would not load the page anew
    fill(walk, text, file)
    return address


def fill(walk: Walk, text: str, file: Path | None = None) -> None:
    page = walk.page
    page.locator("[name=text]").fill(f"{text} {walk.email}")
    if file:
        page.locator("[name=uploads]").set_input_files(file)
    see(page)
    page.locator("button[value=hand_in]").click()
    expect(page.locator("#state")).to_contain_text(walk.said.promise)
    see(page)


def open_at_desk(walk: Walk) -> None:
    """From the queue; the newest stands last."""
    desk = walk.desk
    desk.goto(walk.site("lerna", f"{walk.said.prefix}/desk/works/"))
    for address in [line.evaluate("link => link.href") for line in reversed(desk.locator("[data-line]").all())]:
        desk.goto(address)
        if desk.locator(".review-work", has_text=walk.email).count():
            return
    pytest.fail("the work isn't in the queue")


def send_back(walk: Walk) -> None:
    open_at_desk(walk)
    walk.desk.locator("[name=comment]").fill("Увеличьте контраст заголовка.")
    with walk.desk.expect_navigation():
        walk.desk.keyboard.press("Control+Shift+Enter")
    read_letter(walk.phone, walk.site, walk.email, LETTER[walk.said.prefix])


def mend(walk: Walk) -> None:
    """From the news to the work and what was said of it."""
    page = walk.page
    page.goto(walk.site("lerna", f"{walk.said.prefix}/account/news/"))
    see(page)
    page.locator("#happened + ul a").first.click()
    expect(page.locator("#state")).to_contain_text("Увеличьте контраст заголовка.")
    fill(walk, "Контраст больше")


def accept(walk: Walk) -> None:
    open_at_desk(walk)
    expect(walk.desk.locator(".review-work details").first).to_be_visible()
    for points in ("45", "45"):
        walk.desk.keyboard.type(points)
        walk.desk.keyboard.press("Enter")
    walk.desk.keyboard.type("Отлично.")
    with walk.desk.expect_navigation():
        walk.desk.keyboard.press("Control+Enter")


def see_the_mark(walk: Walk, work: str) -> None:
    page = walk.page
    page.goto(work)
    expect(page.locator("#state")).to_contain_text("Отлично.")
    expect(page.locator("#state")).to_contain_text(re.compile("90.*100"))
    see(page)
    page.goto(walk.site("lerna", f"{walk.said.prefix}/account/marks/{walk.said.key}/now/"))
    expect(page.locator(".marks-figures")).to_contain_text("94")  # 40 of 40 for the quiz, 54 of 60 for the work
    see(page)


def get_the_certificate(walk: Walk) -> bytes:
    """From the outline to the PDF."""
    page, said = walk.page, walk.said
    page.goto(walk.address())
    expect(page.locator("main")).to_contain_text(said.all_done)
    see(page)
    page.get_by_role("link", name=said.certificate, exact=True).click()
    see(page)
    page.get_by_role("button", name=said.get).last.click()
    see(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=said.download).first.click()
    return download.value.path().read_bytes()


def check_as_a_stranger(stranger: BrowserContext, paper: bytes, said: Said) -> None:
    """By the address on the paper, which its code says too: everything is there, and the very file is known."""
    written = "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    (address,) = re.findall(r"http://\S+/certificates/[0-9A-Z-]+/", written.replace("\n", ""))
    page = stranger.new_page()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(str(address))
    facts = page.locator(".facts")
    for fact in ("Айгерім", said.title, "94", "6"):
        expect(facts).to_contain_text(fact)
        assert fact in written
    see(page)
    for sent, sentence in ((paper, said.very_file), (paper.replace(b"%PDF-1.7", b"%PDF-1.6"), said.other_file)):
        page.locator("[name=file]").set_input_files(
            {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": sent}
        )
        page.get_by_role("button", name=said.compare).click()
        expect(page.get_by_text(sentence)).to_be_visible()
        see(page)
