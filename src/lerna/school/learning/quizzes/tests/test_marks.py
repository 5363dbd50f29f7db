"""What each kind of answer is worth, and what is said to it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.school.blocks.questions import AcceptedNumber, Choice, Question
from lerna.school.learning.quizzes.marking.marks import mark_answer
from lerna.school.learning.quizzes.marking.numbers import read_number
from lerna.school.learning.quizzes.marking.reading import Answer
from lerna.school.learning.quizzes.marking.words import list_gaps, normalize_words, split_at_gaps
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


@pytest.mark.parametrize(
    ("question", "answer", "share"),
    [
        (SINGLE, 1, 1), (SINGLE, 0, 0),
        (MULTIPLE, [0, 2], 1), (MULTIPLE, [0], Fraction(1, 2)), (MULTIPLE, [0, 1], 0), (MULTIPLE, [1, 3], 0),
        (MULTIPLE, [0, 1, 2], Fraction(1, 2)), (MULTIPLE, [0, 1, 2, 3], 0),
        (TRUE_FALSE, True, 1), (TRUE_FALSE, False, 0),
        (WORD, "  АСТАНА ", 1), (WORD, "нур-султан", 1), (WORD, "Алматы", 0),
        (NUMBER, "9,81", 1), (NUMBER, "9.86", 1), (NUMBER, "9.8600000000001", 0), (NUMBER, "-9.81", 0),
        (MATCH, [0, 1, 1], 1), (MATCH, [0, 2, 1], 1), (MATCH, [0, None, None], Fraction(1, 3)), (MATCH, [1, 0, 0], 0),
        (ORDER, [0, 1, 2, 3], 1), (ORDER, [0, 1, 3, 2], Fraction(1, 2)), (ORDER, [3, 2, 1, 0], 0),
        (GAPS, ["Голубое", "зеленая"], 1), (GAPS, ["", "зелёная"], Fraction(1, 2)), (GAPS, ["серое", ""], 0),
        (POINT, [40.0, 25.0], 1), (POINT, [60.0, 40.0], 1), (POINT, [39.9, 30.0], 0), (POINT, [50.0, 40.1], 0),
        (FORMULA, "x+x+1", 1), (FORMULA, "2x", 0),
    ],
)  # fmt: skip
def test_an_answer_is_worth_its_share(question: Question, answer: Answer, share: Fraction) -> None:
    assert mark_answer(question, answer).share == share


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.KIND)
def test_no_answer_is_worth_nothing(question: Question) -> None:
    mark = mark_answer(question, None)
    assert (mark.share, mark.said, mark.points_of(question)) == (0, (), 0)


def test_whoever_chose_is_told_what_the_author_says_to_it() -> None:
    assert mark_answer(SINGLE, 0).said == ("Так видят при дальтонизме.",)
    assert mark_answer(MULTIPLE, [0, 1]).said == ("Синий холодный.",)
    assert mark_answer(WORD, "Нур-Султан").said == ("Так она называлась до 2022 года.",)
    assert mark_answer(SINGLE, 1).said == ()
    told = replace(TRUE_FALSE, feedback="Поэтому он и нагревается.")
    assert mark_answer(told, answer=True).said == ("Поэтому он и нагревается.",)
    assert mark_answer(told, answer=False).said == ()


def test_points_are_counted_to_a_hundredth() -> None:
    assert mark_answer(MATCH, [0, None, None]).points_of(MATCH) == 1
    third = replace(MATCH, points=1)
    assert mark_answer(third, [0, None, None]).points_of(third) == Decimal("0.33")


def test_parts_say_which_of_them_are_right() -> None:
    assert mark_answer(GAPS, ["синее", "жёлтая"]).parts == (True, False)
    assert mark_answer(ORDER, [0, 2, 1, 3]).parts == (True, False, False, True)


def test_the_nearest_of_several_numbers_needn_t_come_first() -> None:
    several = replace(NUMBER, accepted=(*NUMBER.accepted, AcceptedNumber(value="10", feedback="Округлили.")))
    assert mark_answer(several, "10").said == ("Округлили.",)


def test_a_kazakh_letter_is_another_letter_than_the_russian_one() -> None:
    assert normalize_words("қазақ") != normalize_words("казак")
    assert normalize_words("Ёлка  \N{NO-BREAK SPACE}зелЁная") == "елка зеленая"
    assert normalize_words("и\N{COMBINING BREVE}од") == "йод"  # as some keyboards send it


def test_gaps_are_taken_out_of_their_text() -> None:
    assert list_gaps(GAPS.text) == (("синее", "голубое"), ("зелёная",))
    assert split_at_gaps(GAPS.text) == ("Небо ", ", трава ", ".")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_a_number_is_read_exactly_with_comma_and_with_point(number: Decimal) -> None:
    assert read_number(f"{number:f}") == read_number(f"{number:f}".replace(".", ",")) == number


@pytest.mark.parametrize("text", ["", "NaN", "Infinity", "1.2.3", "1,000,000", "0x10", "1e999", "٣", "--1", "1_000"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.data())
def test_of_many_choices_the_right_ones_alone_are_worth_all(rights: list[bool], data: st.DataObject) -> None:
    question = replace(MULTIPLE, choices=tuple(Choice(text=str(at), is_right=one) for at, one in enumerate(rights)))
    chosen = data.draw(st.sets(st.integers(0, len(rights) - 1)))
    mark = mark_answer(question, sorted(chosen))
    assert 0 <= mark.share <= 1
    assert mark.is_right == (any(rights) and chosen == {at for at, one in enumerate(rights) if one})
