"""The kinds of questions in a quiz. Texts are Markdown; numbers are written as text, so that they stay exact."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What every question has. `hints` are shown one after another, `explanation` after the answer."""

    key: str
    text: str
    points: int = 1
    hints: tuple[str, ...] = ()
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`feedback` is said to whoever chose it."""

    text: str
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An accepted answer, and what is said to whoever gave it."""

    text: str
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedNumber:
    """Decimal numbers as text; every answer within `tolerance` of `value` is accepted."""

    value: str
    tolerance: str = "0"
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(_Asked):
    KIND: ClassVar = "single"
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(_Asked):
    """A share of the points for each right choice, less one for each wrong one, never under zero."""

    KIND: ClassVar = "multiple"
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(_Asked):
    """`feedback` is said to whoever answered right."""

    KIND: ClassVar = "truefalse"
    is_true: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(_Asked):
    """Letters' case, spaces and е/ё don't matter."""

    KIND: ClassVar = "text"
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(_Asked):
    KIND: ClassVar = "number"
    accepted: tuple[AcceptedNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(_Asked):
    KIND: ClassVar = "match"
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(_Asked):
    """`items` in the right order."""

    KIND: ClassVar = "order"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps(_Asked):
    """`text` has a gap as `[[form/another form]]`, every form accepted."""

    KIND: ClassVar = "gaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle, in percent of the image's width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(_Asked):
    """A point inside one of the areas is right. `alt` describes the image without the answer."""

    KIND: ClassVar = "point"
    file: str
    alt: str
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Where a variable of a formula is tried, both ends included."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula(_Asked):
    """Right is every formula that has the same value as `formula` throughout the ranges."""

    KIND: ClassVar = "formula"
    formula: str
    ranges: tuple[Range, ...]


Question = Single | Multiple | TrueFalse | ShortText | Number | Match | Order | Gaps | Point | Formula
