"""Formulas are compared by value, and nothing that a learner types is ever run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.school.blocks.questions import Range
from lerna.school.learning.quizzes.marking.formulas import LONGEST, Formula, FormulaError, are_equal

X = (Range(name="x", low=-5, high=5),)
POSITIVE = (Range(name="x", low=0, high=5), Range(name="y", low=1, high=2))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2*x + 1", "2x+1"), ("x^2", "x*x"), ("x²−1", "(x+1)(x-1)"), ("x/2", "0,5x"), ("2*x*pi", "2π*x"),
        ("e^x", "exp(x)"), ("sin(x)^2 + cos(x)^2", "1"), ("tg(x)", "sin(x)/cos(x)"), ("abs(x)", "sqrt(x^2)"),
        ("-x^2", "-(x^2)"), ("2^3^2", "512"), ("x - -x", "2·x"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_value_are_equal(one: str, other: str) -> None:
    assert are_equal(Formula(one), Formula(other), X)


@pytest.mark.parametrize(
    ("one", "other"), [("x", "abs(x)"), ("x^2", "x^3"), ("x", "x+0.001"), ("2*pi", "6.28"), ("x", "1/(1/x-1/x)")]
)
def test_what_differs_somewhere_is_not_equal(one: str, other: str) -> None:
    assert not are_equal(Formula(one), Formula(other), X)


def test_where_the_author_s_formula_has_no_value_nothing_is_compared() -> None:
    assert are_equal(Formula("ln(x*y)"), Formula("ln(x) + ln(y)"), POSITIVE)
    assert not are_equal(Formula("sqrt(-1-x^2)"), Formula("sqrt(-1-x^2)"), X)  # nowhere a value: nothing is right


@pytest.mark.parametrize(
    "text",
    [
        "", "()", "x.real", "x[0]", "__import__('os')", "lambda x: x", "x if x else 1", "[x]", "x, x", "x == 1",
        "x := 1", "x ** 2", "7 // 2", "1 or 2", "not x", "sin", "sin(x, x)", "sin(x=1)", "cosh(x)", "x(2)", "sin()",
        "'a'", "~x",
        "1_0", "x @ x", "x % 2", "0x1F(2)", "{x}", "f'{x}'", "*x", "((x)", "x" * (LONGEST + 1),
    ],
)  # fmt: skip
def test_whatever_else_python_knows_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        Formula(text)


@pytest.mark.parametrize(
    "text", ["9^9^9^9^9", "exp(exp(exp(9)))", "1/0", "sqrt(-1)", "(-8)^0.5", "log(0)", "10^308*10"]
)
def test_what_has_no_value_costs_nothing_and_has_none(text: str) -> None:
    assert Formula(text).value_at({}) is None


def test_an_unknown_word_is_named() -> None:
    with pytest.raises(FormulaError) as error:
        Formula("sinus(x)")
    assert error.value.unknown == "sinus"
    assert Formula("2xy + e").names == {"xy"}


def test_depth_ends_at_the_length() -> None:
    deep = "(" * 99 + "x" + ")" * 99
    assert are_equal(Formula(deep), Formula("x"), X)
    assert are_equal(Formula("-" * 150 + "x"), Formula("x"), X)


@given(st.text(alphabet="xye0123456789.,+-*/^()² πsincoqrtlg", max_size=60))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        formula = Formula(text)
    except FormulaError:
        return
    formula.value_at(dict.fromkeys(formula.names, 1.5))


@given(st.text(max_size=LONGEST * 2))
def test_any_letters_at_all_are_refused_or_read(text: str) -> None:
    try:
        Formula(text)
    except FormulaError:
        return
