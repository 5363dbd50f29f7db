"""The lines of a quiz: questions, and under each its text and what is marked in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_noop as _

from lerna.kit.datafile import DataFileError
from lerna.kit.sentences import Said, say
from lerna.school.exchange.folder.lines import ASKED, GOES_ON, release

_HEAD = re.compile(r"## ?(\S+)(?: +(\S+))? *")
_ITEM = re.compile(r"(?:- (?P<choice>\[[ xX]\])|(?P<mark>[=!?])|(?P<points>\*)(?= \d+ *$)) (?P<text>.*)")
_FEEDBACK = re.compile(r"\s*> ?(.*)")
_INDENTED = re.compile(r"(?: {2}|\t)(.*)")


@dataclass(slots=True)
class Item:
    """A marked line with what goes on below it; `mark` is `[x]`, `[ ]`, `=`, `!`, `?` or `*`."""

    mark: str
    line: int
    lines: list[str]
    feedback_lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    @property
    def feedback(self) -> str:
        return "\n".join(self.feedback_lines).strip()


@dataclass(slots=True)
class Asked:
    """A question as it stands in the file: `key` is empty where the author gave none."""

    path: Path
    kind: str
    key: str
    line: int
    lines: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n").rstrip()

    def take(self, *marks: str) -> list[Item]:
        """The items with these marks, in their order."""
        return [item for item in self.items if item.mark in marks]

    def fault(self, sentence: Said, item: Item | None = None) -> DataFileError:
        """A fault at the item's line or the question's."""
        return DataFileError(self.path, item.line if item else self.line, sentence)


def split_questions(path: Path, text: str, first_line: int) -> Iterator[Asked]:
    """The questions in a quiz's text, which begins on this line of the file."""
    asked: Asked | None = None
    for number, line in enumerate(text.split("\n"), first_line):
        if line.startswith("##") and not line.startswith("###"):
            if asked:
                yield asked
            head = _HEAD.fullmatch(line)
            if head is None:
                sentence = say(_("A question begins with `## kind key`, such as `## single cones`."))
                raise DataFileError(path, number, sentence)
            asked = Asked(path, head[1], head[2] or "", number)
        elif asked:
            _add_line(asked, number, line)
        elif line.strip():
            raise DataFileError(path, number, say(_("A quiz begins with a question: `## kind key`.")))
    if asked:
        yield asked


def _add_line(asked: Asked, number: int, line: str) -> None:
    if found := _ITEM.fullmatch(line):
        mark = (found["choice"] or found["mark"] or found["points"]).lower()
        asked.items.append(Item(mark, number, [found["text"]]))
    elif not asked.items:
        asked.lines.append(release(line, ASKED))
    elif found := _FEEDBACK.fullmatch(line):
        asked.items[-1].feedback_lines.append(found[1])
    elif not line.strip():
        asked.items[-1].lines.append("")
    elif found := _INDENTED.fullmatch(line):
        asked.items[-1].lines.append(release(found[1], GOES_ON))
    else:
        sentence = say(_("This line goes on with nothing: begin it with a mark, or indent it by two spaces."))
        raise DataFileError(asked.path, number, sentence)
