"""What each directive of a lesson becomes, one function for each kind of block."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from django.utils.translation import gettext_noop as _

from lerna.kit.datafile import DataFileError, Reader
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.kit.sentences import Said, say
from lerna.school.blocks.kinds import (
    Answering,
    Assignment,
    Block,
    Code,
    Criterion,
    Discussion,
    Download,
    Exercise,
    Html,
    Image,
    Link,
    Package,
    Poll,
    Quiz,
    Text,
    Video,
)
from lerna.school.exchange.folder.lines import KEY, KEY_SENTENCE, Faults
from lerna.school.exchange.folder.places import Files
from lerna.school.exchange.folder.read_questions import read_questions
from lerna.school.exchange.foreign.sanitizing import sanitize_html

_URL = re.compile(r"https?://\S+")
_LEAST_HEIGHT, _MOST_HEIGHT = 100, 4000  # CSS pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """A directive as it stands in a lesson's file. `body` is its own text, which begins on the line `body_line`."""

    path: Path
    line: int
    kind: str
    key: str
    settings: Reader
    body: str
    body_line: int

    def fault(self, sentence: Said) -> DataFileError:
        return DataFileError(self.path, self.line, sentence)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a block is checked against: the course's files, and the keys of its grading's parts."""

    files: Files
    parts: frozenset[str]
    faults: Faults


def read_block(found: Directive, around: Surroundings) -> Block:
    """The block that a directive describes; DataFileError for the first thing wrong in it."""
    if found.kind not in _KINDS:
        pattern = _('"%(kind)s" is no kind of block; it must be one of %(kinds)s.')
        raise found.fault(say(pattern, kind=found.kind, kinds=", ".join(_KINDS)))
    if not KEY.fullmatch(found.key):
        raise found.fault(KEY_SENTENCE)
    if found.body and found.kind in {"image", "file", "package"}:
        raise found.fault(say(_("A block of the kind %(kind)s has no text of its own after `---`."), kind=found.kind))
    if not found.body and found.kind in {"text", "html", "code", "quiz", "assignment", "poll"}:
        raise found.fault(say(_("A block of the kind %(kind)s has its own text after `---`."), kind=found.kind))
    if found.kind not in {"code", "quiz"}:
        around.files.check_references(found.body, found.path, found.body_line)
    block = _KINDS[found.kind](found, around)
    found.settings.done()
    return block


def _read_text(found: Directive, _around: Surroundings) -> Block:
    return Text(key=found.key, markdown=found.body)


def _read_html(found: Directive, _around: Surroundings) -> Block:
    return Html(key=found.key, html=sanitize_html(found.body))


def _read_image(found: Directive, around: Surroundings) -> Block:
    settings = found.settings
    return Image(
        key=found.key,
        file=around.files.read_name(settings, "file"),
        alt=settings.text("alt"),
        caption=settings.optional_text("caption") or "",
    )


def _read_file(found: Directive, around: Surroundings) -> Block:
    return Download(
        key=found.key, file=around.files.read_name(found.settings, "file"), title=found.settings.text("title")
    )


def _read_video(found: Directive, around: Surroundings) -> Block:
    settings, captions = found.settings, dict[LanguageCode, str]()
    if table := settings.optional_table("captions"):
        for language in LANGUAGE_CODES:
            if language in table:
                captions[language] = around.files.read_name(table, language)
    return Video(
        key=found.key,
        file=around.files.read_name(settings, "file"),
        title=settings.text("title"),
        captions=captions,
        poster=around.files.read_optional_name(settings, "poster"),
        seconds=settings.optional_integer("seconds", minimum=1) or 0,
        transcript=found.body,
    )


def _read_code(found: Directive, _around: Surroundings) -> Block:
    settings = found.settings
    return Code(
        key=found.key,
        language=settings.optional_text("language") or "",
        caption=settings.optional_text("caption") or "",
        code=found.body,
    )


def _read_link(found: Directive, _around: Surroundings) -> Block:
    url = found.settings.text("url")
    if not _URL.fullmatch(url):
        found.settings.fail(say(_('"url" is an address that begins with https:// or http://.')), "url")
    return Link(key=found.key, url=url, title=found.settings.text("title"), about=found.body)


def _read_exercise(found: Directive, around: Surroundings) -> Block:
    settings = found.settings
    file = around.files.read_name(settings, "file")
    if not file.endswith((".zip", ".html")):
        settings.fail(say(_('"file" is one .html or a .zip with an index.html inside.')), "file")
    height = settings.optional_integer("height", minimum=_LEAST_HEIGHT, maximum=_MOST_HEIGHT)
    kept = {} if height is None else {"height": height}
    return Exercise(key=found.key, file=file, title=settings.text("title"), task=found.body, **kept)


def _read_package(found: Directive, around: Surroundings) -> Block:
    settings = found.settings
    standards: tuple[Literal["scorm-1.2", "scorm-2004"], ...] = ("scorm-1.2", "scorm-2004")
    return Package(
        key=found.key,
        file=around.files.read_name(settings, "file"),
        title=settings.text("title"),
        standard=settings.choice("standard", standards),
        launch=settings.text("launch"),
        pass_mark=_read_pass_mark(settings),
        part=_read_part(settings, around),
    )


def _read_quiz(found: Directive, around: Surroundings) -> Block:
    settings = found.settings
    before = len(around.faults.found)
    questions = read_questions(found.path, found.body, found.body_line, around.files, around.faults)
    draw = settings.optional_integer("draw", minimum=1) or 0
    if draw > len(questions) and len(around.faults.found) == before:
        pattern = _('"draw" is %(draw)s, and the quiz has %(questions)s questions.')
        settings.fail(say(pattern, draw=draw, questions=len(questions)), "draw")
    return Quiz(
        key=found.key,
        title=settings.text("title"),
        questions=questions,
        attempts=settings.optional_integer("attempts", minimum=1) or 0,
        minutes=settings.optional_integer("minutes", minimum=1) or 0,
        draw=draw,
        pass_mark=_read_pass_mark(settings),
        part=_read_part(settings, around),
    )


def _read_assignment(found: Directive, around: Surroundings) -> Block:
    settings, answering = found.settings, get_args(Answering)
    rubric = tuple(
        Criterion(key=one.text("key"), title=one.text("title"), points=one.integer("points", minimum=1))
        for one in settings.optional_tables("criterion")
    )
    if len({criterion.key for criterion in rubric}) < len(rubric):
        settings.fail(say(_("The criteria have keys of their own, none twice.")), "criterion")
    return Assignment(
        key=found.key,
        title=settings.text("title"),
        task=found.body,
        accepts=settings.optional_choices("accepts", answering) or ("text",),
        rubric=rubric,
        due_days=settings.optional_integer("due_days", minimum=1) or 0,
        late_percent=settings.optional_integer("late_percent", minimum=0, maximum=100) or 0,
        part=_read_part(settings, around),
    )


def _read_poll(found: Directive, _around: Surroundings) -> Block:
    choices = found.settings.texts("choices")
    if len(choices) < 2:  # noqa: PLR2004 -- a choice is between two
        found.settings.fail(say(_('"choices" has two or more.')), "choices")
    return Poll(key=found.key, question=found.body, choices=choices, title=found.settings.optional_text("title") or "")


def _read_discussion(found: Directive, _around: Surroundings) -> Block:
    return Discussion(key=found.key, title=found.settings.text("title"), prompt=found.body)


def _read_pass_mark(settings: Reader) -> int:
    return settings.optional_integer("pass_mark", minimum=0, maximum=100) or 0


def _read_part(settings: Reader, around: Surroundings) -> str:
    part = settings.optional_text("part") or ""
    if part and part not in around.parts:
        known = ", ".join(sorted(around.parts))
        pattern = _('The grading in course.toml has no part "%(part)s"; it has %(known)s.')
        if not known:
            pattern = _('The grading in course.toml has no part "%(part)s"; it has no parts at all.')
        settings.fail(say(pattern, part=part, known=known), "part")
    return part


_KINDS: dict[str, Callable[[Directive, Surroundings], Block]] = {
    "text": _read_text,
    "html": _read_html,
    "image": _read_image,
    "file": _read_file,
    "video": _read_video,
    "code": _read_code,
    "link": _read_link,
    "exercise": _read_exercise,
    "package": _read_package,
    "quiz": _read_quiz,
    "assignment": _read_assignment,
    "poll": _read_poll,
    "discussion": _read_discussion,
}
