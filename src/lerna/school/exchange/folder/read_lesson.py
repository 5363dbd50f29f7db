"""A lesson's file: front matter, text, and directives between."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_noop as _

from lerna.kit.datafile import DataFileError, Reader, read_text
from lerna.kit.sentences import say
from lerna.school.blocks.course import LessonContent
from lerna.school.blocks.kinds import KEYED, Block, Text
from lerna.school.exchange.folder.lines import DIRECTIVE, release
from lerna.school.exchange.folder.read_blocks import Directive, Surroundings, read_block

_FENCE = "+++"
_OPENING = re.compile(r":::\s*([a-z]+)(?:\s+(\S+))?\s*")
_CLOSING = re.compile(r":::\s*")
_Line = tuple[int, str]  # its number in the file, from 1


def read_lesson(path: Path, key: str, around: Surroundings) -> LessonContent | None:
    """The lesson in this file; faults are gathered, None where there's no front matter to be read."""
    with around.faults.gathered():
        head, lines = _split_head(path)
        content = LessonContent(
            key=key,
            title=head.text("title"),
            minutes=head.optional_integer("minutes", minimum=1) or 0,
            is_free=head.optional_boolean("free"),
            blocks=tuple(_read_blocks(path, lines, around)),
        )
        head.done()
        return content
    return None


def read_body(text: str, path: Path, around: Surroundings) -> tuple[Block, ...]:
    """The blocks of a lesson's text without front matter, named as `path` in faults, which are gathered."""
    lines = list(enumerate(text.replace("\r\n", "\n").split("\n"), 1))
    return tuple(_read_blocks(path, lines, around))


def _split_head(path: Path) -> tuple[Reader, list[_Line]]:
    lines = list(enumerate(read_text(path).replace("\r\n", "\n").split("\n"), 1))
    if lines[0][1].rstrip() != _FENCE:
        raise DataFileError(path, 1, say(_("A lesson begins with settings between two lines of `+++`.")))
    end = next((number for number, line in lines[1:] if line.rstrip() == _FENCE), None)
    if end is None:
        raise DataFileError(path, 1, say(_("The settings have no end: a second line of `+++`.")))
    settings = "\n".join(line for _, line in lines[1 : end - 1])
    return Reader.parse(path, settings, first_line=2), lines[end:]


def _read_blocks(path: Path, lines: list[_Line], around: Surroundings) -> Iterator[Block]:
    seen: set[str] = set()
    place = 0
    with around.faults.gathered():
        for part in _split_parts(path, lines):
            if part.opening is None and not part.text:
                continue
            place += 1
            with around.faults.gathered():
                block = part.read(path, str(place), around)
                if block.key in seen:
                    pattern = _('The key "%(key)s" stands twice in this lesson.')
                    raise DataFileError(path, part.line, say(pattern, key=block.key))
                seen.add(block.key)
                yield block


@dataclass(slots=True)
class _Part:
    """A stretch of text, or a directive where there is an `opening`."""

    line: int
    opening: re.Match[str] | None = None
    lines: list[_Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return _join(self.lines)

    def read(self, path: Path, place: str, around: Surroundings) -> Block:
        if self.opening is None:
            around.files.check_references("\n".join(line for _, line in self.lines), path, self.lines[0][0])
            return Text(key=place, markdown=self.text)
        kind, key = self.opening.groups()
        if kind in KEYED and not key:
            pattern = _("What a learner does hangs on this block, so it needs a key: `::: %(kind)s key`.")
            raise DataFileError(path, self.line, say(pattern, kind=kind))
        middle = next((at for at, (_, line) in enumerate(self.lines) if line.rstrip() == "---"), len(self.lines))
        body = self.lines[middle + 1 :]
        while body and not body[0][1].strip():
            del body[0]
        settings = "\n".join(line for _, line in self.lines[:middle])
        found = Directive(
            path=path,
            line=self.line,
            kind=kind,
            key=key or place,
            settings=Reader.parse(path, settings, first_line=self.line + 1),
            body=_join(body),
            body_line=body[0][0] if body else self.line,
        )
        return read_block(found, around)


def _join(lines: list[_Line]) -> str:
    return "\n".join(release(line, DIRECTIVE) for _, line in lines).strip("\n").rstrip()


def _split_parts(path: Path, lines: list[_Line]) -> Iterator[_Part]:
    part = _Part(lines[0][0] if lines else 1)
    for number, line in lines:
        if not line.startswith(":::"):
            part.lines.append((number, line))
        elif part.opening:
            if not _CLOSING.fullmatch(line):
                pattern = _("This block has no end: a line of `:::` before line %(line)s.")
                raise DataFileError(path, part.line, say(pattern, line=number))
            yield part
            part = _Part(number + 1)
        else:
            yield part
            opening = _OPENING.fullmatch(line)
            if opening is None:
                sentence = say(_("A block begins with `::: kind key` and ends with `:::`."))
                raise DataFileError(path, number, sentence)
            part = _Part(number, opening)
    if part.opening:
        raise DataFileError(path, part.line, say(_("This block has no end: a line of `:::`.")))
    yield part
