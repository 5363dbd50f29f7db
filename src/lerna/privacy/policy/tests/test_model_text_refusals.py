"""Whatever is wrong in the model text is refused with its file, its line and a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.document import Item, Paragraph
from lerna.privacy.policy.model.facts import PLACEHOLDERS
from lerna.privacy.policy.model.markdown import read_model_file
from lerna.privacy.policy.model.text import load_model

FACTS = ", ".join(f"{{{{ {name} }}}}" for name in sorted(PLACEHOLDERS))
RUSSIAN = f"""# Правила

## 1. Кто

**1.1.** Это мы: {FACTS}.
Дверь открыта 5 дней.

Второй абзац.

## 2. Что

**2.1.** Здесь есть:

- (а) хлеб
  и соль;
- (б) чай:
  1) горячий;
  2) холодный;

  сахар отдельно.

**2.2.** Конец.
"""
KAZAKH = f"""# Ережелер

## 1. Кім

**1.1.** Бұл біз: {FACTS}. Есік 5 күн ашық.

Екінші абзац.

## 2. Не

**2.1.** Мұнда бар:

- (а) нан мен тұз;
- (б) шай:
  1) ыстық;
  2) суық;

  қант бөлек.

**2.2.** Соңы.
"""
ENGLISH = f"""# Rules

## 1. Who

**1.1.** This is us: {FACTS}. The door is open for 5 days.

A second paragraph.

## 2. What

**2.1.** Here is:

- (a) bread and salt;
- (b) tea:
  1) hot;
  2) cold;

  sugar apart.

**2.2.** The end.
"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a model of three files, with replacements in the named ones, each of which must occur."""

    def write_model(**replacements: tuple[str, str]) -> Path:
        for language, source in {"ru": RUSSIAN, "kk": KAZAKH, "en": ENGLISH}.items():
            old, new = replacements.get(language, ("", ""))
            assert old in source
            (tmp_path / "words.toml").write_text('purpose_not_used = {ru = "нет", kk = "жоқ", en = "no"}', "utf-8")
            (tmp_path / f"{language}.md").write_text(source.replace(old, new, 1) if old else source, "utf-8")
        return tmp_path

    return write_model


def refusal(folder: Path) -> tuple[str, int, str]:
    with pytest.raises(DataFileError) as caught:
        load_model(folder)
    return caught.value.path.name, caught.value.line, caught.value.sentence


def test_it_reads_sections_clauses_paragraphs_and_items(write: Write) -> None:
    text = load_model(write()).texts["ru"].text
    assert (text.title, [section.title for section in text.sections]) == ("Правила", ["Кто", "Что"])
    first, second, third = text.clauses()
    assert first.body[1:] == (Paragraph("Второй абзац."),)
    assert second.number == second.printed == "2.1"
    assert second.body == (
        Paragraph("Здесь есть:"),
        Item("а", "(а)", "хлеб и соль;"),
        Item(
            "б",
            "(б)",
            "чай:",
            (Item("1", "1)", "горячий;"), Item("2", "2)", "холодный;"), Paragraph("сахар отдельно.")),
        ),
    )
    assert third.body == (Paragraph("Конец."),)


def test_it_keys_items_by_the_russian_letter_of_their_place(write: Write) -> None:
    _, clause, _ = load_model(write()).texts["en"].text.clauses()
    assert [(part.key, part.printed) for part in clause.body if isinstance(part, Item)] == [("а", "(a)"), ("б", "(b)")]


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("{{ company.bin }}", "{{ company.inn }}", 5, "There is no fact called “company.inn”."),
        ("5 дней", "5 {{ дней }}", 6, "“{” has no place in the words of the text."),
        ("{{ company.bin }}", "{{company.bin}}", 5, "“{” has no place in the words of the text."),
        ("5 дней", "<b>5</b> дней", 6, "“<” has no place in the words of the text."),
        ("5 дней", "*5* дней", 6, "“*” has no place in the words of the text."),
        ("и соль", "и [соль](a)", 15, "“[” has no place in the words of the text."),
        ("# Правила", "Правила", 1, "The text begins with a title: “# …”."),
        ("## 2. Что", "# Что", 10, "The text has a second title."),
        ("## 2. Что", "## 3. Что", 10, "Here section 2 should begin: “## 2. …”."),
        ("## 2. Что", "## Что", 10, "Here section 2 should begin: “## 2. …”."),
        ("## 2. Что", "### 2. Что", 10, "Only a title, sections, paragraphs and lists may stand here."),
        ("## 1. Кто\n", "", 4, "A clause stands before the first section."),
        ("## 2. Что", "## 2. Что\n\n## 3. Где", 12, "Section 2 has no clause."),
        ("**2.2.** Конец.", "## 3. Где", 22, "Section 3 has no clause."),
        ("**2.2.**", "**2.3.**", 22, "Here clause 2.2 should stand, and the text says 2.3."),
        ("**2.2.**", "**1.2.**", 22, "Here clause 2.2 should stand, and the text says 1.2."),
        ("**2.2.** Конец.", "**2.2.**", 22, "Here stands a number without words."),
        ("**2.2.** Конец.", "**2.2** Конец.", 22, "“*” has no place in the words of the text."),
        ("## 2. Что", "## 2. Что\n\nСлова.", 12, "Words stand outside any clause."),
        ("- (б)", "- (в)", 16, "In clause 2.1, item (б) should begin here."),
        ("- (б)", "-", 16, "In clause 2.1, item (б) should begin here."),
        ("- (а) хлеб\n  и соль;", "- (а)", 14, "Here stands a number without words."),
        ("  2) хол", "  3) хол", 18, "In clause 2.1, item “2) …” of one paragraph should stand here."),
        ("  1) гор", "  1. гор", 17, "In clause 2.1, item “1) …” of one paragraph should stand here."),
        ("  1) гор", "  2) гор", 17, "“2)” begins an item out of turn."),
        ("и соль", "(б) соль", 15, "“(б)” begins an item out of turn."),
        (
            "  1) горячий;\n  2) холодный;",
            "  - (а) горячий",
            17,
            "Below an item of clause 2.1 stand “1) …” or a paragraph.",
        ),
        ("**2.2.**", "Ещё.\n\n- (а) мёд\n\n**2.2.**", 24, "Clause 2.1 has a second list; a clause has one."),
    ],
)
def test_it_refuses_what_is_not_a_policy(write: Write, old: str, new: str, line: int, sentence: str) -> None:
    assert refusal(write(ru=(old, new))) == ("ru.md", line, sentence)


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        (
            "\n**2.2.** Соңы.\n",
            "",
            18,
            "Clause 2.2 is missing after this line; in ru.md it stands on line 22.",
        ),
        (
            "Екінші абзац.\n",
            "",
            5,
            "Clause 1.1, paragraph 2, is missing after this line; in ru.md it stands on line 8.",
        ),
        ("  2) суық;\n", "", 15, "Clause 2.1 (б) (2) is missing after this line; in ru.md it stands on line 18."),
        (
            "  қант бөлек.\n",
            "",
            16,
            "Clause 2.1 (б), paragraph 3, is missing after this line; in ru.md it stands on line 20.",
        ),
        ("{{ company.bin }}", "", 5, "The placeholder “company.bin” is missing here; ru.md has it on line 5."),
        ("5 күн", "бес күн", 5, "The figure “5” is missing here; ru.md has it on line 5."),
        ("5 күн", "6 күн", 5, "The figure “5” is missing here; ru.md has it on line 5."),
    ],
)
def test_it_refuses_a_language_that_says_less(write: Write, old: str, new: str, line: int, sentence: str) -> None:
    assert refusal(write(kk=(old, new))) == ("kk.md", line, sentence)


def test_it_refuses_a_language_that_says_more(write: Write) -> None:
    more = write(en=("The end.\n", "The end.\n\n## 3. More\n\n**3.1.** And more.\n"))
    assert refusal(more) == ("ru.md", 22, "Section 3 is missing after this line; in en.md it stands on line 22.")
    figure = write(en=("The end.", "The end of 9."))
    assert refusal(figure) == ("ru.md", 22, "The figure “9” is missing here; en.md has it on line 20.")
    item = write(en=("  2) cold;\n", "  2) cold;\n  3) iced;\n"))
    assert refusal(item)[:2] == ("ru.md", 18)


def test_it_refuses_a_text_that_nowhere_states_a_fact(write: Write) -> None:
    fact = "{{ company.bin }}"
    assert refusal(write(ru=(fact, ""), kk=(fact, ""), en=(fact, ""))) == (
        "ru.md",
        1,
        "The text nowhere says “company.bin”.",
    )


def test_it_refuses_a_missing_language_and_a_file_that_is_not_text(write: Write) -> None:
    folder = write()
    (folder / "en.md").unlink()
    assert refusal(folder) == ("en.md", 1, "The model text has no file in this language.")
    (folder / "en.md").write_bytes("Правила".encode("cp1251"))
    assert refusal(folder) == ("en.md", 1, "The file is not UTF-8 text.")


def test_it_refuses_an_empty_text(tmp_path: Path) -> None:
    for source, sentence in {"": "The text has no section.", "# Rules": "The text has no section."}.items():
        (tmp_path / "en.md").write_text(source, "utf-8")
        with pytest.raises(DataFileError) as caught:
            read_model_file(tmp_path / "en.md", "en", known=PLACEHOLDERS)
        assert caught.value.sentence == sentence


@given(st.data())
def test_it_never_fails_but_in_a_sentence(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Any cut or swap of lines either still is a policy or is refused by a DataFileError."""
    lines = data.draw(st.permutations(RUSSIAN.splitlines()) | st.just(RUSSIAN.splitlines()))
    path = tmp_path_factory.mktemp("model") / "ru.md"
    path.write_text("\n".join(lines[: data.draw(st.integers(0, len(lines)))]), "utf-8")
    try:
        text = read_model_file(path, "ru", known=PLACEHOLDERS).text
    except DataFileError as error:
        failed = error
    else:
        failed = None
        assert [section.number for section in text.sections] == [str(i + 1) for i in range(len(text.sections))]
    assert failed is None or (failed.path == path and failed.sentence.endswith("."))
