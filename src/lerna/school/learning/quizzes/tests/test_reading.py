"""What a browser sends is read strictly, comes back into the form, and tells nothing before its time."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lerna.school.blocks.questions import Question
from lerna.school.learning.quizzes.marking.marks import mark_answer
from lerna.school.learning.quizzes.marking.reading import LONGEST, AnswerError, read_answer, write_fields
from lerna.school.learning.quizzes.marking.shuffles import draw_questions, list_shown
from lerna.school.learning.quizzes.tests.samples import (
    EVERY_KIND,
    FORMULA,
    GAPS,
    MATCH,
    MULTIPLE,
    NUMBER,
    ORDER,
    POINT,
    SINGLE,
    TRUE_FALSE,
    WORD,
)

_words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
_percent = st.integers(0, 10_000).map(lambda number: number / 100)
ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    SINGLE.KIND: st.integers(0, 2),
    MULTIPLE.KIND: st.sets(st.integers(0, 3), min_size=1).map(sorted),
    TRUE_FALSE.KIND: st.booleans(),
    WORD.KIND: _words,
    NUMBER.KIND: st.sampled_from(["9.81", "-3,5", "1e3", "300 000"]),
    MATCH.KIND: st.lists(st.sampled_from([None, 0, 1]), min_size=3, max_size=3).filter(any),
    ORDER.KIND: st.permutations([0, 1, 2, 3]),
    GAPS.KIND: st.lists(_words, min_size=2, max_size=2),
    POINT.KIND: st.tuples(_percent, _percent).map(list),
    FORMULA.KIND: st.sampled_from(["2x+1", "sqrt(x)^2"]),
}


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.KIND)
@given(data=st.data(), seed=st.uuids())
def test_an_answer_survives_the_form_and_can_be_marked(question: Question, data: st.DataObject, seed: object) -> None:
    shown = list_shown(question, str(seed))
    answer = data.draw(ANSWERS[question.KIND])
    assert read_answer(question, write_fields(question, answer, shown), shown) == answer
    assert 0 <= mark_answer(question, answer).share <= 1


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.KIND)
@given(fields=st.dictionaries(st.sampled_from(["", "0", "1", "2", "3", "x", "y"]), st.lists(st.text(max_size=9))))
def test_anything_sent_is_an_answer_or_gets_a_sentence(question: Question, fields: dict[str, list[str]]) -> None:
    shown = list_shown(question, "attempt")
    try:
        answer = read_answer(question, fields, shown)
    except AnswerError:
        return
    assert 0 <= mark_answer(question, answer).share <= 1


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.KIND)
def test_nothing_filled_in_is_no_answer(question: Question) -> None:
    shown = list_shown(question, "attempt")
    assert read_answer(question, {}, shown) is None
    assert read_answer(question, {"": [""], "0": ["", ""][:1], "x": [" "], "y": [""]}, shown) is None
    assert write_fields(question, None, shown) == {}


@pytest.mark.parametrize(
    ("question", "fields", "sentence"),
    [
        (SINGLE, {"": ["3"]}, "Choose one"), (SINGLE, {"": ["0", "1"]}, "one answer"),
        (MULTIPLE, {"": ["0", "x"]}, "Choose one"),
        (TRUE_FALSE, {"": ["yes"]}, "Choose one"), (WORD, {"": ["я" * (LONGEST + 1)]}, "too long"),
        (NUMBER, {"": ["девять"]}, "digits"), (MATCH, {"0": ["-1"]}, "Choose one"),
        (ORDER, {"0": ["1"], "1": ["1"], "2": ["2"], "3": ["3"]}, "place of its own"),
        (ORDER, {"0": ["1"]}, "place of its own"),
        (POINT, {"x": ["50"]}, "both numbers"), (POINT, {"x": ["50"], "y": ["101"]}, "0 to 100"),
        (FORMULA, {"": ["2*z"]}, "“z”"),
        (FORMULA, {"": ["2*"]}, "can't be read"), (FORMULA, {"": ["ch(x)"]}, "“ch”"),
    ],
)  # fmt: skip
def test_what_can_t_be_read_gets_its_sentence(question: Question, fields: dict[str, list[str]], sentence: str) -> None:
    with translation.override("en"):
        with pytest.raises(AnswerError) as error:
            read_answer(question, fields, list_shown(question, "attempt"))
        assert sentence in str(error.value.sentence)


def test_an_attempt_shows_the_same_order_each_time_and_another_attempt_another() -> None:
    orders = {list_shown(ORDER, f"attempt {number}") for number in range(50)}
    assert len(orders) > len(ORDER.items)
    assert list_shown(ORDER, "attempt 1") == list_shown(ORDER, "attempt 1")
    assert all(sorted(order) == [0, 1, 2, 3] for order in orders)


def test_equal_right_halves_are_shown_once() -> None:
    assert sorted(list_shown(MATCH, "attempt")) == [0, 1]


@given(count=st.integers(0, 12), seed=st.uuids())
def test_a_draw_takes_so_many_and_keeps_their_order(count: int, seed: object) -> None:
    drawn = draw_questions(EVERY_KIND, count, str(seed))
    assert len(drawn) == (count if 0 < count < len(EVERY_KIND) else len(EVERY_KIND))
    assert [one for one in EVERY_KIND if one in drawn] == list(drawn)


def test_every_question_is_drawn_by_some_attempt() -> None:
    assert {one for seed in range(60) for one in draw_questions(EVERY_KIND, 2, str(seed))} == set(EVERY_KIND)
