"""The blocks of a lesson as its learner sees them: what everybody sees, and what is theirs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lerna.doors.cabinet.study.packages import present_packages
from lerna.doors.cabinet.study.page import LessonPage, Presenter
from lerna.doors.cabinet.study.quizzes.card import present_quizzes
from lerna.doors.cabinet.study.works.shown import present_assignments
from lerna.doors.cabinet.talk.shown import present_discussions
from lerna.doors.look.blocks.showing import show_block
from lerna.school.blocks.kinds import Block, Exercise, Poll
from lerna.school.learning.polls import count_choices, find_choices


def present(page: LessonPage, blocks: Sequence[Block]) -> list[SafeString]:
    """Each block as HTML, in their order; empty of a kind that nobody shows. Called for LEARNING."""
    own = {
        kind: presenter(page, [block for block in blocks if kind == block.KIND])
        for kind, presenter in PRESENTERS.items()
        if any(kind == block.KIND for block in blocks)
    }
    return [_present(page, block, own, is_first=at == 0) for at, block in enumerate(blocks)]


def _present(
    page: LessonPage, block: Block, own: Mapping[str, Mapping[str, Mapping[str, Any]]], *, is_first: bool
) -> SafeString:
    if block.KIND not in own:
        return show_block(block, page.files, is_first=is_first)
    context = {"block": block, "page": page, "files": page.files, **own[block.KIND].get(block.key, {})}
    return render_to_string(f"cabinet/study/blocks/{block.KIND}.html", context, page.request)


def _present_polls(page: LessonPage, polls: Sequence[Poll]) -> Mapping[str, Mapping[str, Any]]:
    """What the learner chose; only then, what everybody did. Two queries."""
    chosen = find_choices(page.enrollment, page.lesson)
    counts = count_choices(page.lesson, chosen) if chosen else {}
    return {
        poll.key: {
            "address": page.address("poll", block=poll.key),
            "chosen": chosen.get(poll.key),
            "rows": [(choice, counts.get((poll.key, number), 0)) for number, choice in enumerate(poll.choices)],
        }
        for poll in polls
    }


def _present_exercises(page: LessonPage, exercises: Sequence[Exercise]) -> Mapping[str, Mapping[str, Any]]:
    return {
        exercise.key: {
            "address": page.address("exercise", block=exercise.key),
            "shown": show_block(exercise, page.files) if exercise.key in page.done else "",
        }
        for exercise in exercises
    }


PRESENTERS: dict[str, Presenter] = {
    "discussion": present_discussions,
    "assignment": present_assignments,
    "exercise": _present_exercises,
    "package": present_packages,
    "poll": _present_polls,
    "quiz": present_quizzes,
}
