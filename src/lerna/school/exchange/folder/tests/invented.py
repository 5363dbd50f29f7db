"""Courses as hypothesis invents them: anything that the format can say."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from lerna.kit.localized import LANGUAGE_CODES, Localized
from lerna.school.blocks import questions as asked
from lerna.school.blocks.course import (
    Answered,
    CourseContent,
    GradedPart,
    Grading,
    LessonContent,
    OfferContent,
    RunContent,
    SectionContent,
    TeacherContent,
)
from lerna.school.blocks.kinds import (
    Assignment,
    Block,
    Code,
    Criterion,
    Discussion,
    Download,
    Exercise,
    Image,
    Link,
    Package,
    Poll,
    Quiz,
    Text,
    Video,
)

FILES = ("files/a.webp", "files/b.mp4", "files/c.vtt", "files/d.zip")
_SIGNS = st.sampled_from(list("абвқәі xyz019:+-=!?*>#[]()\\\"'`.,<&\n«»{}|/\t\x7f"))
KEYS = st.from_regex(r"[a-z][a-z0-9]{0,4}(-[a-z]{1,3})?", fullmatch=True)
_FILE = st.sampled_from(FILES)


def _tidy(text: str) -> str:
    return "\n".join(line if line.strip() else "" for line in text.strip().split("\n"))


TEXTS = st.one_of(
    st.text(_SIGNS, min_size=1, max_size=40).map(_tidy).filter(bool),
    st.sampled_from(
        (":::", "\\:::", "---", "## text", "- [x] да\n- [ ] нет", "= 1\n! 2\n? 3", "> слово\n\n  > ещё", "* 2")
    ),
)
MAYBE = st.one_of(st.just(""), TEXTS)
LINES = TEXTS.map(lambda text: " ".join(text.split()))
_COUNTS = st.integers(0, 50)


def _several(one: st.SearchStrategy[Any], least: int = 0, by: str = "") -> st.SearchStrategy[tuple[Any, ...]]:
    unique = (lambda value: getattr(value, by)) if by else None
    return st.lists(one, min_size=least, max_size=3, unique_by=unique).map(tuple)


_LISTED = st.lists(LINES, max_size=3, unique=True).map(tuple)
_CHOICES = st.builds(asked.Choice, text=TEXTS, is_right=st.booleans(), feedback=MAYBE)
_NUMBERS = st.decimals(-1000, 1000, places=2).map(str)
_PERCENT = st.integers(1, 50).map(float)
_COMMON = {"key": KEYS, "text": TEXTS, "points": st.integers(0, 9), "hints": _several(TEXTS), "explanation": MAYBE}
_PAIRS = st.builds(asked.Pair, left=LINES, right=LINES)
_AREAS = st.builds(asked.Area, left=_PERCENT, top=_PERCENT, width=_PERCENT, height=_PERCENT)
_ACCEPTED = st.builds(asked.Accepted, text=TEXTS, feedback=MAYBE)
_TOLERANCES = st.one_of(st.just("0"), st.just("0.05"))
_FIGURES = st.builds(asked.AcceptedNumber, value=_NUMBERS, tolerance=_TOLERANCES, feedback=MAYBE)
_RANGES = st.builds(asked.Range, name=st.just("x"), low=st.integers(-9, -1).map(float), high=_PERCENT)
QUESTIONS: st.SearchStrategy[asked.Question] = st.one_of(
    st.builds(asked.Multiple, **_COMMON, choices=_several(_CHOICES, 2)),
    st.builds(
        asked.Single, **_COMMON, choices=st.just((asked.Choice(text="да", is_right=True), asked.Choice(text="нет")))
    ),
    st.builds(asked.TrueFalse, **_COMMON, is_true=st.booleans(), feedback=MAYBE),
    st.builds(asked.ShortText, **_COMMON, accepted=_several(_ACCEPTED, 1)),
    st.builds(asked.Number, **_COMMON, accepted=_several(_FIGURES, 1)),
    st.builds(asked.Match, **_COMMON, pairs=_several(_PAIRS, 2)),
    st.builds(asked.Order, **_COMMON, items=_several(TEXTS, 2)),
    st.builds(asked.Gaps, **{**_COMMON, "text": TEXTS.map(lambda text: f"{text}\n[[көк/көкшіл]]")}),
    st.builds(asked.Point, **_COMMON, file=_FILE, alt=LINES, areas=_several(_AREAS, 1)),
    st.builds(asked.Formula, **_COMMON, formula=LINES, ranges=_several(_RANGES)),
)
_RUBRIC = _several(st.builds(Criterion, key=KEYS, title=LINES, points=st.integers(1, 9)), by="key")
_PARTS = st.sampled_from(("", "works"))
_CAPTIONS = st.dictionaries(st.sampled_from(LANGUAGE_CODES), _FILE)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, key=KEYS, markdown=TEXTS),
    st.builds(Image, key=KEYS, file=_FILE, alt=LINES, caption=MAYBE),
    st.builds(Download, key=KEYS, file=_FILE, title=LINES),
    st.builds(
        Video,
        key=KEYS,
        file=_FILE,
        title=LINES,
        captions=_CAPTIONS,
        poster=st.just(""),
        seconds=_COUNTS,
        transcript=MAYBE,
    ),
    st.builds(Code, key=KEYS, language=st.just("python"), code=TEXTS, caption=MAYBE),
    st.builds(Link, key=KEYS, url=st.just("https://example.kz/a"), title=LINES, about=MAYBE),
    st.builds(Exercise, key=KEYS, file=st.just("files/d.zip"), title=LINES, task=MAYBE, height=st.integers(100, 900)),
    st.builds(
        Package,
        key=KEYS,
        file=_FILE,
        title=LINES,
        standard=st.just("scorm-1.2"),
        launch=st.just("index.html"),
        part=_PARTS,
    ),
    st.builds(
        Quiz,
        key=KEYS,
        title=LINES,
        questions=_several(QUESTIONS, 1, by="key"),
        attempts=_COUNTS,
        minutes=_COUNTS,
        draw=st.integers(0, 1),
        pass_mark=_COUNTS,
        part=_PARTS,
    ),
    st.builds(
        Assignment,
        key=KEYS,
        title=LINES,
        task=TEXTS,
        rubric=_RUBRIC,
        due_days=_COUNTS,
        late_percent=_COUNTS,
        part=_PARTS,
        accepts=st.sampled_from((("text",), ("files", "link"))),
    ),
    st.builds(Poll, key=KEYS, question=TEXTS, choices=st.just(("иә", "жоқ")), title=st.just("")),
    st.builds(Discussion, key=KEYS, title=LINES, prompt=MAYBE),
)
LESSONS = st.builds(
    LessonContent,
    key=KEYS,
    title=LINES,
    blocks=_several(BLOCKS, by="key"),
    minutes=_COUNTS,
    is_free=st.booleans(),
)
_DAYS = st.one_of(st.none(), st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
_THREE = st.builds(Localized, ru=LINES, kk=LINES, en=LINES)
_OFFERS = st.builds(
    OfferContent,
    key=KEYS,
    title=LINES,
    price=_COUNTS,
    old_price=st.sampled_from((0, 99)),
    installment_months=_COUNTS,
    bank_credit=st.booleans(),
    includes=_LISTED,
)
_RUNS = st.builds(
    RunContent,
    key=KEYS,
    starts_on=_DAYS,
    enroll_from=_DAYS,
    seats=_COUNTS,
    opens=st.sampled_from(("all", "weekly", "days")),
    offers=_several(_OFFERS, by="key"),
)
_GRADING = st.builds(
    Grading, pass_mark=_COUNTS, parts=st.just((GradedPart(key="works", title="Работы", weight=100, drop_lowest=1),))
)


@st.composite
def courses(draw: st.DrawFn) -> CourseContent:
    """A course of a section with up to three lessons."""
    lessons = draw(_several(LESSONS, by="key"))
    section = SectionContent(key="first", title=draw(LINES), lessons=lessons, opens_after_days=draw(_COUNTS))
    return CourseContent(
        key=draw(KEYS),
        language=draw(st.sampled_from(LANGUAGE_CODES)),
        title=draw(LINES),
        summary=draw(MAYBE),
        about=draw(MAYBE),
        hours=draw(_COUNTS),
        results=draw(_LISTED),
        sites=draw(st.just(("skillbox",))),
        cover=draw(st.sampled_from(("", "files/a.webp"))),
        questions=draw(_several(st.builds(Answered, question=TEXTS, answer=TEXTS))),
        teachers=draw(_several(st.builds(TeacherContent, key=KEYS, name=_THREE, about=_THREE), by="key")),
        grading=draw(_GRADING),
        runs=draw(_several(_RUNS, by="key")),
        sections=(section,),
    )
