"""Import: what is recognised in policies of many shapes, and that the words stay the source's."""

from pathlib import Path

import pytest

from lerna.privacy.policy.document import Clause, Item, Paragraph, Text
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.recognized import Recognized, account
from lerna.privacy.policy.importer.source import read_source

FIXTURES = Path(__file__).parent / "fixtures"


def imported(name: str) -> Recognized:
    """A fixture, recognised, with every character accounted for."""
    source = read_source(FIXTURES / name)
    recognized = recognize(source)
    account(source.text, recognized)
    return recognized


def text_in(recognized: Recognized, language: str) -> Text:
    return next(text for text in recognized.document.texts if text.language == language)


def clause(recognized: Recognized, language: str, number: str) -> Clause:
    return next(clause for clause in text_in(recognized, language).clauses() if clause.number == number)


def keys(clause: Clause) -> list[tuple[str, str]]:
    return [(part.key, part.printed) for part in clause.body if isinstance(part, Item)]


def test_it_reads_kazakh_first_and_names_items_by_it() -> None:
    recognized = imported("kazakh_first.txt")
    assert [(text.language, text.title) for text in recognized.document.texts] == [
        ("kk", "ДЕРЕКТЕР САЯСАТЫ"),
        ("ru", "ПОЛИТИКА О ДАННЫХ"),
    ]
    assert keys(clause(recognized, "kk", "1.2")) == [("а", "(а)"), ("ә", "(ә)"), ("б", "(б)")]
    assert keys(clause(recognized, "ru", "1.2")) == [("а", "(а)"), ("ә", "(б)"), ("б", "(в)")]
    assert recognized.leftovers == ()


def test_it_joins_lines_that_a_page_broke() -> None:
    recognized = imported("kazakh_first.txt")
    item = clause(recognized, "kk", "1.2").body[2]
    assert isinstance(item, Item)
    assert item.text == "байланыс телефоны, оны тек кестеге қатысты мәселелер үшін қолданамыз;"
    assert clause(recognized, "kk", "2.1").body == (
        Paragraph("Деректер 2 жыл сақталады. Одан кейін Мектеп оларды жояды."),
    )
    item = clause(recognized, "ru", "1.2").body[2]
    assert isinstance(item, Item)
    assert item.text.endswith("о переносе занятий Школы Алматы;")
    assert [line for line, _words in recognized.repaired] == [12, 19, 32]


def test_it_reads_roman_sections_and_unnumbered_clauses() -> None:
    recognized = imported("english_only.txt")
    text = text_in(recognized, "en")
    assert [(s.number, s.printed, s.title) for s in text.sections] == [
        ("1", "I", "WHO WE ARE"),
        ("2", "II", "WHAT WE KEEP"),
        ("3", "III", "HOW LONG"),
    ]
    assert keys(clause(recognized, "en", "2.1")) == [("i", "i)"), ("ii", "ii)"), ("iii", "iii)")]
    assert clause(recognized, "en", "2.2").body == (Paragraph("Nothing else is kept."),)
    assert clause(recognized, "en", "3.1").body == (
        Paragraph("We keep them for two years after your last lesson, then we delete them."),
    )


def test_it_reads_markdown_without_its_marks() -> None:
    recognized = imported("headings.md")
    assert text_in(recognized, "ru").title == "Политика клуба «Азбука»"
    assert clause(recognized, "ru", "1.1").body == (
        Paragraph("Клуб «Азбука» учит детей читать вслух и не передаёт данные никому."),
    )
    assert clause(recognized, "ru", "1.2").printed == "1.2"
    body = clause(recognized, "ru", "2.1").body
    assert [type(part).__name__ for part in body] == ["Paragraph", "Item", "Item", "Item", *["Paragraph"] * 4]
    assert isinstance(body[2], Item)
    assert [part.text for part in body[2].body] == ["как в договоре;", "как удобно обращаться;"]
    assert body[-1] == Paragraph("телефон | 1 год")


def test_it_reads_html_with_nested_lists_and_says_what_it_passed_over() -> None:
    source = read_source(FIXTURES / "nested.html")
    recognized = imported("nested.html")
    assert len(source.notes) == 2
    body = clause(recognized, "ru", "1.2").body
    assert [(p.key, p.text) for p in body if isinstance(p, Item)] == [
        ("a", "имя;"),
        ("b", "способ связи:"),
        ("c", "возраст."),
    ]
    assert isinstance(body[2], Item)
    assert [part.text for part in body[2].body] == ["телефон или", "почта lad@lad.example;"]
    assert clause(recognized, "ru", "2.1").body == tuple(
        map(Paragraph, ("Записи живут один год.", "Потом мы их стираем.", "Запись | Срок", "урок | 1 год"))
    )


def test_it_reads_a_bilingual_table_down_its_columns() -> None:
    recognized = imported("bilingual_table.html")
    assert [text.language for text in recognized.document.texts] == ["ru", "kk"]
    assert [c.number for c in text_in(recognized, "kk").clauses()] == ["1.1", "1.2"]


def test_it_numbers_what_has_no_numbers() -> None:
    recognized = imported("unnumbered.txt")
    text = text_in(recognized, "ru")
    assert text.title == "Данные гостей"
    assert [(s.number, s.printed, s.title) for s in text.sections] == [
        ("1", "", "Что мы узнаём о госте"),
        ("2", "", "Когда мы забываем"),
        ("3", "", "Как с нами говорить"),
    ]
    assert [c.number for c in text.clauses()] == ["1.1", "1.2", "2.1", "3.1"]


def test_it_cites_clauses_by_their_own_number_where_there_are_no_sections() -> None:
    assert [c.number for c in text_in(imported("single_level.txt"), "ru").clauses()] == ["1", "2", "3"]


def test_it_keeps_wrong_numbers_as_printed_and_cites_right_ones() -> None:
    recognized = imported("misnumbered.txt")
    text = text_in(recognized, "ru")
    assert [(s.number, s.printed) for s in text.sections] == [("1", "21"), ("2", "22"), ("3", "23")]
    assert [(c.number, c.printed) for c in text.clauses()] == [
        ("1.1", "1.1"),
        ("1.2", "1.2"),
        ("2.1", "22.1"),
        ("2.2", "2.2"),
        ("2.2~2", "2.2"),
        ("3.1", "3.1"),
        ("3.4", "3.4"),
    ]
    reference = clause(recognized, "ru", "2.1").body[0]
    assert reference.text == "Хранит анкеты секретарь, как сказано в пункте 1.2. настоящего устава, и никто другой."


def test_it_lists_what_it_does_not_understand_with_lines() -> None:
    assert [(left.line, left.text) for left in imported("misnumbered.txt").leftovers] == [(18, "Стр. 2 из 3")]
    recognized = imported("alien.txt")
    assert [left.line for left in recognized.leftovers] == [5, 6]
    assert [c.number for c in text_in(recognized, "ru").clauses()] == ["1.1"]


def test_a_paragraph_between_two_items_belongs_to_the_first(tmp_path: Path) -> None:
    policy = "1. Дом\n\n1.1. Правила:\n\n(а) первое;\n\nПояснение к первому.\n\n(б) второе.\n\nОбщее окончание.\n"
    path = tmp_path / "house.txt"
    path.write_text(policy)
    body = clause(recognize(read_source(path)), "ru", "1.1").body
    assert body == (
        Paragraph("Правила:"),
        Item("а", "(а)", "первое;", (Paragraph("Пояснение к первому."),)),
        Item("б", "(б)", "второе."),
        Paragraph("Общее окончание."),
    )


def test_numbered_items_stand_below_lettered_ones(tmp_path: Path) -> None:
    path = tmp_path / "house.txt"
    path.write_text("1. Дом\n\n1.1. Гость:\n\n- (а) стучит:\n\n- 1) в дверь;\n\n2) в окно;\n\n- (б) входит.\n")
    body = clause(recognize(read_source(path)), "ru", "1.1").body
    assert body[1] == Item("а", "(а)", "стучит:", (Item("1", "1)", "в дверь;"), Item("2", "2)", "в окно;")))
    assert body[2] == Item("б", "(б)", "входит.")


def test_a_table_of_contents_is_left_over_and_chapters_do_not_take_articles_numbers() -> None:
    recognized = imported("chapters.txt")
    text = text_in(recognized, "ru")
    assert text.title == "ПОРЯДОК КОНФИДЕНЦИАЛЬНОСТИ"
    assert [left.line for left in recognized.leftovers] == [7, 8, 9]
    assert [(s.number, s.printed) for s in text.sections] == [
        ("0", ""),
        ("1~2", "Глава 1"),
        ("1", "Статья 1"),
        ("2~2", "Глава 2"),
        ("2", "Статья 2"),
    ]
    assert [(c.number, c.printed) for c in text.clauses()] == [("0.1", ""), ("1.1", "1"), ("1.2", "2"), ("2.1", "1")]
    assert keys(clause(recognized, "ru", "1.2")) == [("1", "1)"), ("2", "2)")]


def test_clauses_may_lack_their_period_and_begin_in_lower_case(tmp_path: Path) -> None:
    path = tmp_path / "maple.txt"
    path.write_text(
        "1. КЛЁН\n1.1 магазин «Клён» хранит заказы.\n1.1.1 Вместе с адресом.\n1.5 раза в год заказы стирают.\n"
    )
    (text,) = recognize(read_source(path)).document.texts
    assert [c.number for c in text.clauses()] == ["1.1", "1.1.1"]


@pytest.mark.parametrize("name", ["kerbez-agy", "newskills"])
def test_both_companies_texts_are_read_whole(shared_dir: Path, name: str) -> None:
    source = read_source(shared_dir / "seeds" / f"{name}.txt")
    recognized = recognize(source)
    sums = account(source.text, recognized)
    assert (sums.left_over, sums.total) == (0, sums.in_clauses + sums.layout)
    for text in recognized.document.texts:
        assert [s.number for s in text.sections] == [str(number) for number in range(1, 12)]
        assert len(list(text.clauses())) == 48
        assert [key for key, _printed in keys(clause(recognized, text.language, "7.1"))] == list("абвгдежзи")
    assert [text.language for text in recognized.document.texts] == ["ru", "kk"]
    assert len(recognized.repaired) in {11, 12}


def test_kerbez_kazakh_sections_are_cited_as_their_clauses_say(shared_dir: Path) -> None:
    recognized = recognize(read_source(shared_dir / "seeds" / "kerbez-agy.txt"))
    text = text_in(recognized, "kk")
    assert [s.printed for s in text.sections] == [*map(str, range(11, 21)), "11"]
    assert (clause(recognized, "kk", "5.2").printed, clause(recognized, "kk", "5.1").printed) == ("15.2", "5.1")
    nested = clause(recognized, "kk", "8.4").body[-1]
    assert isinstance(nested, Item)
    assert [(part.key, part.printed) for part in nested.body if isinstance(part, Item)] == [
        ("1", "4)"),
        ("2", "5)"),
        ("3", "6)"),
        ("7", "7)"),
    ]
