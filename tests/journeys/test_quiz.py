"""A learner answers a quiz on a phone: the network goes and comes back, two tabs, the time ends; nothing is lost."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from journeys.installation import ROOT, Installation
from journeys.test_account import read_code

pytestmark = pytest.mark.journey

Address = Callable[..., str]
PHONE = {"width": 390, "height": 844}
COURSE = """
key = "journey-quiz"
language = "ru"
title = "Цвет с нуля"
sites = ["lerna"]

[grading]
pass_mark = 60

[[grading.part]]
key = "tests"
title = "Тесты"
weight = 100

[[run]]
key = "open"
"""
LESSON = """+++
title = "Свет и три колбочки"
+++

Посмотрите на рисунок и ответьте.

::: quiz every
title = "Проверьте себя"
pass_mark = 60
---
## single cones
Сколько видов колбочек у большинства людей?
- [ ] Два
  > Так видят при дальтонизме.
- [x] Три
- [ ] Четыре
! Вспомните рисунок.
? Три вида, и каждый чувствителен к **своей** части спектра.

## multiple warm
Какие цвета тёплые?
- [x] Красный
- [ ] Синий
- [x] Жёлтый
* 2

## truefalse black
Чёрная бумага поглощает почти весь свет.
= true

## text capital
Столица Казахстана?
= Астана

## number gravity
С каким ускорением падает яблоко, м/с²?
= 9.81 ± 0.05

## match words
Переведите.
= көк => синий
= қызыл => красный
= сары => жёлтый

## order rainbow
По порядку радуги, сверху вниз.
= красный
= жёлтый
= зелёный

## gaps sky
Небо [[синее/голубое]], а трава [[зелёная]].

## point top
Где вершина у средней кривой?
= files/cones.webp Три кривые на осях
= 30,0 40x100

## formula line
Прямая с наклоном 2, которая пересекает ось в единице?
= 2*x + 1
= x in -5..5
:::

::: quiz timed
title = "На время"
minutes = 20
attempts = 2
part = "tests"
---
## text capital
Столица Казахстана?
= Астана
? С 1997 года.
:::
"""
WORDS = {
    "": ("Начать тест", "Сохранено.", "Ждём сеть", "Проверить и закончить", "Закончить", "Время вышло",
         "показать баллы"),
    "/kk": ("Тестті бастау", "Сақталды.", "Желі күтілуде", "Қарап шығып, аяқтау", "Аяқтау", "Уақыт бітті",
            "ұпайларды көрсету"),
}  # fmt: skip


@pytest.fixture(scope="session")
def course(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A course with every kind of question, brought in from its folder."""
    folder = tmp_path_factory.mktemp("journey-quiz")
    section = folder / "01-seeing"
    section.mkdir()
    (folder / "files").mkdir()
    (folder / "course.toml").write_text(COURSE)
    (section / "section.toml").write_text('title = "Как мы видим"\n')
    (section / "01-light.md").write_text(LESSON)
    shutil.copy(ROOT / "demo" / "courses" / "newskills" / "color-basics-ru" / "files" / "cones.webp", folder / "files")
    installation.run("course", "import", str(folder), "--company", "newskills")
    return "journey-quiz"


@pytest.fixture(params=WORDS)
def prefix(request: pytest.FixtureRequest) -> str:
    """The learner's language."""
    return str(request.param)


@pytest.fixture
def learner(browser: Browser, installation: Installation, site_server: Address, course: str, prefix: str) -> Page:
    """Aigerim with a phone, in the lesson."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce", has_touch=True)
    page = context.new_page()
    email = f"aigerim-{uuid4().hex[:8]}@example.kz"
    page.goto(site_server("lerna", f"{prefix}/account/sign-up/"))
    page.locator('[name="name"]').fill("Айгерім")
    page.locator('[name="email"]').fill(email)
    page.locator('[name="age"][value="adult"]').check()
    page.locator('[name="agree-learning"]').check()
    page.locator("main form button[type=submit]").click()
    page.locator('[name="code"]').fill(read_code(context, site_server("lerna", "/mailbox/"), email))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/account/$"))
    installation.enroll_in("newskills", course, installation.find_person("newskills", email))
    page.goto(site_server("lerna", f"{prefix}/account/courses/{course}/open/light/"))
    return page


def question(page: Page, key: str) -> Locator:
    return page.locator(f'[data-question="{key}"]')


def shoot(page: Page, name: str, prefix: str) -> None:
    """For whoever looks at the pages; beside the installation's other files."""
    folder = Path(ROOT / "var" / "test" / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"quiz-{name}-{prefix.strip('/') or 'ru'}.png", full_page=True)


def test_no_answer_is_lost_with_the_network(learner: Page, prefix: str) -> None:
    begin, saved, waits, look_over, finish, *_ = WORDS[prefix]
    page, context = learner, learner.context
    shoot(page, "card", prefix)
    page.get_by_role("button", name=begin).first.click()
    state = page.locator("[data-state]")
    shoot(page, "form", prefix)

    question(page, "cones").get_by_label("Три").check()
    expect(state).to_contain_text(saved, use_inner_text=True)
    context.set_offline(True)
    question(page, "capital").get_by_role("textbox").fill("астана")
    question(page, "black").get_by_role("radio").first.check()
    expect(state).to_contain_text(waits, use_inner_text=True)
    expect(state.locator("[data-count]")).to_have_text("2")
    shoot(page, "offline", prefix)
    context.set_offline(False)
    expect(state).to_contain_text(saved, use_inner_text=True, timeout=15_000)

    page = close_and_come_back(page, waits, saved)

    other = context.new_page()
    other.goto(page.url)
    question(other, "cones").get_by_label("Два").check()
    expect(other.locator("[data-state]")).to_contain_text(saved, use_inner_text=True)
    expect(question(page, "cones").get_by_label("Два")).to_be_checked()
    other.close()

    answer_the_rest(page)
    expect(page.locator("[data-state]")).to_contain_text(saved, use_inner_text=True)
    shoot(page, "answered", prefix)
    page.get_by_role("button", name=look_over).click()
    shoot(page, "review", prefix)
    page.get_by_role("button", name=finish, exact=True).click()
    expect(page.locator(".quiz-percent")).to_have_text("90%")
    expect(page.locator("main")).to_contain_text("Так видят при дальтонизме.")
    expect(page.locator(".quiz-area ~ .quiz-cross")).to_be_visible()
    shoot(page, "result", prefix)
    context.close()


def close_and_come_back(page: Page, waits: str, saved: str) -> Page:
    """Closes the tab with an answer that waits for the network, and opens another when it is back."""
    context = page.context
    context.set_offline(True)
    question(page, "gravity").get_by_role("textbox").fill("9,81")
    page.keyboard.press("Tab")
    expect(page.locator("[data-state]")).to_contain_text(waits, use_inner_text=True)
    address = page.url
    page.close()  # with an answer that waits
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("[data-state]")).to_contain_text(saved, use_inner_text=True)
    page.reload()
    expect(question(page, "gravity").get_by_role("textbox")).to_have_value("9,81")
    expect(question(page, "cones").get_by_label("Три")).to_be_checked()
    return page


def answer_the_rest(page: Page) -> None:
    """All right, by keyboard where a phone has none too."""
    for name in ("Красный", "Жёлтый"):
        question(page, "warm").get_by_label(name).check()
    for left, right in (("көк", "синий"), ("қызыл", "красный"), ("сары", "жёлтый")):
        question(page, "words").get_by_label(left).select_option(label=right)
    lines = question(page, "rainbow").locator("li")
    for place, color in enumerate(("красный", "жёлтый", "зелёный")):
        line = lines.filter(has_text=color)
        for _ in range(3):
            if lines.nth(place).filter(has_text=color).count():
                break
            line.locator('[data-move="-1"]').press("Enter")
    question(page, "rainbow").locator("[data-keep-order]").click()
    for gap, word in zip(question(page, "sky").get_by_role("textbox").all(), ("синее", "зелёная"), strict=True):
        gap.fill(word)
    picture = question(page, "top").get_by_role("img")
    picture.click()
    picture.press("ArrowLeft")
    expect(question(page, "top").get_by_role("textbox").first).to_have_value(re.compile(r"^49|^48"))
    question(page, "line").get_by_role("textbox").fill("2x+1")
    page.keyboard.press("Tab")


def test_what_was_answered_in_time_counts_after_the_time(
    learner: Page, installation: Installation, prefix: str
) -> None:
    begin, _saved, waits, *_, over, show = WORDS[prefix]
    page, context = learner, learner.context
    page.get_by_role("button", name=begin).last.click()
    expect(page.locator("[data-countdown]")).to_have_text(re.compile("19:|20:"))
    installation.end_soon("newskills", page.url.rstrip("/").rpartition("/")[2], 8)
    page.reload()
    context.set_offline(True)
    question(page, "capital").get_by_role("textbox").fill("Астана")
    page.keyboard.press("Tab")
    expect(page.locator("[data-state]")).to_contain_text(waits, use_inner_text=True)
    expect(page.locator("[data-state]")).to_contain_text(over, use_inner_text=True, timeout=20_000)
    shoot(page, "over", prefix)
    context.set_offline(False)
    expect(page.get_by_role("button", name=re.compile(show))).to_be_visible(timeout=60_000)
    expect(page.locator(".quiz-percent")).to_have_text("100%")
    expect(page.locator("main")).not_to_contain_text("С 1997 года.")
    shoot(page, "unsettled", prefix)
    page.get_by_role("button", name=re.compile(show)).click()
    expect(page.locator("main")).to_contain_text("С 1997 года.")
    shoot(page, "settled", prefix)
    context.close()
