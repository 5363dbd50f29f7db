"""Blocks as directives of a lesson's file."""

from collections.abc import Iterator

from lerna.school.blocks.kinds import KEYED, Assignment, Block, Quiz, Text
from lerna.school.exchange.folder.lines import DIRECTIVE, protect
from lerna.school.exchange.folder.write_questions import write_questions
from lerna.school.exchange.folder.write_text import write_settings

_SETTINGS = {
    "image": ("file", "alt", "caption"),
    "file": ("file", "title"),
    "video": ("file", "title", "captions", "poster", "seconds"),
    "code": ("language", "caption"),
    "link": ("url", "title"),
    "exercise": ("file", "title", "height"),
    "package": ("file", "title", "standard", "launch", "pass_mark", "part"),
    "quiz": ("title", "attempts", "minutes", "draw", "pass_mark", "part"),
    "assignment": ("title", "accepts", "due_days", "late_percent", "part"),
    "poll": ("title", "choices"),
    "discussion": ("title",),
}
_USUAL = ("height", 480)  # of an exercise, if its author says nothing
_BODY = {
    "text": "markdown",
    "html": "html",
    "video": "transcript",
    "code": "code",
    "link": "about",
    "exercise": "task",
    "assignment": "task",
    "poll": "question",
    "discussion": "prompt",
}


def write_lesson_body(blocks: tuple[Block, ...]) -> str:
    """The lesson below its front matter."""
    written = []
    after_text = False
    for number, block in enumerate(blocks, 1):
        if isinstance(block, Text) and block.key == str(number) and not after_text:
            written.append(protect(block.markdown, DIRECTIVE))
            after_text = True
        else:
            written.append("\n".join(_write_directive(block, number)))
            after_text = False
    return "\n\n".join(written)


def _write_directive(block: Block, number: int) -> Iterator[str]:
    key = "" if block.key == str(number) and block.KIND not in KEYED else f" {block.key}"
    names = _SETTINGS.get(block.KIND, ())
    yield f"::: {block.KIND}{key}"
    yield from write_settings((name, getattr(block, name)) for name in names if (name, getattr(block, name)) != _USUAL)
    for criterion in block.rubric if isinstance(block, Assignment) else ():
        yield "[[criterion]]"
        yield from write_settings((name, getattr(criterion, name)) for name in ("key", "title", "points"))
    body = (
        write_questions(block.questions) if isinstance(block, Quiz) else getattr(block, _BODY.get(block.KIND, ""), "")
    )
    if body:
        yield "---"
        yield protect(body, DIRECTIVE)
    yield ":::"
