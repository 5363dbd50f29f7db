"""What an attempt shows in which order: chance for whoever looks, and the same each time for the same attempt."""

import hashlib
from collections.abc import Sequence

from lerna.school.blocks.questions import Match, Multiple, Order, Question, Single


def draw_questions(questions: tuple[Question, ...], count: int, seed: str) -> tuple[Question, ...]:
    """`count` of them in their author's order, all where it is 0 or more than there are."""
    if not 0 < count < len(questions):
        return questions
    drawn = set(_shuffle(range(len(questions)), f"{seed}/draw")[:count])
    return tuple(question for place, question in enumerate(questions) if place in drawn)


def list_shown(question: Question, seed: str) -> tuple[int, ...]:
    """At each shown place the author's number of what stands there: a choice, a line, the right half of a pair.

    Equal right halves are shown once. Empty for kinds that show nothing to choose from.
    """
    match question:
        case Single() | Multiple():
            numbers: Sequence[int] = range(len(question.choices))
        case Order():
            numbers = range(len(question.items))
        case Match():
            numbers = list({pair.right: number for number, pair in reversed([*enumerate(question.pairs)])}.values())
        case _:
            return ()
    return tuple(_shuffle(sorted(numbers), f"{seed}/{question.key}"))


def _shuffle(numbers: Sequence[int], seed: str) -> list[int]:
    """By hashes, which no release of Python orders otherwise."""
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}/{number}".encode()).digest())
