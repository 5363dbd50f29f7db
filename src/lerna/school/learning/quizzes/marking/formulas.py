"""Formulas compared by their values: read into a tree of a few allowed things, tried at points all over the ranges.

Python reads the text, and nothing of it is ever run: every node of the tree that isn't listed here is refused.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping

from lerna.school.blocks.questions import Range

LONGEST = 200  # characters
POINTS = 24
_ALLOWED = re.compile(r"[0-9A-Za-z.,+\-*/^()\s]*")
_SPELLINGS = str.maketrans({"×": "*", "·": "*", "⋅": "*", "−": "-", "÷": "/", "²": "^2", "³": "^3", "π": " pi "})
_POINT = re.compile(r"(?<=\d),(?=\d)")
_IMPLICIT = re.compile(r"(?<![A-Za-z0-9])(\d+\.?\d*|\.\d+)\s*(?=[A-Za-z(])|(\))\s*(?=[A-Za-z0-9(])")
_CONSTANTS = {"pi": math.pi, "e": math.e}
_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "tg": math.tan, "sqrt": math.sqrt, "exp": math.exp,
    "log": math.log, "ln": math.log, "lg": math.log10, "abs": abs,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: math.pow,  # of floats: a huge power overflows at once, and a root of a negative number is refused
}  # fmt: skip


class FormulaError(Exception):
    """This is no formula that can be read; `unknown` is the word in it that nobody knows, where it is that."""

    def __init__(self, unknown: str = "") -> None:
        super().__init__("The formula can't be read.")
        self.unknown = unknown


class Formula:
    """A formula that was read; `names` are its variables."""

    def __init__(self, text: str) -> None:
        self._tree = _parse(text)
        self.names = frozenset(_check(self._tree))

    def value_at(self, point: Mapping[str, float]) -> float | None:
        """The value where each variable has the value of `point`; None where there is none."""
        try:
            value = _evaluate(self._tree, point)
        except (ArithmeticError, ValueError):  # by zero, too large, a root or logarithm of what has none
            return None
        return value if math.isfinite(value) else None


def are_equal(one: Formula, other: Formula, ranges: tuple[Range, ...]) -> bool:
    """Whether both have the same value at every point where `one` has any, and it has some."""
    compared = False
    for point in _points(ranges):
        expected = one.value_at(point)
        if expected is None:
            continue
        value = other.value_at(point)
        if value is None or not math.isclose(expected, value, rel_tol=1e-6, abs_tol=1e-9):
            return False
        compared = True
    return compared


def _points(ranges: tuple[Range, ...]) -> Iterator[dict[str, float]]:
    """Both ends, then points that fill the ranges evenly and are the same each time (an additive recurrence)."""
    yield {one.name: one.low for one in ranges}
    yield {one.name: one.high for one in ranges}
    for number in range(1, POINTS + 1):
        parts = ((number * math.sqrt(prime)) % 1 for prime in (2, 3, 5, 7, 11, 13, 17, 19))
        yield {one.name: one.low + (one.high - one.low) * part for one, part in zip(ranges, parts, strict=False)}


def _parse(text: str) -> ast.expr:
    plain = text.translate(_SPELLINGS)
    if len(plain) > LONGEST or not _ALLOWED.fullmatch(plain) or "**" in plain or "//" in plain:
        raise FormulaError
    plain = _IMPLICIT.sub(lambda found: f"{found[1] or found[2]}*", _POINT.sub(".", plain))
    try:
        return ast.parse(" ".join(plain.split()).replace("^", "**"), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError from error


def _check(node: ast.expr) -> Iterator[str]:
    """The variables of the tree; FormulaError for whatever isn't a number, a name, arithmetic or a known function."""
    match node:
        case ast.Constant(value=int() | float()):
            pass
        case ast.Name(id=name):
            if name in _FUNCTIONS:
                raise FormulaError(name)
            if name not in _CONSTANTS:
                yield name
        case ast.UnaryOp(op=ast.UAdd() | ast.USub(), operand=inner):
            yield from _check(inner)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            yield from _check(left)
            yield from _check(right)
        case ast.Call(func=ast.Name(id=name), args=[inner], keywords=[]):
            if name not in _FUNCTIONS:
                raise FormulaError(name)
            yield from _check(inner)
        case _:
            raise FormulaError


def _evaluate(node: ast.expr, point: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.Name(id=name):
            return _CONSTANTS[name] if name in _CONSTANTS else point[name]
        case ast.UnaryOp(op=sign, operand=inner):
            return -_evaluate(inner, point) if isinstance(sign, ast.USub) else _evaluate(inner, point)
        case ast.BinOp(left=left, op=sign, right=right):
            return _OPERATORS[type(sign)](_evaluate(left, point), _evaluate(right, point))
        case ast.Call(func=ast.Name(id=name), args=[inner]):
            return _FUNCTIONS[name](_evaluate(inner, point))
    raise FormulaError
