"""Whatever is wrong in a course's folder is said with file, line and a sentence, all of it at once."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from lerna.school.blocks.kinds import Quiz, Text
from lerna.school.blocks.questions import Point, TrueFalse
from lerna.school.exchange.folder.lines import FolderError
from lerna.school.exchange.folder.read_folder import read_folder

COURSE = """\
key = "color-ru"
language = "ru"
title = "Цвет"
[grading]
pass_mark = 60
[[grading.part]]
key = "works"
title = "Работы"
weight = 100
"""
HEAD = '+++\ntitle = "Свет"\n+++\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course of one lesson with a picture, nothing wrong in it."""
    root = tmp_path / "color-ru"
    (root / "files").mkdir(parents=True)
    (root / "files" / "map.webp").touch()
    (root / "01-seeing").mkdir()
    (root / "course.toml").write_text(COURSE, encoding="utf-8")
    (root / "01-seeing" / "section.toml").write_text('title = "Как мы видим"', encoding="utf-8")
    write_lesson(root, "Слово.")
    return root


def write_lesson(root: Path, body: str) -> None:
    (root / "01-seeing" / "01-light.md").write_text(HEAD + body, encoding="utf-8")


def list_faults(root: Path) -> list[str]:
    """Each fault as `name:line: sentence`; every one is said to Russian and Kazakh readers in words of their own."""
    with pytest.raises(FolderError) as refusal:
        read_folder(root)
    for fault in refusal.value.faults:
        said = [fault.sentence]
        for language in ("ru", "kk"):
            with translation.override(language):
                said.append(fault.translated)
        assert len(set(said)) == len(said), said
    return [f"{fault.path.name}:{fault.line}: {fault.sentence}" for fault in refusal.value.faults]


def test_a_course_without_faults_is_read(root: Path) -> None:
    content = read_folder(root)
    assert [lesson.key for section in content.sections for lesson in section.lessons] == ["light"]
    assert content.sections[0].lessons[0].blocks == (Text(key="1", markdown="Слово."),)


def test_questions_without_keys_are_numbered_and_a_picture_says_what_it_shows(root: Path) -> None:
    quiz = """
::: quiz check
title = "Проверка"
---
## truefalse
Экран излучает жёлтое.
= false
> Именно так.

## point place
Где вывеска?
= files/map.webp Улица с тремя дверями
= 40,25 20x15
:::
"""
    write_lesson(root, quiz)
    (block,) = read_folder(root).sections[0].lessons[0].blocks
    assert isinstance(block, Quiz)
    first, second = block.questions
    assert isinstance(first, TrueFalse)
    assert (first.key, first.feedback) == ("1", "Именно так.")
    assert isinstance(second, Point)
    assert (second.key, second.file, second.alt) == ("place", "files/map.webp", "Улица с тремя дверями")


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("::: video\n:::", '01-light.md:5: "file" is missing here.'),
        ('::: image cones\nfile = "files/map.webp"\n\nalt = ""\n:::', '01-light.md:7: "alt" is empty.'),
        ('::: image\nfile = "files/no.webp"\n:::', 'There is no file "files/no.webp" in the course\'s folder.'),
        ('::: image\nfile = "files/../course.toml"\n:::', "isn't in the folder `files/` of the course."),
        ("Слово.\n\n![карта](files/no.webp)", '01-light.md:6: There is no file "files/no.webp"'),
        ("::: poem x\n:::", '01-light.md:4: "poem" is no kind of block; it must be one of text,'),
        ("::: quiz\n:::", "01-light.md:4: What a learner does hangs on this block, so it needs a key: `::: quiz key`."),
        ("::: discussion Talk\n:::", "A key is of small Latin letters, digits and hyphens"),
        ("::: poll lamp\nСлово.", "01-light.md:4: This block has no end: a line of `:::`."),
        ("::: poll lamp\n\n::: poll dusk\n:::", "01-light.md:4: This block has no end: a line of `:::` before line 6."),
        (":::", "01-light.md:4: A block begins with `::: kind key` and ends with `:::`."),
        ('::: link\nurl = "javascript:alert(1)"\ntitle = "x"\n:::', '"url" is an address that begins with https://'),
        ('::: image a\nfile = "files/map.webp"\nalt = "x"\nsize = 3\n:::', "01-light.md:7: Nothing is known by"),
        ('::: discussion a\ntitle = "x"\n:::\n\n::: discussion a\ntitle = "y"\n:::', 'The key "a" stands twice'),
        ('::: assignment a\ntitle = "x"\npart = "tests"\n---\nЗадание\n:::', 'has no part "tests"; it has works.'),
    ],
)  # fmt: skip
def test_a_fault_in_a_block_is_said_with_its_line(root: Path, body: str, fault: str) -> None:
    write_lesson(root, body)
    (found,) = list_faults(root)
    assert fault in found


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ("## riddle a\nЧто?\n= да", '01-light.md:7: "riddle" is no kind of question; it must be one of single,'),
        ("## single a\n- [x] да\n- [ ] нет", "The question has no text."),
        ("## single a\nЧто?\n- [x] да\n- [x] нет", "A question of the kind single has one right choice"),
        ("## single a\nЧто?\n= да", "01-light.md:9: A question of the kind single has choices"),
        ("## number a\nЧто?\n= много", "01-light.md:9: An answer is a number, such as `= 9.81 ± 0.05`."),
        ("## match a\nЧто?\n= көк => синий\n= ақ", "01-light.md:10: A pair is written `= left => right`."),
        ("## gaps a\nЧто?", "The text has no gap"),
        ("## point a\nГде?\n= files/map.webp\n= 1,1 2x2", "Say behind the image's name what it shows"),
        ("## point a\nГде?\n= files/map.webp Карта\n= 90,1 20x2", "The area isn't inside the image"),
        ("## formula a\nЧто?\n= 2*x\n= x in 5..1", "A range is written `= x in -5..5`, the lower end first."),
        ("## order a\nЧто?\n= одно\n= два\n  > ой", "`>` has no place in a question of the kind order."),
        ("## text a\nЧто?\n= да\nещё", "01-light.md:10: This line goes on with nothing"),
        ("## text a\nЧто?\n= да\n## text a\nЧто?\n= да", 'The key "a" stands twice in this quiz.'),
        ("Вступление", "01-light.md:7: A quiz begins with a question"),
    ],
)
def test_a_fault_in_a_question_is_said_with_its_line(root: Path, question: str, fault: str) -> None:
    write_lesson(root, f'::: quiz check\ntitle = "Проверка"\n---\n{question}\n:::')
    (found,) = list_faults(root)
    assert fault in found


@pytest.mark.parametrize(
    ("language", "told"), [("ru", "Здесь не хватает"), ("kk", "Мұнда «file» жетіспейді"), ("en", "is missing")]
)
def test_all_together_they_speak_the_reader_s_language(root: Path, language: str, told: str) -> None:
    write_lesson(root, "::: video\n:::")
    with translation.override(language), pytest.raises(FolderError, match=told):
        read_folder(root)


@pytest.mark.parametrize("line", ["alt", "alt = x", "alt = 'x", "= 3", "alt = [1", "alt = 'x' 3", "alt = 1\nalt = 2"])
def test_what_is_wrong_in_settings_is_said_without_words_of_a_program(root: Path, line: str) -> None:
    write_lesson(root, f"::: image\n{line}\n:::")
    with translation.override("ru"), pytest.raises(FolderError) as refusal:
        read_folder(root)
    assert not re.search("[A-Z]", str(refusal.value).rpartition("TOML")[2])


def test_all_faults_of_a_folder_are_said_at_once(root: Path) -> None:
    (root / "course.toml").write_text(COURSE.replace("100", "90").replace('"ru"', '"de"'), encoding="utf-8")
    (root / "01-seeing" / "02_dark.md").write_text(HEAD, encoding="utf-8")
    (root / "02-palette").mkdir()
    (root / "02-palette" / "01-light.md").write_text("Слово.", encoding="utf-8")
    assert sorted(line.split(": ")[0] for line in list_faults(root)) == [
        "01-light.md:1", "01-light.md:1", "02_dark.md:1", "course.toml:2", "course.toml:6", "section.toml:1",
    ]  # fmt: skip


def test_a_link_out_of_the_folder_is_no_file_of_the_course(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (root / "files" / "secret.txt").symlink_to(tmp_path / "secret.txt")
    write_lesson(root, '::: file\nfile = "files/secret.txt"\ntitle = "x"\n:::')
    (found,) = list_faults(root)
    assert 'There is no file "files/secret.txt"' in found
