"""`course.toml`: what a course is, apart from its lessons."""

from pathlib import Path
from typing import Any, get_args

from django.utils.translation import gettext_noop as _

from lerna.kit.datafile import Reader
from lerna.kit.localized import LANGUAGE_CODES
from lerna.kit.sentences import say
from lerna.school.blocks.course import (
    Answered,
    GradedPart,
    Grading,
    Level,
    OfferContent,
    Opening,
    RunContent,
    TeacherContent,
)
from lerna.school.exchange.folder.lines import KEY, KEY_SENTENCE, Faults
from lerna.school.exchange.folder.places import Files

_ALL = 100  # percent


def read_course(path: Path, files: Files, faults: Faults) -> dict[str, Any]:
    """The arguments of `CourseContent` that this file holds; faults are gathered, and what has one is left out."""
    facts: dict[str, Any] = {}
    with faults.gathered():
        course = Reader.load(path)
        for read in (_read_names, _read_page, _read_lists, _read_people, _read_grading, _read_runs):
            with faults.gathered():
                facts |= read(course, files)
        if not faults.found:
            course.done()
    return facts


def read_key(settings: Reader, key: str = "key") -> str:
    """A key that stands in addresses."""
    word = settings.text(key)
    if not KEY.fullmatch(word):
        settings.fail(KEY_SENTENCE, key)
    return word


def _read_names(course: Reader, _files: Files) -> dict[str, Any]:
    return {
        "key": read_key(course),
        "language": course.choice("language", LANGUAGE_CODES),
        "family": read_key(course, "family") if course.optional_text("family") else "",
        "title": course.text("title"),
        "direction": read_key(course, "direction") if course.optional_text("direction") else "",
    }


def _read_page(course: Reader, files: Files) -> dict[str, Any]:
    about = course.optional_text("about") or ""
    if about:
        files.check_references(about, course.path, course.line_of("about"))
    return {
        "summary": course.optional_text("summary") or "",
        "about": about,
        "level": course.optional_choice("level", get_args(Level)) or "beginner",
        "hours": course.optional_integer("hours", minimum=1) or 0,
        "weeks": course.optional_integer("weeks", minimum=1) or 0,
        "cover": files.read_optional_name(course, "cover"),
    }


def _read_lists(course: Reader, _files: Files) -> dict[str, Any]:
    lists = ("results", "audience", "requirements", "sites", "after")
    return {name: course.optional_texts(name) for name in lists}


def _read_people(course: Reader, files: Files) -> dict[str, Any]:
    teachers = tuple(
        TeacherContent(
            key=read_key(one),
            name=one.localized("name"),
            about=one.localized("about"),
            photo=files.read_optional_name(one, "photo"),
        )
        for one in course.optional_tables("teacher")
    )
    _refuse_twice(course, "teacher", [one.key for one in teachers])
    questions = tuple(
        Answered(question=one.text("question"), answer=one.text("answer")) for one in course.optional_tables("question")
    )
    return {"teachers": teachers, "questions": questions}


def _read_grading(course: Reader, _files: Files) -> dict[str, Any]:
    grading = course.optional_table("grading")
    if grading is None:
        return {"grading": Grading()}
    parts = tuple(
        GradedPart(
            key=read_key(one),
            title=one.text("title"),
            weight=one.integer("weight", minimum=0, maximum=_ALL),
            drop_lowest=one.optional_integer("drop_lowest", minimum=0) or 0,
        )
        for one in grading.optional_tables("part")
    )
    _refuse_twice(grading, "part", [part.key for part in parts])
    total = sum(part.weight for part in parts)
    if parts and total != _ALL:
        grading.fail(say(_("The weights of all parts make 100, and these make %(total)s."), total=total), "part")
    pass_mark = grading.optional_integer("pass_mark", minimum=0, maximum=_ALL) or 0
    return {"grading": Grading(pass_mark=pass_mark, parts=parts)}


def _read_runs(course: Reader, _files: Files) -> dict[str, Any]:
    runs = tuple(_read_run(one) for one in course.optional_tables("run"))
    _refuse_twice(course, "run", [run.key for run in runs])
    return {"runs": runs}


def _read_run(run: Reader) -> RunContent:
    content = RunContent(
        key=read_key(run),
        starts_on=run.optional_date("starts_on"),
        ends_on=run.optional_date("ends_on"),
        enroll_from=run.optional_date("enroll_from"),
        enroll_until=run.optional_date("enroll_until"),
        seats=run.optional_integer("seats", minimum=1) or 0,
        opens=run.optional_choice("opens", get_args(Opening)) or "all",
        offers=tuple(_read_offer(one) for one in run.optional_tables("offer")),
    )
    _refuse_twice(run, "offer", [offer.key for offer in content.offers])
    if content.starts_on and content.ends_on and content.ends_on < content.starts_on:
        run.fail(say(_("The run ends before its start.")), "ends_on")
    return content


def _read_offer(offer: Reader) -> OfferContent:
    content = OfferContent(
        key=read_key(offer),
        title=offer.text("title"),
        price=offer.integer("price", minimum=0),
        old_price=offer.optional_integer("old_price", minimum=1) or 0,
        installment_months=offer.optional_integer("installment_months", minimum=1) or 0,
        bank_credit=offer.optional_boolean("bank_credit"),
        includes=offer.optional_texts("includes"),
    )
    if content.old_price and content.old_price <= content.price:
        offer.fail(say(_("The old price is higher than the price, or there is none.")), "old_price")
    return content


def _refuse_twice(table: Reader, name: str, keys: list[str]) -> None:
    for at, key in enumerate(keys):
        if key in keys[:at]:
            table.fail(say(_('The key "%(key)s" stands twice.'), key=key), name, at)
