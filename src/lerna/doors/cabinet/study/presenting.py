"""The blocks of a lesson as its learner sees them: what everybody sees, and what is theirs."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lerna.doors.cabinet.study.page import LessonPage, Presenter
from lerna.doors.look.blocks.showing import PLAIN, show_block
from lerna.school.blocks.kinds import Block

PRESENTERS: dict[str, Presenter] = {}


def present(page: LessonPage, blocks: Sequence[Block]) -> list[SafeString]:
    """Each block as HTML, in their order. Called for LEARNING."""
    own = {
        kind: presenter(page, [block for block in blocks if kind == block.KIND])
        for kind, presenter in PRESENTERS.items()
        if any(kind == block.KIND for block in blocks)
    }
    shown = []
    for block in blocks:
        if block.KIND in own:
            context = {"block": block, "page": page, **own[block.KIND].get(block.key, {})}
            shown.append(render_to_string(f"cabinet/study/blocks/{block.KIND}.html", context, page.request))
        elif block.KIND in PLAIN:
            shown.append(show_block(block))
    return shown
