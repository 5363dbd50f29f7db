"""A course written as a cartridge is read back with the same pages, questions, works, topics and links."""

import zipfile
from pathlib import Path

from lerna.school.blocks.course import CourseContent, LessonContent, SectionContent
from lerna.school.blocks.kinds import (
    Assignment,
    Block,
    Code,
    Criterion,
    Discussion,
    Download,
    Html,
    Image,
    Link,
    Poll,
    Quiz,
    Text,
)
from lerna.school.blocks.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Gaps,
    Multiple,
    Number,
    ShortText,
    Single,
    TrueFalse,
)
from lerna.school.exchange.cartridge.manifest import read_manifest
from lerna.school.exchange.cartridge.read_cartridge import CartridgeReader
from lerna.school.exchange.cartridge.write_cartridge import write_cartridge
from lerna.school.exchange.foreign.packages import open_package

QUESTIONS = (
    Single(
        key="cones",
        text="Сколько **видов** колбочек?",
        points=2,
        choices=(Choice(text="Два", feedback="Мало"), Choice(text="Три", is_right=True)),
    ),
    Multiple(
        key="warm",
        text="Тёплые?",
        choices=(Choice(text="a", is_right=True), Choice(text="b", is_right=True), Choice(text="c")),
    ),
    TrueFalse(key="lemon", text="Экран излучает жёлтое", is_true=False),
    ShortText(
        key="dusk", text="Кто работает в сумерках?", accepted=(Accepted(text="палочки"), Accepted(text="палочка"))
    ),
)
LEFT = (
    Number(key="speed", text="Скорость?", accepted=(AcceptedNumber(value="300", tolerance="1"),)),
    Gaps(key="sky", text="Аспан [[көк]]"),
)
WORK = Assignment(
    key="work",
    title="Работа",
    task="Снимите *вывеску*.",
    accepts=("files", "link"),
    rubric=(Criterion(key="a", title="a", points=40),),
)
TOPIC = Discussion(key="talk", title="Разговор", prompt="Что увидели? ![карта](files/map.webp)")
LINK = Link(key="more", url="https://example.kz/a?b=1&c=2", title="Дальше")
BLOCKS: tuple[Block, ...] = (
    Text(key="1", markdown="# Свет\n\nСлово и ![карта](files/map.webp)."),
    Image(key="2", file="files/map.webp", alt="Карта", caption="Рис. 1"),
    Html(key="3", html='<p>Чужое <img src="files/map.webp" alt="x"></p>'),
    Code(key="4", language="python", code="a < b"),
    Quiz(key="check", title="Проверка", attempts=2, minutes=10, questions=(*QUESTIONS, *LEFT)),
    WORK,
    Poll(key="poll", question="Видно?", choices=("да", "нет")),
    Download(key="5", file="files/list.pdf", title="Список"),
    TOPIC,
    LINK,
)


def write_and_read(path: Path) -> tuple[CourseContent, list[str]]:
    lesson = LessonContent(key="light", title="Свет", blocks=BLOCKS)
    alone = LessonContent(key="dark", title="Тьма", blocks=(Text(key="1", markdown="Ночь."),))
    section = SectionContent(key="seeing", title="Как мы видим", lessons=(lesson, alone))
    content = CourseContent(key="color-ru", language="ru", title="Цвет & свет", sections=(section,))
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("files/map.webp", "files/list.pdf"):
            archive.writestr(name, b"x")
        lost = write_cartridge(content, ("files/map.webp", "files/list.pdf"), archive)
    with open_package(path) as root:
        return CartridgeReader(root, read_manifest(root)).read(), lost


def test_what_a_cartridge_can_say_comes_back(tmp_path: Path) -> None:
    content, _ = write_and_read(tmp_path / "out.imscc")
    assert (content.title, content.language) == ("Цвет & свет", "ru")
    (section,) = content.sections
    assert section.title == "Как мы видим"
    assert [(lesson.title, [block.KIND for block in lesson.blocks]) for lesson in section.lessons] == [
        ("Свет: Свет", ["html"]),
        ("Свет: Проверка", ["quiz", "assignment"]),
        ("Свет: Работа", ["assignment"]),
        ("Свет: Свет", ["html"]),
        ("Свет: Разговор", ["discussion"]),
        ("Свет: Дальше", ["link"]),
        ("Тьма", ["html"]),
    ]
    blocks = [block for lesson in section.lessons for block in lesson.blocks]
    (quiz,) = (block for block in blocks if isinstance(block, Quiz))
    assert (quiz.attempts, quiz.minutes) == (2, 10)
    by_text = {question.text: question for question in quiz.questions}
    for asked in QUESTIONS:
        back = by_text[asked.text]
        assert (type(back), back.points) == (type(asked), asked.points)
        for name in ("choices", "is_true", "accepted"):
            assert getattr(back, name, None) == getattr(asked, name, None)
    work = next(block for block in blocks if isinstance(block, Assignment) and block.title == "Работа")
    assert (work.task, work.accepts) == (WORK.task, WORK.accepts)
    topic = next(block for block in blocks if isinstance(block, Discussion))
    assert topic.prompt == "Что увидели? ![карта](media:files/map.webp)"
    link = next(block for block in blocks if isinstance(block, Link))
    assert (link.url, link.title) == (LINK.url, LINK.title)


def test_pages_keep_their_words_and_their_files(tmp_path: Path) -> None:
    content, _ = write_and_read(tmp_path / "out.imscc")
    pages = [block.html for lesson in content.sections[0].lessons for block in lesson.blocks if isinstance(block, Html)]
    whole = "".join(pages)
    assert whole.count("media:files/map.webp") == 3
    for words in ("Рис. 1", "Чужое", "a &lt; b", "Видно?", "<li>да</li>", "media:files/list.pdf", "Ночь."):
        assert words in whole


def test_questions_without_words_in_a_cartridge_are_named(tmp_path: Path) -> None:
    _, lost = write_and_read(tmp_path / "out.imscc")
    assert lost == ["light: sky"]
