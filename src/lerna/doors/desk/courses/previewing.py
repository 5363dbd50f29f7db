"""Blocks as learners will see them; what asks something of a learner is shown with its answers, for its author."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lerna.companies.models import Company
from lerna.doors.look.blocks.showing import PLAIN, show_block
from lerna.school.blocks.kinds import Block


def show_blocks(blocks: tuple[Block, ...], company: Company) -> list[SafeString]:  # noqa: ARG001
    """Each as HTML."""
    return [
        show_block(block) if block.KIND in PLAIN else render_to_string("desk/courses/asking.html", {"block": block})
        for block in blocks
    ]
