"""Problems of Open edX become questions where their answers can be checked, and words with a reason where not."""

import pytest
from lxml import etree

from lerna.school.blocks.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Formula,
    Multiple,
    Number,
    Point,
    Question,
    Range,
    ShortText,
    Single,
)
from lerna.school.exchange.olx.problems import Problem, read_problem


def read(inside: str) -> Problem:
    return read_problem(
        etree.fromstring(f"<problem>{inside}</problem>"), "k", {"/static/map.png": "static/map.png"}.get
    )


CHECKED: list[tuple[str, Question, tuple[str, ...]]] = [
    (
        (
            "<p>Before</p><multiplechoiceresponse><label>Which?</label><choicegroup>"
            '<choice correct="true">A<choicehint>Yes</choicehint></choice><choice correct="false">B</choice>'
            "</choicegroup><solution><p>Because</p></solution></multiplechoiceresponse>"
            "<demandhint><hint>Think</hint></demandhint>"
        ),
        Single(
            key="k",
            text="Before\n\nWhich?",
            choices=(Choice(text="A", is_right=True, feedback="Yes"), Choice(text="B")),
            explanation="Because",
            hints=("Think",),
        ),
        (),
    ),
    (
        (
            '<choiceresponse><label>Which?</label><checkboxgroup><choice correct="true">A'
            '<choicehint selected="false">No</choicehint></choice><choice correct="true">B</choice></checkboxgroup>'
            "</choiceresponse>"
        ),
        Multiple(key="k", text="Which?", choices=(Choice(text="A", is_right=True), Choice(text="B", is_right=True))),
        ("hints",),
    ),
    (
        "<optionresponse><p>Which?</p><optioninput options=\"('A','B')\" correct=\"B\"/></optionresponse>",
        Single(key="k", text="Which?", choices=(Choice(text="A"), Choice(text="B", is_right=True))),
        (),
    ),
    (
        '<stringresponse answer="Doc"><label>Who?</label><additional_answer answer="Happy"/></stringresponse>',
        ShortText(key="k", text="Who?", accepted=(Accepted(text="Doc"), Accepted(text="Happy"))),
        ("letter-case",),
    ),
    (
        (
            '<numericalresponse answer="600"><label>How many?</label><responseparam type="tolerance" default="5%"/>'
            "<formulaequationinput/></numericalresponse>"
        ),
        Number(key="k", text="How many?", accepted=(AcceptedNumber(value="600", tolerance="30"),)),
        (),
    ),
    (
        '<numericalresponse answer="[5,7]"><label>How many?</label><textline/></numericalresponse>',
        Number(key="k", text="How many?", accepted=(AcceptedNumber(value="6", tolerance="1"),)),
        (),
    ),
    (
        '<formularesponse answer="2*x" samples="x@1:3#10"><label>Double?</label><textline/></formularesponse>',
        Formula(key="k", text="Double?", formula="2*x", ranges=(Range(name="x", low=1, high=3),)),
        (),
    ),
]


@pytest.mark.parametrize(("inside", "question", "reasons"), CHECKED)
def test_what_can_be_checked_becomes_a_question(inside: str, question: Question, reasons: tuple[str, ...]) -> None:
    problem = read(inside)
    assert (problem.questions, problem.reasons, problem.words) == ((question,), reasons, "")


def test_a_point_on_a_picture_of_the_package_is_asked_for() -> None:
    problem = read(
        '<imageresponse><p>Where?</p><imageinput src="/static/map.png" width="200" height="100" '
        'rectangle="(20,10)-(40,30)" alt="A map"/></imageresponse>'
    )
    (point,) = problem.questions
    assert isinstance(point, Point)
    assert (point.file, point.alt) == ("static/map.png", "A map")
    (area,) = point.areas
    assert (area.left, area.top, area.width, area.height) == (10, 10, 10, 20)


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("<p>Words</p><customresponse><textline/></customresponse>", "unchecked:customresponse"),
        ('<p>Words</p><stringresponse type="ci regexp" answer=".*"><textline/></stringresponse>', "pattern"),
        ('<script>x = 1</script><p>Words $x</p><numericalresponse answer="$x"/>', "computed"),
        ('<p>Words</p><numericalresponse answer="sqrt(2)"/>', "unchecked:numericalresponse"),
        (
            '<p>Words</p><imageresponse><imageinput src="https://x.test/a.png"/></imageresponse>',
            "unchecked:imageresponse",
        ),
        ("<p>Words</p>", "unchecked:problem"),
    ],
)
def test_what_cannot_be_checked_keeps_its_words_and_says_why(inside: str, reason: str) -> None:
    problem = read(inside)
    assert not problem.questions
    assert reason in problem.reasons
    assert "Words" in problem.words
    assert "x = 1" not in problem.words
