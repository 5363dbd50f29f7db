"""A whole Open edX course.

A lesson is a vertical: the page that a learner of Open edX sees at once, and small enough for a phone. A section is a
chapter; a sequential between them gives its name to its lessons.
"""

import json
from pathlib import Path
from typing import Any, get_args

from django.utils.translation import gettext as _

from lerna.kit.localized import LanguageCode
from lerna.school.blocks.course import CourseContent, GradedPart, Grading, LessonContent, SectionContent
from lerna.school.catalogue.models import TITLE_LENGTH
from lerna.school.exchange.foreign.html import clean_html
from lerna.school.exchange.foreign.keys import Keys, make_key
from lerna.school.exchange.foreign.markdown import write_markdown, write_plain
from lerna.school.exchange.foreign.packages import PackageError
from lerna.school.exchange.foreign.xml import Element, find_tag, read_xml
from lerna.school.exchange.ledger import Entry, Ledger, Outcome
from lerna.school.exchange.olx.components import Unit, read_component
from lerna.school.exchange.olx.source import Source
from lerna.school.exchange.reasons import Reason, note

_ALL = 100  # percent


class OlxReader:
    """Reads the course in the folder `root`; captions are written anew below the folder `written`."""

    def __init__(self, root: Path, written: Path) -> None:
        self._source = Source(root)
        self._written = written
        self.ledger = Ledger()
        self._sections, self._lessons = Keys(), Keys()
        self._parts: dict[str, str] = {}  # format of a sequential → key of the grading's part

    def read(self, key: str = "", language: LanguageCode | None = None) -> CourseContent:
        """The course; its key and language are the package's own where none are given."""
        entry = read_xml(self._source.root / "course.xml")
        course = self._source.resolve(entry)
        if course is None or find_tag(course) != "course":
            raise PackageError(_("course.xml leads to no course."))
        run = entry.get("url_name", "")
        policy = self._read_policy(run)
        grading = self._read_grading(run)
        sections = tuple(filter(None, (self._read_chapter(one) for one in course if find_tag(one) == "chapter")))
        spoken = language or _find_language(course.get("language") or policy.get("language", ""))
        title = course.get("display_name") or policy.get("display_name") or entry.get("course", "")
        about = clean_html(self._source.read_text("about", "overview.html") or "", self._source.find_static)
        summary = write_plain(self._source.read_text("about", "short_description.html") or "")
        image = policy.get("course_image") or course.get("course_image") or ""
        content = CourseContent(
            key=key or make_key(f"{entry.get('org', '')}-{entry.get('course', '')}", "course"),
            language=spoken,
            title=str(title)[:TITLE_LENGTH],
            summary=summary,
            about=write_markdown(about.html),
            cover=(self._source.find_static(f"/static/{image}") or "") if image else "",
            grading=grading,
            sections=sections,
        )
        self._note_rest(course)
        return content

    def _read_policy(self, run: str) -> dict[str, Any]:
        policy = _read_json(self._source.read_text(f"policies/{run}", "policy.json"))
        return dict(policy.get(f"course/{run}", {}))

    def _read_grading(self, run: str) -> Grading:
        policy = _read_json(self._source.read_text(f"policies/{run}", "grading_policy.json"))
        graders = [one for one in policy.get("GRADER", []) if one.get("weight")]
        total = sum(one["weight"] for one in graders)
        if not graders or total <= 0:
            return Grading()
        weights = [round(_ALL * one["weight"] / total) for one in graders]
        rounded = sum(weights) != _ALL or abs(total - 1) > 1 / _ALL
        weights[-1] += _ALL - sum(weights)
        parts = []
        keys = Keys()
        for one, weight in zip(graders, weights, strict=True):
            self._parts[one["type"]] = keys.give(one["type"], "part")
            drop = int(one.get("drop_count", 0))
            parts.append(GradedPart(key=self._parts[one["type"]], title=one["type"], weight=weight, drop_lowest=drop))
        cutoffs = policy.get("GRADE_CUTOFFS", {}).values()
        reasons = (note(Reason.WEIGHTS),) if rounded else ()
        self._note("grading_policy", f"policies/{run}/grading_policy.json", reasons)
        return Grading(pass_mark=round(_ALL * min(cutoffs, default=0)), parts=tuple(parts))

    def _read_chapter(self, element: Element) -> SectionContent | None:
        chapter = self._open(element)
        if chapter is None:
            return None
        key = self._sections.give(chapter.get("url_name", ""), "chapter")
        title = (chapter.get("display_name") or key)[:TITLE_LENGTH]
        self._note("chapter", f"chapter/{chapter.get('url_name')}", (), title)
        lessons = [
            lesson for one in chapter if find_tag(one) == "sequential" for lesson in self._read_sequential(one, title)
        ]
        return SectionContent(key=key, title=title, lessons=tuple(lessons)) if lessons else None

    def _read_sequential(self, element: Element, chapter: str) -> list[LessonContent]:
        sequential = self._open(element)
        if sequential is None:
            return []
        name = sequential.get("display_name", "")
        graded = sequential.get("graded", "").lower() == "true"
        part = self._parts.get(sequential.get("format", ""), "") if graded else ""
        reasons = [note(Reason.NAME_JOINED)]
        if sequential.get("due") or sequential.get("start"):
            reasons.append(note(Reason.SETTINGS))
        self._note("sequential", f"sequential/{sequential.get('url_name')}", tuple(reasons), name)
        before = "" if name == chapter else name
        return list(filter(None, (self._read_vertical(one, before, part) for one in sequential)))

    def _read_vertical(self, element: Element, before: str, part: str) -> LessonContent | None:
        vertical = self._open(element)
        if vertical is None:
            return None
        key = self._lessons.give(vertical.get("url_name", ""), "lesson")
        own = vertical.get("display_name", "")
        unit = Unit(self._source, self.ledger, self._written, key, own or before, part, Keys())
        title = ": ".join(filter(None, (before, own))) if own != before else own
        at = len(self.ledger.entries)
        children = vertical if find_tag(vertical) == "vertical" else [element]
        blocks = tuple(block for one in children for block in read_component(one, unit))
        reasons = () if blocks else (note(Reason.NOTHING_LEFT),)
        entry = _make_entry("vertical", f"vertical/{vertical.get('url_name')}", reasons, own, key if blocks else "")
        self.ledger.entries.insert(at, entry)
        return LessonContent(key=key, title=(title or key)[:TITLE_LENGTH], blocks=blocks) if blocks else None

    def _open(self, element: Element) -> Element | None:
        """The element behind a pointer; None, and an entry, where it isn't there or not for learners."""
        found = self._source.resolve(element)
        tag, name = find_tag(element), element.get("url_name", "")
        if found is None:
            self._note(tag, f"{tag}/{name}", (note(Reason.MISSING_FILE, f"{tag}/{name}.xml"),), dropped=True)
        elif found.get("visible_to_staff_only", "").lower() == "true":
            self._note(tag, f"{tag}/{name}", (note(Reason.STAFF_ONLY),), dropped=True)
            return None
        return found

    def _note_rest(self, course: Element) -> None:
        """What belongs to no lesson: files, pages about the course, keys, and what nothing leads to."""
        for name in self._source.list_static():
            is_used = name in self._source.used
            self._note("static", name, () if is_used else (note(Reason.UNUSED),), dropped=not is_used)
        for folder in ("about", "info", "tabs"):
            for path in sorted((self._source.root / folder).glob("*.*")):
                taken = path.name in {"overview.html", "short_description.html"} and folder == "about"
                reasons = () if taken else (note(Reason.NOT_TAKEN),)
                self._note(folder, f"{folder}/{path.name}", reasons, dropped=not taken)
        if course.get("lti_passports", "[]") not in {"", "[]"}:
            self._note("lti_passports", "course", (note(Reason.SECRETS),), dropped=True)
        for one in course:
            if find_tag(one) not in {"chapter", ""}:
                self._note(find_tag(one), f"course/{find_tag(one)}", (note(Reason.NOT_TAKEN),), dropped=True)
        for tag, name in self._source.list_orphans("chapter", "sequential", "vertical", "html", "problem", "video"):
            self._note(tag, name, (note(Reason.ORPHAN),), dropped=True)

    def _note(
        self, kind: str, source: str, reasons: tuple[str, ...], title: str = "", *, dropped: bool = False
    ) -> None:
        entry = _make_entry(kind, source, reasons, title)
        self.ledger.note(entry if not dropped else _make_entry(kind, source, reasons, title, dropped=True))


def _make_entry(  # noqa: PLR0913 -- what an entry says
    kind: str, source: str, reasons: tuple[str, ...], title: str = "", lesson: str = "", *, dropped: bool = False
) -> Entry:
    outcome = Outcome.DROPPED if dropped else Outcome.CONVERTED if reasons else Outcome.KEPT
    return Entry(kind=kind, source=source, outcome=outcome, reasons=reasons, title=title, lesson=lesson)


def _find_language(code: str) -> LanguageCode:
    """The language that the package names; English where it is none of ours, because most packages are."""
    return next((known for known in get_args(LanguageCode) if code.lower().startswith(known)), "en")


def _read_json(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except json.JSONDecodeError as error:
        raise PackageError(
            _("The course's policy isn't JSON that can be read: line %(lineno)s.") % {"lineno": error.lineno}
        ) from error
    return found if isinstance(found, dict) else {}
