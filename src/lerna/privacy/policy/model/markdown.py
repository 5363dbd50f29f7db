"""Reads one language of the model text: CommonMark of a narrow kind, strictly, into the tree that every policy is.

Allowed are one `# title`, `## 1. Section`, paragraphs that open a clause (`**1.1.** words`) or go on with it, lists of
`- (а) words` and, below an item, paragraphs and `1) words`. Whatever else stands in the file is refused with its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.document import Clause, Item, Language, Paragraph, Section, Text

# Kazakh and Russian letter alike, so that `7.1 (е)` is one place in both; English counts in its own alphabet.
KEY_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
LETTERS: dict[Language, str] = {"ru": KEY_LETTERS, "kk": KEY_LETTERS, "en": "abcdefghijklmnopqrstuvwxyz"}

PLACEHOLDER = re.compile(r"\{\{ ([a-z_.-]+) \}\}")
_SECTION = re.compile(r"(\d+)\. (.+)")
_CLAUSE = re.compile(r"\*\*(\d+\.\d+)\.\*\*(?: |$)")
_LETTERED = re.compile(r"\((.)\)(?: |$)")
_MARKUP = re.compile(r"[*_`<>\[\]{}\\#|]|https?://")
_STRAY_ITEM = re.compile(r"(?:\d+[.)]|\(.\)|[-+])(?: |$)")  # CommonMark takes it for words that go on
_MARKDOWN = MarkdownIt("zero").enable(["heading", "list"])


@dataclass(frozen=True, slots=True)
class Place:
    """One stretch of words: its line in the file (counted from 1), the clause or section it stands in, its text."""

    line: int
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class ModelText:
    """The model in one language, placeholders unfilled; `places` by anchor, in the order of the file.

    Anchors: `title`, `7` (a section's title), `7.1` (a clause's first words), `7.1/2` (its second paragraph), `7.1-а`,
    `8.4-е-1`.
    """

    path: Path
    text: Text
    places: dict[str, Place]


def read_model_file(path: Path, language: Language, *, known: frozenset[str]) -> ModelText:
    """The model text in the file at `path`, whose placeholders must be among `known`.

    Raises DataFileError with the line for anything outside the grammar of this module, a number or letter out of turn,
    a stretch without words, an unknown or broken placeholder.
    """
    try:
        source = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise DataFileError(path, 1, "The model text has no file in this language.") from error
    except UnicodeDecodeError as error:
        raise DataFileError(path, 1, "The file is not UTF-8 text.") from error
    return _Reader(path, language, known).read(source)


@dataclass(slots=True)
class _Reader:
    path: Path
    language: Language
    known: frozenset[str]
    title: str = ""
    sections: list[Section] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def read(self, source: str) -> ModelText:
        line = 1
        for node in SyntaxTreeNode(_MARKDOWN.parse(source)).children:
            line = _line(node)
            self._block(node, line)
        self._section_ends(line)
        if not self.sections:
            raise DataFileError(self.path, line, "The text has no section.")
        return ModelText(self.path, Text(self.language, self.title, tuple(self.sections)), self.places)

    def _block(self, node: SyntaxTreeNode, line: int) -> None:
        if not self.title and node.tag != "h1":
            raise DataFileError(self.path, line, "The text begins with a title: “# …”.")
        if node.tag == "h1":
            self._title(node, line)
        elif node.tag == "h2":
            self._section(node, line)
        elif node.type == "paragraph" and (opening := _CLAUSE.match(_content(node))):
            self._clause(node, opening, line)
        elif node.type == "paragraph":
            clause = self._current_clause(line)
            anchor = f"{clause.number}/{sum(isinstance(part, Paragraph) for part in clause.body) + 1}"
            self._extend(Paragraph(self._words(_content(node), line, anchor, clause.number)))
        elif node.type == "bullet_list":
            clause = self._current_clause(line)
            if any(isinstance(part, Item) for part in clause.body):
                raise DataFileError(self.path, line, f"Clause {clause.number} has a second list; a clause has one.")
            self._extend(*self._lettered(node, clause.number))
        else:
            raise DataFileError(self.path, line, "Only a title, sections, paragraphs and lists may stand here.")

    def _title(self, node: SyntaxTreeNode, line: int) -> None:
        if self.title:
            raise DataFileError(self.path, line, "The text has a second title.")
        self.title = self._words(_content(node), line, "title", "")

    def _section(self, node: SyntaxTreeNode, line: int) -> None:
        self._section_ends(line)
        expected = str(len(self.sections) + 1)
        opening = _SECTION.fullmatch(_content(node))
        if opening is None or opening[1] != expected:
            raise DataFileError(self.path, line, f"Here section {expected} should begin: “## {expected}. …”.")
        self.sections.append(Section(expected, expected, self._words(opening[2], line, expected, expected), ()))

    def _section_ends(self, line: int) -> None:
        if self.sections and not self.sections[-1].clauses:
            raise DataFileError(self.path, line, f"Section {self.sections[-1].number} has no clause.")

    def _clause(self, node: SyntaxTreeNode, opening: re.Match[str], line: int) -> None:
        if not self.sections:
            raise DataFileError(self.path, line, "A clause stands before the first section.")
        section = self.sections[-1]
        expected = f"{section.number}.{len(section.clauses) + 1}"
        if opening[1] != expected:
            raise DataFileError(
                self.path, line, f"Here clause {expected} should stand, and the text says {opening[1]}."
            )
        words = self._words(_content(node)[opening.end() :], line, expected, expected)
        clause = Clause(expected, expected, (Paragraph(words),))
        self.sections[-1] = replace(section, clauses=(*section.clauses, clause))

    def _lettered(self, node: SyntaxTreeNode, number: str) -> Iterator[Item]:
        if len(node.children) > len(LETTERS[self.language]):
            raise DataFileError(
                self.path, _line(node), f"Clause {number} has more items than the alphabet has letters."
            )
        for position, child in enumerate(node.children):
            letter, key, line = LETTERS[self.language][position], KEY_LETTERS[position], _line(child)
            first = child.children[0] if child.children else child
            opening = _LETTERED.match(_content(first))
            if opening is None or opening[1] != letter:
                raise DataFileError(self.path, line, f"In clause {number}, item ({letter}) should begin here.")
            anchor = f"{number}-{key}"
            words = self._words(_content(first)[opening.end() :], line, anchor, number)
            yield Item(key, f"({letter})", words, tuple(self._below(child.children[1:], anchor, number)))

    def _below(self, nodes: list[SyntaxTreeNode], anchor: str, number: str) -> Iterator[Paragraph | Item]:
        for order, node in enumerate(nodes, start=2):
            if node.type == "paragraph":
                yield Paragraph(self._words(_content(node), _line(node), f"{anchor}/{order}", number))
            elif node.type == "ordered_list" and node is nodes[0]:
                yield from self._numbered(node, anchor, number)
            else:
                raise DataFileError(
                    self.path, _line(node), f"Below an item of clause {number} stand “1) …” or a paragraph."
                )

    def _numbered(self, node: SyntaxTreeNode, anchor: str, number: str) -> Iterator[Item]:
        for order, child in enumerate(node.children, start=1):
            if (child.info, child.markup) != (str(order), ")") or len(child.children) > 1:
                raise DataFileError(
                    self.path,
                    _line(child),
                    f"In clause {number}, item “{order}) …” of one paragraph should stand here.",
                )
            content = _content(child.children[0]) if child.children else ""
            yield Item(str(order), f"{order})", self._words(content, _line(child), f"{anchor}-{order}", number))

    def _current_clause(self, line: int) -> Clause:
        if not self.sections or not self.sections[-1].clauses:
            raise DataFileError(self.path, line, "Words stand outside any clause.")
        return self.sections[-1].clauses[-1]

    def _extend(self, *parts: Paragraph | Item) -> None:
        section = self.sections[-1]
        *before, clause = section.clauses
        grown = replace(clause, body=(*clause.body, *parts))
        self.sections[-1] = replace(section, clauses=(*before, grown))

    def _words(self, content: str, line: int, anchor: str, number: str) -> str:
        """The words as one line, after they are found to be words and known placeholders only."""
        rows = [row.strip() for row in content.split("\n")]
        for offset, row in enumerate(rows):
            for name in PLACEHOLDER.findall(row):
                if name not in self.known:
                    raise DataFileError(self.path, line + offset, f"There is no fact called “{name}”.")
            if stray := _MARKUP.search(PLACEHOLDER.sub("", row)):
                raise DataFileError(self.path, line + offset, f"“{stray[0]}” has no place in the words of the text.")
            if offset and (stray := _STRAY_ITEM.match(row)):
                raise DataFileError(self.path, line + offset, f"“{stray[0].strip()}” begins an item out of turn.")
        words = " ".join(rows).strip()
        if not words:
            raise DataFileError(self.path, line, "Here stands a number without words.")
        self.places[anchor] = Place(line, number, words)
        return words


def _line(node: SyntaxTreeNode) -> int:
    """The node's first line, counted from 1."""
    return (node.map[0] if node.map else 0) + 1


def _content(node: SyntaxTreeNode) -> str:
    """The raw words of a heading or paragraph; empty for anything else."""
    return node.children[0].content if node.children and node.children[0].type == "inline" else ""
