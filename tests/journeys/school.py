"""A small course as an author would write it, and what a learner reads and presses on the way through it."""

import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Page

from journeys.installation import ROOT
from journeys.test_accessibility import find_violations_in_both_schemes

PHONE = {"width": 390, "height": 844}
FILM = ROOT / "demo/courses/newskills/shop-data-ru/files/axis.mp4"
COURSE = """
key = "{key}"
language = "{language}"
title = "{title}"
summary = "{see}?"
hours = 6
results = ["{see}"]
sites = ["lerna"]
[grading]
pass_mark = 60
[[grading.part]]
key = "tests"
title = "{lamp}"
weight = 40
[[grading.part]]
key = "works"
title = "{poster}"
weight = 60
[[run]]
key = "now"
[[run.offer]]
key = "full"
title = "{title}"
price = 30000
"""
LESSONS = {
    "01-see.md": """+++
title = "{see}"
free = true
+++
{text}

::: poll how
choices = ["{yes}", "{no}"]
---
{see}?
:::
""",
    "02-lamp.md": """+++
title = "{lamp}"
+++
::: video film
file = "files/film.mp4"
title = "{see}"
---
{text}
:::

::: quiz check
title = "{lamp}"
pass_mark = 60
part = "tests"
---
## single cones
Сколько видов колбочек у большинства людей?
- [x] Три
- [ ] Два

## text capital
Столица Казахстана?
= Астана
:::
""",
    "03-poster.md": """+++
title = "{poster}"
+++
::: assignment poster
title = "{poster}"
due_days = 14
part = "works"

[[criterion]]
key = "idea"
title = "{see}"
points = 50

[[criterion]]
key = "color"
title = "{title}"
points = 50
---
{text}
:::
""",
}


@dataclass(frozen=True, slots=True)
class Said:
    """The words of the course and of the pages around it, in one language."""

    prefix: str
    key: str
    language: str
    title: str
    typed: str
    see: str
    lamp: str
    poster: str
    text: str
    yes: str
    no: str
    menu: str
    courses: str
    find: str
    filters: str
    teaching: str
    show: str
    try_lesson: str
    begin: str
    send: str
    keep: str
    passed: str
    quiz: str
    saved: str
    look_over: str
    finish: str
    go_on: str
    promise: str
    all_done: str
    certificate: str
    get: str
    download: str
    very_file: str
    other_file: str
    compare: str


SPOKEN = (
    Said(
        prefix="", key="light-ru", language="ru", title="Свет на кухне", typed="свету на кухнях", see="Как мы видим",
        lamp="Лампа", poster="Афиша", text="Глаз устаёт.\n\n" * 20, yes="Хорошо", no="Плохо", menu="Меню",
        courses="Курсы", find="Найти", filters="Фильтры", teaching="Язык обучения", show="Показать",
        try_lesson="Попробовать урок бесплатно", begin="Начать", send="Отправить ответ", keep="Сохранить заметку",
        passed="Вы прошли этот урок", quiz="Начать тест", saved="Сохранено.", look_over="Проверить и закончить",
        finish="Закончить", go_on="Продолжить", promise="Проверим до ", all_done="Пройдено 3 из 3 уроков",
        certificate="Ваш сертификат", get="Получить сертификат", download="Скачать PDF",
        very_file="Это тот самый файл, который мы выдали", other_file="Это не тот файл, который мы выдали",
        compare="Сравнить",
    ),
    Said(
        prefix="/kk", key="light-kk", language="kk", title="Асүйдегі жарық", typed="асуйдеги жарык",
        see="Біз қалай көреміз", lamp="Шам", poster="Жарнама", text="Көз шаршайды.\n\n" * 20, yes="Жақсы", no="Жаман",
        menu="Мәзір", courses="Курстар", find="Табу", filters="Сүзгілер", teaching="Оқыту тілі", show="Көрсету",
        try_lesson="Сабақты тегін көру", begin="Бастау", send="Жауапты жіберу", keep="Жазбаны сақтау",
        passed="Бұл сабақты өттіңіз", quiz="Тестті бастау", saved="Сақталды.", look_over="Қарап шығып, аяқтау",
        finish="Аяқтау", go_on="Жалғастыру", promise="Тексеріп болатын уақытымыз: ", all_done="3 сабақтың 3 өтілді",
        certificate="Сертификатыңыз", get="Сертификат алу", download="PDF жүктеп алу",
        very_file="Бұл – біз берген файлдың дәл өзі", other_file="Бұл біз берген файл емес", compare="Салыстыру",
    ),
)  # fmt: skip


def write_course(folder: Path, said: Said) -> Path:
    """Three lessons, as an author would write them."""
    section, words = folder / "01-eye", asdict(said)
    section.mkdir(parents=True)
    (folder / "course.toml").write_text(COURSE.format(**words))
    (section / "section.toml").write_text(f'title = "{said.title}"\n')
    for name, text in LESSONS.items():
        (section / name).write_text(text.format(**words))
    (folder / "files").mkdir()
    shutil.copy(FILM, folder / "files" / "film.mp4")
    return folder


def see(page: Page) -> None:
    """The page fits its window, and everybody can use it, which one language shows for all."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    if "/kk/" not in page.url:
        found = find_violations_in_both_schemes(page)
        assert found == [], found
