"""From the lesson's newest revision to the next one, with one quiz changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from lerna.school.blocks.course import Grading, LessonContent
from lerna.school.blocks.kinds import Block, Quiz
from lerna.school.blocks.questions import Question
from lerna.school.blocks.stored import read_blocks, read_value
from lerna.school.catalogue.authoring.drafts import newest_revision
from lerna.school.catalogue.lessons import EditConflictError, write_lesson
from lerna.school.catalogue.models import Lesson
from lerna.school.exchange.drafting import read_quiz, write_quiz


@dataclass(frozen=True, slots=True)
class Opened:
    """A lesson as it stands: the number of its revision, its facts and blocks."""

    lesson: Lesson
    base: int
    content: LessonContent

    def find(self, key: str) -> Quiz | None:
        """The quiz of this key, its files named as its author names them. One query."""
        found = next((one for one in self.content.blocks if isinstance(one, Quiz) and one.key == key), None)
        return write_quiz(found, self.lesson.course.company) if found else None

    def list_quizzes(self) -> tuple[Quiz, ...]:
        """Those of the lesson, in their order."""
        return tuple(one for one in self.content.blocks if isinstance(one, Quiz))

    def has(self, key: str) -> bool:
        """Whether a block of the lesson has this key."""
        return any(one.key == key for one in self.content.blocks)


def open_lesson(lesson: Lesson) -> Opened:
    """The lesson's newest revision. One query."""
    newest = newest_revision(lesson)
    if newest is None:
        return Opened(lesson, 0, LessonContent(key=lesson.key, title=lesson.title, blocks=()))
    content = LessonContent(
        key=lesson.key, title=newest.title, minutes=newest.minutes, is_free=newest.is_free,
        blocks=read_blocks(newest.blocks),
    )  # fmt: skip
    return Opened(lesson, newest.number, content)


def save_quiz(opened: Opened, quiz: Quiz, *, base: int, now: datetime, author: UUID) -> None:
    """The lesson's next revision has this quiz, in its place or at the end.

    FolderError for what the text of the quiz may not say, EditConflictError where `base` isn't what stands now.
    """
    if base != opened.base:
        raise EditConflictError(f"Revision {base} isn't the newest.")
    lesson = opened.lesson
    parts = frozenset(part.key for part in read_value(Grading, lesson.course.grading).parts)
    read = read_quiz(quiz, company=lesson.course.company, parts=parts)
    blocks: tuple[Block, ...] = opened.content.blocks
    if opened.has(quiz.key):
        blocks = tuple(read if isinstance(one, Quiz) and one.key == quiz.key else one for one in blocks)
    else:
        blocks = (*blocks, read)
    write_lesson(lesson=lesson, content=replace(opened.content, blocks=blocks), base=base, now=now, author=author)


def put_question(quiz: Quiz, question: Question) -> Quiz:
    """The quiz with this question in the place of the one of its key, or at the end."""
    if any(one.key == question.key for one in quiz.questions):
        return replace(quiz, questions=tuple(question if one.key == question.key else one for one in quiz.questions))
    return replace(quiz, questions=(*quiz.questions, question))


def rearrange(quiz: Quiz, wish: str) -> Quiz:
    """A question moved or taken out, as the button says: `up:cones`, `down:cones`, `remove:cones`."""
    act, _colon, key = wish.partition(":")
    questions = list(quiz.questions)
    here = next((place for place, one in enumerate(questions) if one.key == key), None)
    if here is not None:
        moves: dict[str, Callable[[], int]] = {"up": lambda: max(here - 1, 0), "down": lambda: here + 1}
        question = questions.pop(here)
        if act != "remove":
            questions.insert(moves[act]() if act in moves else here, question)
    return replace(quiz, questions=tuple(questions))


def find_free_key(quiz: Quiz) -> str:
    """A number that no question of the quiz has, for the next one: keys stay what they are, learners' answers hang
    on them.
    """
    taken = {int(one.key) for one in quiz.questions if one.key.isdecimal()}
    return str(max(taken | {len(quiz.questions)}) + 1)
