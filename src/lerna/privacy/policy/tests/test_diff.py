"""Two versions side by side lose no word of either."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.privacy.policy.diff import LineDiff, Run, TextDiff, compare_texts, compare_words
from lerna.privacy.policy.document import Clause, Item, Paragraph, Section, Text
from lerna.privacy.policy.lines import Line, SectionLines, find_clause, read_sections

words = st.lists(
    st.sampled_from(["согласие", "дерек", "the", "7", "№", ",", " ", "  ", "қ", "\u00a0"]), max_size=12
).map("".join)
keys = st.sampled_from(["а", "б", "в", "1", "2"])
paragraphs = st.builds(Paragraph, text=words)
items = st.recursive(
    st.builds(Item, key=keys, printed=keys, text=words),
    lambda inner: st.builds(
        Item, key=keys, printed=keys, text=words, body=st.lists(st.one_of(paragraphs, inner), max_size=3).map(tuple)
    ),
    max_leaves=4,
)
bodies = st.lists(st.one_of(paragraphs, items), max_size=4).map(tuple)
numbers = st.sampled_from(["1.1", "1.2", "2.1", "2.2"])
clauses = st.builds(Clause, number=numbers, printed=numbers, body=bodies)
sections = st.builds(
    Section,
    number=st.sampled_from(["1", "2", "3"]),
    printed=st.sampled_from(["1", "11"]),
    title=words,
    clauses=st.lists(clauses, max_size=3).map(tuple),
)
texts = st.builds(Text, language=st.just("ru"), title=words, sections=st.lists(sections, max_size=3).map(tuple))


def join(runs: Iterable[Run], leaving_out: str) -> str:
    return "".join(run.text for run in runs if run.kind != leaving_out)


def rebuild(diff: TextDiff, leaving_out: str) -> tuple[object, ...]:
    """What one side of the comparison says, from the runs alone."""
    side = "before" if leaving_out == "inserted" else "after"
    gone = "added" if leaving_out == "inserted" else "removed"

    def lines(diffs: Iterable[LineDiff]) -> list[tuple[int, str, str]]:
        return [
            (line.depth, join(pair.marker, leaving_out), join(pair.runs, leaving_out))
            for pair in diffs
            if (line := getattr(pair, side)) is not None
        ]

    return (
        join(diff.title, leaving_out),
        [
            (
                join(section.printed, leaving_out),
                join(section.title, leaving_out),
                [
                    (clause.number, join(clause.printed, leaving_out), lines(clause.lines))
                    for clause in section.clauses
                    if clause.change != gone
                ],
            )
            for section in diff.sections
            if section.change != gone
        ],
    )


def flatten(text: Text) -> tuple[object, ...]:
    def lines(given: Iterable[Line]) -> list[tuple[int, str, str]]:
        return [(line.depth, line.printed, line.text) for line in given]

    def flat(section: SectionLines) -> tuple[object, ...]:
        return (
            section.printed,
            section.title,
            [(clause.number, clause.printed, lines(clause.lines)) for clause in section.clauses],
        )

    return (text.title, [flat(section) for section in read_sections(text)])


@pytest.mark.clause("11.4")
@given(texts, texts)
def test_it_keeps_every_word_of_both_versions(before: Text, after: Text) -> None:
    diff = compare_texts(before, after)
    assert rebuild(diff, "inserted") == flatten(before)
    assert rebuild(diff, "deleted") == flatten(after)


@given(texts)
def test_it_finds_nothing_between_a_text_and_itself(text: Text) -> None:
    diff = compare_texts(text, text)
    assert diff.count("same") == len(list(text.clauses()))
    assert all(section.change == "same" for section in diff.sections)


@given(words, words)
def test_it_keeps_every_word_of_two_strings(before: str, after: str) -> None:
    runs = compare_words(before, after)
    assert join(runs, "inserted") == before
    assert join(runs, "deleted") == after
    assert all(run.text for run in runs)


@given(texts)
def test_it_gives_each_place_an_anchor_of_its_own(text: Text) -> None:
    anchors = [
        anchor
        for section in read_sections(text)
        for anchor in (
            section.anchor,
            *(clause.anchor for clause in section.clauses),
            *(line.anchor for clause in section.clauses for line in clause.lines if line.anchor),
        )
    ]
    assert len(anchors) == len(set(anchors))


def clause(number: str, *body: Paragraph | Item) -> Clause:
    return Clause(number, number, body)


def text(*given: Clause) -> Text:
    return Text("ru", "Политика", (Section("7", "7", "Цели", given),))


def test_it_marks_a_replaced_word_only() -> None:
    runs = compare_words("Ответ дается за 7 рабочих дней.", "Ответ дается за 1 рабочий день.")
    assert runs == (
        Run("same", "Ответ дается за "),
        Run("deleted", "7 рабочих дней"),
        Run("inserted", "1 рабочий день"),
        Run("same", "."),
    )


def test_it_leaves_the_items_below_an_inserted_one_alone() -> None:
    before = text(clause("7.1", Item("а", "(а)", "учеба;"), Item("б", "(б)", "оплата;")))
    after = text(
        clause("7.1", Item("а", "(а)", "учеба;"), Item("б", "(б)", "новости школы;"), Item("в", "(в)", "оплата;"))
    )
    diff = compare_texts(before, after).sections[0].clauses[0]
    assert diff.change == "changed"
    assert [(line.before is None, join(line.runs, "deleted")) for line in diff.lines] == [
        (False, "учеба;"),
        (True, "новости школы;"),
        (False, "оплата;"),
    ]
    assert diff.lines[2].marker == (Run("same", "("), Run("deleted", "б"), Run("inserted", "в"), Run("same", ")"))


def test_it_shows_a_rewritten_paragraph_whole() -> None:
    old = "Правила не регулируют и не устанавливают обязанности иных лиц, а также не касаются чужих приложений, чужих."
    new = "Здесь нет прав и обязанностей для посторонних, и не действуют они в других программах, которые вы включили."
    diff = compare_texts(text(clause("3.3", Paragraph(old))), text(clause("3.3", Paragraph(new))))
    change = diff.sections[0].clauses[0]
    assert change.change == "changed"
    assert [line.runs for line in change.lines] == [(Run("deleted", old),), (Run("inserted", new),)]


def test_it_marks_the_words_of_an_edited_paragraph() -> None:
    old, new = "Ответ на ваш вопрос дается за 7 рабочих дней.", "Ответ на любой вопрос дается за 1 рабочий день."
    diff = compare_texts(text(clause("3.3", Paragraph(old))), text(clause("3.3", Paragraph(new))))
    (line,) = diff.sections[0].clauses[0].lines
    assert line.runs[0] == Run("same", "Ответ на ")


def test_it_tells_added_and_removed_clauses() -> None:
    before = text(clause("7.1", Paragraph("Одно.")), clause("7.2", Paragraph("Два.")))
    after = text(clause("7.1", Paragraph("Одно.")), clause("7.3", Paragraph("Три.")))
    changes = [(c.number, c.change) for c in compare_texts(before, after).sections[0].clauses]
    assert changes == [("7.1", "same"), ("7.2", "removed"), ("7.3", "added")]


def test_it_finds_the_clause_around_an_item() -> None:
    policy = text(clause("7.1", Item("а", "(а)", "учеба:", (Item("1", "1)", "курсы;"),))), clause("7.2"))
    found = [find_clause(policy, anchor) for anchor in ("7.2", "7.1-а", "7.1-а-1")]
    assert [clause and clause.number for clause in found] == ["7.2", "7.1", "7.1"]
    assert find_clause(policy, "7.1-я") is None
    assert find_clause(policy, "") is None
