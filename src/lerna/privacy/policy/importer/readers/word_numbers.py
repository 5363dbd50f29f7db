"""Automatic numbers of a .docx file: Word keeps only their rule, so a plain reading would lose every `1.1.`.

Source: ECMA-376 part 1, 17.9 (numbering): a paragraph names a list and a level; a level its format, text and start.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; `text` is such as `%1.%2.`."""

    form: str
    text: str
    start: int


class AutomaticNumbers:
    """Counts through a document's lists; ask for each paragraph once, in order."""

    def __init__(self, word: WordDocument) -> None:
        self.levels: dict[str, dict[int, Level]] = {}
        self.counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self.abstract: dict[str, str] = {}
        try:
            numbering = word.part.numbering_part.element
        except (KeyError, NotImplementedError, PackageNotFoundError):
            return  # a document without lists
        for element in numbering.iterchildren(qn("w:abstractNum")):
            self.levels[_attribute(element, "w:abstractNumId")] = _levels(element)
        for element in numbering.iterchildren(qn("w:num")):
            reference = element.find(qn("w:abstractNumId"))
            if reference is not None:
                self.abstract[_attribute(element, "w:numId")] = _attribute(reference, "w:val")

    def prefix(self, paragraph: Paragraph) -> str:
        """What Word draws before the paragraph, with a space after it, indented by level; empty outside lists."""
        place = _list_place(paragraph)
        if place is None or not paragraph.text.strip():
            return ""
        name = self.abstract.get(place[0], "")
        depth = place[1]
        levels = self.levels.get(name, {})
        level = levels.get(depth)
        if level is None or level.form == "none":
            return ""
        counts = self.counts[name]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "  " * depth + "- "
        return re.sub(r"%(\d)", lambda match: _drawn(levels, counts, int(match[1]) - 1), level.text).strip() + " "


def _drawn(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth)
    number = counts.get(depth, level.start if level else 1)
    form = level.form if level else "decimal"
    if form.endswith("Roman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    letters = RUSSIAN if form.startswith("russian") else LATIN if form.endswith("Letter") else ""
    if 0 < number <= len(letters):
        letter = letters[number - 1]
        return letter.upper() if form.startswith("upper") or form == "russianUpper" else letter
    return str(number)


def _roman(number: int) -> str:
    drawn = ""
    for value, letters in ROMAN:
        drawn += letters * (number // value)
        number %= value
    return drawn


def _levels(abstract: BaseOxmlElement) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in abstract.iterchildren(qn("w:lvl")):
        values = {name: _child_value(element, f"w:{name}") for name in ("numFmt", "lvlText", "start")}
        depth = int(_attribute(element, "w:ilvl") or 0)
        levels[depth] = Level(values["numFmt"] or "decimal", values["lvlText"], int(values["start"] or 1))
    return levels


def _list_place(paragraph: Paragraph) -> tuple[str, int] | None:
    """The list and level of a paragraph, its own or its style's."""
    holders = [paragraph._p.pPr]  # noqa: SLF001 -- python-docx has no public way to a paragraph's list
    style = paragraph.style
    while style is not None:
        holders.append(style.element.find(qn("w:pPr")))
        style = getattr(style, "base_style", None)
    for holder in holders:
        properties = holder.find(qn("w:numPr")) if holder is not None else None
        if properties is not None:
            name = _child_value(properties, "w:numId")
            return (name, int(_child_value(properties, "w:ilvl") or 0)) if name not in {"", "0"} else None
    return None


def _child_value(element: BaseOxmlElement, name: str) -> str:
    child = element.find(qn(name))
    return _attribute(child, "w:val") if child is not None else ""


def _attribute(element: BaseOxmlElement, name: str) -> str:
    return str(element.get(qn(name)) or "")
