"""Blocks as HTML, each by the template of its kind."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lerna.school.blocks.kinds import Block

PLAIN = frozenset({"text", "html", "code", "link"})  # kinds that look alike to everybody


def show_block(block: Block) -> SafeString:
    """The block as HTML, by its template `look/blocks/<kind>.html`."""
    return render_to_string(f"look/blocks/{block.KIND}.html", {"block": block})
