"""A curator's evening: one work after another by the keyboard, the earliest promise first; learners read the end."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.conftest import OpenDesk
from journeys.installation import Installation
from journeys.school import PHONE, see

pytestmark = pytest.mark.journey

NAMES = ("Айгерім", "Дана", "Мадина")
PHRASE = "Спасибо, смотрю дальше."
WORK = "/account/courses/journey-works/{}/poster/works/poster/"


@dataclass(frozen=True, slots=True)
class Said:
    """What the queue and a learner's page say, in one language."""

    prefix: str
    promise: str
    late: str
    nothing: str
    phrases: str
    keep: str
    accepted: str
    returned: str


SPOKEN = (
    Said("", "Проверим до ", "просрочено", "Всё проверено.", "Фразы, которые я часто пишу", "Сохранить фразу",
         "принята", "на доработке"),
    Said("/kk", "Тексеріп болатын уақытымыз: ", "мерзімі өтті", "Бәрі тексерілді.", "Жиі жазатын сөздерім",
         "Сөзді сақтау", "қабылданды", "толықтыруға қайтарылды"),
)  # fmt: skip


@pytest.mark.parametrize("said", SPOKEN, ids=["ru", "kk"])
def test_works_are_reviewed_one_after_another_by_the_keyboard(
    browser: Browser, installation: Installation, open_desk: OpenDesk, said: Said
) -> None:
    run = f"r{uuid4().hex[:10]}"
    number, tokens = installation.hand_in_works(run, NAMES)
    learners = [open_phone(browser, installation, token, f"{said.prefix}{WORK.format(run)}") for token in tokens]
    for learner in learners:
        expect(learner.locator("#state")).to_contain_text(said.promise)
    desk = open_desk("lerna", "curator")
    desk.goto(installation.address("lerna", f"{said.prefix}/desk/works/?run={number}"))
    lines = desk.locator("[data-line]")
    for line, name in zip(lines.all(), NAMES, strict=True):
        expect(line).to_contain_text(name)
    expect(desk.locator(".badge", has_text=said.late)).to_have_count(2)
    see(desk)
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    review(desk, said)
    expect(desk.locator("main")).to_contain_text(said.nothing)
    ends = ((said.accepted, "Отлично."), (said.returned, "Крупнее заголовок."), (said.accepted, PHRASE))
    for learner, (state, words) in zip(learners, ends, strict=True):
        learner.reload()
        expect(learner.locator("#state")).to_contain_text(state)
        expect(learner.locator("#state")).to_contain_text(words)
        see(learner)
        learner.context.close()


def open_phone(browser: Browser, installation: Installation, token: str, path: str) -> Page:
    """A learner's work on their phone."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_cookies([{"name": "lerna", "value": token, "url": installation.address("lerna")}])
    page = context.new_page()
    page.goto(installation.address("lerna", path))
    return page


def review(desk: Page, said: Said) -> None:
    """Three works: accepted, sent back, accepted by a phrase said often; the next one opens by itself."""
    head = desk.locator(".page-head")
    expect(head).to_contain_text(NAMES[0])
    see(desk)
    desk.get_by_text(said.phrases).click()
    desk.locator('[name="phrase-text"]').fill(PHRASE)
    desk.get_by_role("button", name=said.keep).click()
    expect(head).to_contain_text(NAMES[0])
    desk.keyboard.type("55")
    desk.keyboard.press("Enter")
    desk.keyboard.type("35,5")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Отлично.")
    desk.keyboard.press("Control+Enter")
    expect(head).to_contain_text(NAMES[1])
    desk.keyboard.type("30")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Крупнее заголовок.")
    desk.keyboard.press("Control+Shift+Enter")
    expect(head).to_contain_text(NAMES[2])
    desk.keyboard.type("60")
    desk.keyboard.press("Enter")
    desk.keyboard.type("40")
    desk.get_by_label(PHRASE).click()  # its words go below the others, and it is free again
    expect(desk.locator("[name=comment]")).to_have_value(PHRASE)
    desk.keyboard.press("Control+Enter")
