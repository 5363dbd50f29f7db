"""Two authors at the desk: a lesson written with its preview, published, moved; an old tab overwrites nothing."""

import base64
import re
from dataclasses import dataclass
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from journeys.conftest import OpenDesk
from journeys.installation import ROOT
from journeys.school import see
from journeys.test_requests import Address

pytestmark = pytest.mark.journey

PICTURE = ROOT / "demo/courses/newskills/color-basics-ru/files/cones.webp"
# What a browser hands over when a picture is pasted.
PASTE = """(field, content) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], "cones.webp", { type: "image/webp" }));
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@dataclass(frozen=True, slots=True)
class Said:
    """What an author reads and presses, in one language."""

    prefix: str
    begin: str
    new_section: str
    add_section: str
    new_lesson: str
    add_lesson: str
    save: str
    draft: str
    publish: str
    changes: str
    ticked: str
    published: str
    up: str
    conflict: str


SPOKEN = (
    Said(prefix="", begin="Начать курс", new_section="Новый раздел", add_section="Добавить раздел",
         new_lesson="Новый урок", add_lesson="Добавить урок", save="Сохранить черновик",
         draft="ученики его ещё не видят",
         publish="Сохранить и опубликовать", changes="Посмотреть, что изменится", ticked="Опубликовать отмеченное",
         published="опубликован", up="Поднять", conflict="Тем временем урок изменил кто-то ещё"),
    Said(prefix="/kk", begin="Курсты бастау", new_section="Жаңа бөлім", add_section="Бөлім қосу",
         new_lesson="Жаңа сабақ", add_lesson="Сабақ қосу", save="Жоба нұсқасын сақтау",
         draft="оқушылар әлі көрмейді", publish="Сақтау және жариялау",
         changes="Не өзгеретінін көру", ticked="Белгіленгенін жариялау", published="жарияланған", up="жоғары жылжыту",
         conflict="Осы арада сабақты басқа біреу өзгертті"),
)  # fmt: skip


def add(form: Locator, title: str, key: str, button: str) -> None:
    form.locator('[name="title"]').fill(title)
    form.locator('[name="key"]').fill(key)
    form.get_by_role("button", name=button).click()


@pytest.mark.parametrize("said", SPOKEN, ids=["ru", "kk"])
def test_a_lesson_is_written_published_and_moved_and_an_old_tab_overwrites_nothing(
    open_desk: OpenDesk, site_server: Address, said: Said
) -> None:
    desk, key = open_desk("lerna", "author"), f"written-{uuid4().hex[:8]}"
    desk.goto(site_server("lerna", f"{said.prefix}/desk/courses/"))
    add(desk.locator("form.card"), "Түс әліппесі", key, said.begin)
    desk.wait_for_url(f"**/{key}/")
    course = desk.url
    see(desk)
    add(desk.locator("main"), "Жарық", "light", said.add_section)  # the form stands open in an empty course
    add_lesson(desk, "Үш колбочка", "cones", said)
    lesson = desk.url
    other = open_desk("lerna", "author")
    other.goto(lesson)
    write(desk, said)
    publish(desk, course, said)
    overwrite_nothing(other, said)
    move(desk, course, said)


def add_lesson(desk: Page, title: str, key: str, said: Said) -> None:
    desk.get_by_text(said.new_lesson, exact=True).click()
    add(desk.locator("details[open]", has_text=said.add_lesson), title, key, said.add_lesson)
    desk.wait_for_url(f"**/lessons/{key}/")


def write(desk: Page, said: Said) -> None:
    """Markdown, a pasted picture, a quiz by its button; each shown at once as a learner will see it."""
    text, shown = desk.locator("[name=text]"), desk.locator("[data-shown]")
    text.fill("Көзде **үш** колбочка бар.\n\n")
    expect(shown.locator("strong")).to_have_text("үш")
    text.evaluate(PASTE, base64.b64encode(PICTURE.read_bytes()).decode())
    expect(shown.locator("img")).not_to_have_js_property("naturalWidth", 0)
    desk.locator("[data-insert=quiz]").click()
    expect(shown.locator("li", has_text="✓").first).to_be_visible()
    see(desk)
    desk.get_by_role("button", name=said.save).click()
    expect(desk.locator(".page-head")).to_contain_text(said.draft)


def publish(desk: Page, course: str, said: Said) -> None:
    """After a look at what changes."""
    desk.goto(course)
    desk.get_by_role("link", name=said.changes).click()
    expect(desk.locator("ins", has_text="**үш**")).to_be_visible()
    see(desk)
    desk.get_by_role("button", name=said.ticked).click()
    expect(desk.get_by_role("link", name=said.changes)).to_have_count(0)


def overwrite_nothing(other: Page, said: Said) -> None:
    """Who opened the lesson before sees both texts, and their own one is kept only with the other's."""
    text = other.locator("form [name=text]")
    text.fill("Екінші автордың сөзі.")
    other.get_by_role("button", name=said.publish).click()
    expect(other.get_by_text(said.conflict)).to_be_visible()
    theirs = other.locator("textarea[readonly]")
    expect(theirs).to_have_value(re.compile(r"\*\*үш\*\*"))
    expect(text).to_have_value("Екінші автордың сөзі.")
    see(other)
    text.fill(f"{theirs.input_value()}\n\nЕкінші автордың сөзі.")
    other.get_by_role("button", name=said.publish).click()
    expect(other.locator(".page-head")).to_contain_text(said.published)
    expect(other.locator("[data-shown]")).to_contain_text("Екінші автордың сөзі.")


def move(desk: Page, course: str, said: Said) -> None:
    """Another lesson, put before the first one by the keyboard."""
    desk.goto(course)
    add_lesson(desk, "Контраст", "contrast", said)
    desk.goto(course)
    desk.locator("[data-lesson=contrast]").get_by_role("button", name=said.up).focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-lesson]").first).to_have_attribute("data-lesson", "contrast")
    see(desk)
