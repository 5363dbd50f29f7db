"""A whole course as a folder of text files; `read_folder` reads it back as it was."""

from collections.abc import Iterator
from pathlib import Path

from lerna.school.blocks.course import CourseContent, LessonContent, RunContent
from lerna.school.exchange.folder.read_folder import COURSE, SECTION
from lerna.school.exchange.folder.write_blocks import write_lesson_body
from lerna.school.exchange.folder.write_text import write_settings

_FACTS = (
    "key", "language", "family", "title", "summary", "about", "direction", "level", "hours", "weeks", "results",
    "audience", "requirements", "sites", "cover", "after",
)  # fmt: skip
_RUN = ("key", "starts_on", "ends_on", "enroll_from", "enroll_until", "seats", "opens")
_OFFER = ("key", "title", "price", "old_price", "installment_months", "bank_credit", "includes")


def write_folder(content: CourseContent, root: Path) -> None:
    """Write the text files of the course into `root`; the files that it names are the caller's to put there."""
    root.mkdir(parents=True, exist_ok=True)
    _write(root / COURSE, "\n".join(_list_course_lines(content)))
    for number, section in enumerate(content.sections, 1):
        folder = root / f"{number:02}-{section.key}"
        folder.mkdir()
        settings = (("title", section.title), ("opens_after_days", section.opens_after_days))
        _write(folder / SECTION, "\n".join(write_settings(settings)))
        for place, lesson in enumerate(section.lessons, 1):
            _write(folder / f"{place:02}-{lesson.key}.md", write_lesson(lesson))


def write_lesson(lesson: LessonContent) -> str:
    """A lesson's file."""
    settings = (("title", lesson.title), ("minutes", lesson.minutes), ("free", lesson.is_free))
    return "\n".join(("+++", *write_settings(settings), "+++", "", write_lesson_body(lesson.blocks)))


def _list_course_lines(content: CourseContent) -> Iterator[str]:
    yield from write_settings((name, getattr(content, name)) for name in _FACTS)
    for question in content.questions:
        yield from ("", "[[question]]")
        yield from write_settings((("question", question.question), ("answer", question.answer)))
    for teacher in content.teachers:
        yield from ("", "[[teacher]]")
        yield from write_settings((name, getattr(teacher, name)) for name in ("key", "name", "about", "photo"))
    if content.grading.pass_mark or content.grading.parts:
        yield from ("", "[grading]")
        yield from write_settings((("pass_mark", content.grading.pass_mark),))
    for part in content.grading.parts:
        yield from ("", "[[grading.part]]")
        yield from write_settings((name, getattr(part, name)) for name in ("key", "title", "weight", "drop_lowest"))
    for run in content.runs:
        yield from _list_run_lines(run)


def _list_run_lines(run: RunContent) -> Iterator[str]:
    yield from ("", "[[run]]")
    yield from write_settings((name, getattr(run, name)) for name in _RUN)
    for offer in run.offers:
        yield from ("", "[[run.offer]]")
        yield from write_settings((name, getattr(offer, name)) for name in _OFFER)


def _write(path: Path, text: str) -> None:
    path.write_text(f"{text}\n", encoding="utf-8")
