"""The kinds of blocks. What each key means to an author: docs/reference/course-folder.md.

A file is named by its digest, SHA-256 in 64 hexadecimal digits, as `catalogue.MediaFile` keeps it; in content that
comes from outside and isn't stored yet, by its path inside the package.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from lerna.kit.localized import LanguageCode
from lerna.school.blocks.questions import Question

Answering = Literal["text", "files", "link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Markdown; raw HTML in it is shown as text."""

    KIND: ClassVar = "text"
    key: str
    markdown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Html:
    """Foreign HTML, sanitized before it was stored; `media:DIGEST` in it are addresses of our own files."""

    KIND: ClassVar = "html"
    key: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    KIND: ClassVar = "image"
    key: str
    file: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A material to take away."""

    KIND: ClassVar = "file"
    key: str
    file: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A video of our own. `captions` are WebVTT files by language, `transcript` is Markdown, `seconds` 0 if unknown."""

    KIND: ClassVar = "video"
    key: str
    file: str
    title: str
    captions: dict[LanguageCode, str] = field(default_factory=dict)
    poster: str = ""
    seconds: int = 0
    transcript: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    KIND: ClassVar = "code"
    key: str
    language: str
    code: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A foreign page, opened by a click and never inside ours."""

    KIND: ClassVar = "link"
    key: str
    url: str
    title: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A small program of an author's: one HTML file or a ZIP with `index.html`. It runs on a host of its own."""

    KIND: ClassVar = "exercise"
    key: str
    file: str
    title: str
    task: str = ""  # Markdown
    height: int = 480  # CSS pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A SCORM package, played on a host of its own; `launch` is the first page inside the ZIP. `pass_mark` of 100, by
    which the package is told whether it is passed; 0: it judges by itself.
    """

    KIND: ClassVar = "package"
    key: str
    file: str
    title: str
    standard: Literal["scorm-1.2", "scorm-2004"]
    launch: str
    pass_mark: int = 0
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """`attempts`, `minutes`, `draw`: 0 means no limit, no limit, all questions. `pass_mark` of 100."""

    KIND: ClassVar = "quiz"
    key: str
    title: str
    questions: tuple[Question, ...]
    attempts: int = 0
    minutes: int = 0
    draw: int = 0
    pass_mark: int = 0
    part: str = ""  # of the grading; empty: for the learner alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    key: str
    title: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Work that a curator reviews. `late_percent` is taken off for each day late; `due_days` from the section's
    opening, 0: no day.
    """

    KIND: ClassVar = "assignment"
    key: str
    title: str
    task: str  # Markdown
    accepts: tuple[Answering, ...] = ("text",)
    rubric: tuple[Criterion, ...] = ()
    due_days: int = 0
    late_percent: int = 0
    part: str = ""

    @property
    def points(self) -> int:
        """What can be reached; 100 without a rubric."""
        return sum(criterion.points for criterion in self.rubric) or 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    KIND: ClassVar = "poll"
    key: str
    question: str
    choices: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    KIND: ClassVar = "discussion"
    key: str
    title: str
    prompt: str = ""  # Markdown


Block = (
    Text | Html | Image | Download | Video | Code | Link | Exercise | Package | Quiz | Assignment | Poll | Discussion
)
KEYED = frozenset({"quiz", "assignment", "poll", "discussion", "exercise", "package"})  # a learner's work hangs on them
