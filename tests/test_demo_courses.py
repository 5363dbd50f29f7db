"""The courses that the demo ships: whole, in two languages for each brand, their answers right by our own marking."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lerna.school.blocks.course import CourseContent
from lerna.school.blocks.kinds import Block, Exercise, Image, Quiz, Video
from lerna.school.blocks.questions import (
    Formula,
    Gaps,
    Match,
    Multiple,
    Number,
    Order,
    Point,
    Question,
    ShortText,
    Single,
    TrueFalse,
)
from lerna.school.exchange.folder.read_folder import read_directions, read_folder
from lerna.school.exchange.folder.read_programs import read_programs
from lerna.school.learning.quizzes.marking.marks import mark_answer
from lerna.school.learning.quizzes.marking.reading import Answer
from lerna.school.learning.quizzes.marking.words import list_gaps

COURSES = Path(__file__).resolve().parents[1] / "demo" / "courses"
FOLDERS = sorted(path.parent for path in COURSES.glob("*/*/course.toml"))
BRANDS = {"kerbez-agy": {"e-distant"}, "newskills": {"lerna", "skillbox", "geekbrains"}}
WHOLE = ("color-basics", "shop-data")
BLOCKS = {
    "text", "image", "file", "video", "code", "link", "exercise", "quiz", "assignment", "poll", "discussion",
}  # fmt: skip
QUESTIONS = {
    "single", "multiple", "truefalse", "text", "number", "match", "order", "gaps", "point", "formula",
}  # fmt: skip
HEAVIEST = 60_000  # bytes of a picture, for a phone with a bad connection


@pytest.fixture(scope="module")
def courses() -> dict[Path, CourseContent]:
    return {folder: read_folder(folder) for folder in FOLDERS}


def list_blocks(course: CourseContent) -> Iterator[Block]:
    for section in course.sections:
        for lesson in section.lessons:
            yield from lesson.blocks


def list_questions(course: CourseContent) -> Iterator[Question]:
    for block in list_blocks(course):
        if isinstance(block, Quiz):
            yield from block.questions


def answer_rightly(question: Question) -> Answer:  # noqa: C901, PLR0911 -- an arm for each kind
    """What a learner would give who knows everything."""
    match question:
        case Single():
            return next(number for number, choice in enumerate(question.choices) if choice.is_right)
        case Multiple():
            return [number for number, choice in enumerate(question.choices) if choice.is_right]
        case TrueFalse():
            return question.is_true
        case ShortText():
            return question.accepted[0].text
        case Number():
            return question.accepted[0].value
        case Gaps():
            return [forms[0] for forms in list_gaps(question.text)]
        case Match():
            return list(range(len(question.pairs)))
        case Order():
            return list(range(len(question.items)))
        case Point():
            area = question.areas[0]
            return [area.left + area.width / 2, area.top + area.height / 2]
        case Formula():
            return question.formula


def test_each_topic_is_taught_in_russian_and_kazakh(courses: dict[Path, CourseContent]) -> None:
    taught: dict[str, set[str]] = {}
    for course in courses.values():
        taught.setdefault(course.family, set()).add(course.language)
    assert len(taught) >= 8
    assert all(languages == {"ru", "kk"} for languages in taught.values())


@pytest.mark.parametrize("company", BRANDS)
def test_each_brand_has_courses_in_directions_that_exist(courses: dict[Path, CourseContent], company: str) -> None:
    own = [course for folder, course in courses.items() if folder.parent.name == company]
    assert {site for course in own for site in course.sites} == BRANDS[company]
    known = {direction.key for direction in read_directions(COURSES / company / "directions.toml")}
    assert {course.direction for course in own} <= known


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_two_courses_are_whole_and_use_every_kind(courses: dict[Path, CourseContent], language: str) -> None:
    whole = [course for course in courses.values() if course.family in WHOLE and course.language == language]
    assert all(sum(len(section.lessons) for section in course.sections) >= 10 for course in whole)
    assert {block.KIND for course in whole for block in list_blocks(course)} == BLOCKS
    assert {question.KIND for course in whole for question in list_questions(course)} == QUESTIONS


def test_each_course_lets_one_read_a_lesson_before_buying(courses: dict[Path, CourseContent]) -> None:
    for course in courses.values():
        lessons = [lesson for section in course.sections for lesson in section.lessons]
        assert len(lessons) >= 2
        assert any(lesson.is_free for lesson in lessons), course.key


def test_our_marking_accepts_the_authors_answers(courses: dict[Path, CourseContent]) -> None:
    for course in courses.values():
        for question in list_questions(course):
            assert mark_answer(question, answer_rightly(question)).is_right, f"{course.key}: {question.text}"
            assert question.explanation, f"{course.key}: {question.text}"


def test_pictures_are_light_and_films_have_captions(courses: dict[Path, CourseContent]) -> None:
    for folder, course in courses.items():
        for block in list_blocks(course):
            if isinstance(block, Image):
                assert (folder / block.file).stat().st_size < HEAVIEST, block.file
            if isinstance(block, Video):
                assert set(block.captions) == {"ru", "kk"}
                assert block.transcript
                assert block.poster


def test_exercises_ask_no_foreign_host(courses: dict[Path, CourseContent]) -> None:
    for folder, course in courses.items():
        for block in list_blocks(course):
            if isinstance(block, Exercise):
                assert not re.search(r"//\w|\bfetch\(|@import", (folder / block.file).read_text()), block.file


def test_a_program_joins_courses_of_its_language_that_stand_on_its_sites(courses: dict[Path, CourseContent]) -> None:
    programs = read_programs(COURSES / "newskills")
    assert {program.language for program in programs} == {"ru", "kk"}
    known = {course.key: course for course in courses.values()}
    for program in programs:
        joined = [known[key] for key in program.courses]
        assert {course.language for course in joined} == {program.language}
        assert all(set(program.sites) <= set(course.sites) for course in joined), program.key
