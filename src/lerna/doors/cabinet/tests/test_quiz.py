"""A quiz in the cabinet: begun, answered without a script and with one, finished; nobody else's, nothing too early."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.doors.cabinet.tests.test_study import bring, subject_of
from lerna.doors.look.blocks.files import Files
from lerna.doors.look.quizzes.results import show_results
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import LessonContent, SectionContent
from lerna.school.blocks.kinds import Quiz
from lerna.school.catalogue.models import MediaFile
from lerna.school.learning.models import Enrollment, Origin, Result
from lerna.school.learning.operations import enroll
from lerna.school.learning.quizzes.marking.reading import write_fields
from lerna.school.learning.quizzes.marking.shuffles import list_shown
from lerna.school.learning.quizzes.models import Attempt
from lerna.school.learning.quizzes.queries import Asked
from lerna.school.learning.quizzes.tests.samples import EVERY_KIND, GAPS, MULTIPLE, NUMBER, ORDER, POINT, SINGLE, WORD

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LESSON = "/account/courses/color-kk/2026-12/light/"
EVERY = Quiz(key="every", title="Всё", questions=EVERY_KIND)
TEST = Quiz(key="test", title="Тест", questions=(SINGLE, MULTIPLE, GAPS), attempts=2, minutes=20, part="tests")


@pytest.fixture
def enrolled(visitor: Visitor, newskills: Company) -> Enrollment:
    """Aigerim is logged in and enrolled in a lesson of two quizzes."""
    visitor.join()
    lesson = LessonContent(key="light", title="Свет", blocks=(EVERY, TEST))
    run = bring(newskills, (SectionContent(key="seeing", title="Көру", lessons=(lesson,)),))
    return enroll(subject=subject_of(newskills), run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())


def begin(visitor: Visitor, block: str = EVERY.key) -> str:
    """The address of a new attempt."""
    status, _, address = visitor.send(f"{LESSON}quiz/{block}/")
    assert status == 302
    return address


def number_of(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def fill(address: str, answers: dict[str, object], **also: object) -> dict[str, object]:
    """The fields of a whole page; what isn't answered is sent empty, as a browser does."""
    sent: dict[str, object] = {"question": [question.key for question in EVERY_KIND], **also}
    for question in EVERY_KIND:
        fields = write_fields(question, answers.get(question.key), list_shown(question, number_of(address)))
        sent |= {f"{question.key}.{part}" if part else question.key: value for part, value in fields.items()}
    return sent


RIGHT: dict[str, object] = {
    SINGLE.key: 1, MULTIPLE.key: [0, 2], "black": True, WORD.key: "астана", NUMBER.key: "9,81", "words": [0, 1, 1],
    ORDER.key: [0, 1, 2, 3], GAPS.key: ["синее", "зелёная"], "map": [50.0, 30.0], "line": "1+2x",
}  # fmt: skip


@pytest.mark.usefixtures("enrolled")
def test_a_quiz_is_answered_and_finished_without_a_script(visitor: Visitor) -> None:
    assert "Начать тест" in visitor.open(LESSON)
    address = begin(visitor)
    form = visitor.open(address)
    assert "Вопрос 10 из 10" in form
    status, _, after = visitor.send(address, fill(address, RIGHT | {SINGLE.key: 0, "line": None}))  # type: ignore[arg-type]
    assert (status, after) == (302, f"{address}?saved=1")
    assert "Ответы сохранены" in visitor.open(after)
    assert 'value="астана"' in visitor.open(address)
    status, _, after = visitor.send(address, fill(address, RIGHT | {SINGLE.key: 0, "line": None}, then="finish"))  # type: ignore[arg-type]
    assert after == f"{address}finish/"
    assert f'href="{address}#q-line">10</a>' in visitor.open(after)
    assert visitor.send(after)[2] == address
    result = visitor.open(address)
    assert "12 из 14 баллов" in result
    assert "Так видят при дальтонизме." in result
    assert "без ответа" in result
    assert SINGLE.explanation in result
    assert "Лучший результат: 85%" in visitor.open(LESSON)


@pytest.mark.parametrize("may_see_right", [True, False])
def test_a_point_is_shown_on_its_picture_with_where_it_should_be(*, may_see_right: bool) -> None:
    picture = MediaFile(digest=POINT.file, name="map.webp", media_type="image/webp", size=1, width=640, height=480)
    files = Files({POINT.file: picture}, lambda media: f"/media/{media.name}", clock.now())
    (shown,) = show_results(
        [Asked(question=POINT, shown=(), answer=[10.5, 20.0], hints=0)], files, may_see_right=may_see_right
    )
    assert shown.point
    assert (shown.point.picture.address, shown.point.alt) == ("/media/map.webp", "Карта")
    assert shown.point.mark == "M7.5 20h6M10.5 17v6"
    assert shown.point.areas == ("M40 25h20v15h-20z" if may_see_right else "")
    assert shown.answer == ("10,5 % слева, 20 % сверху",)
    assert shown.right == (("50 % слева, 32,5 % сверху",) if may_see_right else ())


def test_numbers_are_written_as_people_write_them() -> None:
    (shown,) = show_results(
        [Asked(question=NUMBER, shown=(), answer="5", hints=0)], Files({}, str, clock.now()), may_see_right=True
    )
    assert shown.right == ("9,81 ± 0,05",)


@pytest.mark.usefixtures("enrolled")
def test_nothing_right_reaches_the_browser_before_the_end(visitor: Visitor) -> None:
    address = begin(visitor)
    form = visitor.open(address)
    for told in (SINGLE.explanation, "Так видят при дальтонизме.", SINGLE.hints[0], "Нур-Султан", "9.81", "голубое"):
        assert told not in form
    finished = begin(visitor, TEST.key)
    visitor.send(f"{finished}finish/")
    result = visitor.open(finished)
    assert "Верные ответы откроются" in result
    assert SINGLE.explanation not in result
    assert "Верный ответ" not in result


@pytest.mark.usefixtures("enrolled")
def test_what_can_t_be_read_stands_there_with_its_sentence_and_the_rest_is_kept(visitor: Visitor) -> None:
    address = begin(visitor)
    sent = fill(address, {WORD.key: "Астана"}) | {NUMBER.key: "девять", f"{ORDER.key}.0": "1"}
    status, page, _ = visitor.send(address, sent)  # type: ignore[arg-type]
    assert status == 422
    assert 'value="девять"' in page
    assert "Напишите число цифрами" in page
    assert "Дайте каждой строке своё место" in page
    assert 'value="Астана"' in visitor.open(address)
    assert 'value="девять"' not in visitor.open(address)


@pytest.mark.usefixtures("enrolled")
def test_a_hint_keeps_what_was_typed_and_comes_one_after_another(visitor: Visitor) -> None:
    address = begin(visitor)
    sent = fill(address, {WORD.key: "Астана"}, hint=f"{SINGLE.key}.1")
    assert visitor.send(address, sent)[2] == f"{address}#q-{SINGLE.key}"  # type: ignore[arg-type]
    page = visitor.open(address)
    assert SINGLE.hints[0] in page
    assert SINGLE.hints[1] not in page
    assert 'value="Астана"' in page


def send_step(visitor: Visitor, address: str, question: str, *, at: int, step: str, **fields: str) -> dict[str, object]:
    status, page, _ = visitor.send(f"{address}answer/", {"question": question, "step": step, "at": str(at), **fields})
    assert status == 200
    answer: dict[str, object] = json.loads(page)
    return answer


@pytest.mark.usefixtures("enrolled")
def test_one_answer_is_kept_at_once_and_a_repetition_once(visitor: Visitor) -> None:
    address, step = begin(visitor), str(uuid4())
    at = int(clock.now().timestamp() * 1000)
    for _ in range(2):
        said = send_step(visitor, address, WORD.key, at=at, step=step, **{WORD.key: "Астана"})
        assert (said["refused"], said["over"]) == ("", False)
    assert 'value="Астана"' in visitor.open(address)
    said = send_step(visitor, address, NUMBER.key, at=at, step=str(uuid4()), **{NUMBER.key: "много"})
    assert "цифрами" in str(said["refused"])
    assert send_step(visitor, address, "unknown", at=at, step="no number")["refused"] == ""


def test_the_time_ends_the_attempt_and_late_answers_wait_for_the_marks(visitor: Visitor, enrolled: Enrollment) -> None:
    address = begin(visitor, TEST.key)
    with processing(Purpose.LEARNING, company=enrolled.subject.company, reason="test"):
        started, due = clock.now() - timedelta(minutes=25), clock.now() - timedelta(minutes=5)
        Attempt.objects.filter(pk=number_of(address)).update(started_at=started, due_at=due)
    assert "Время вышло" in visitor.open(address)
    in_time = int((due - timedelta(minutes=1)).timestamp() * 1000)
    place = list_shown(SINGLE, number_of(address)).index(1)
    said = send_step(visitor, address, SINGLE.key, at=in_time, step=str(uuid4()), **{SINGLE.key: str(place)})
    assert (said["refused"], said["over"]) == ("", True)
    page = visitor.open(address)
    assert "1 из 5 баллов" in page
    assert "Вопрос 1 из 3" not in page
    assert visitor.send(f"{address}settle/")[2] == address
    assert "Вопрос 1 из 3" in visitor.open(address)
    said = send_step(visitor, address, SINGLE.key, at=in_time, step=str(uuid4()), **{SINGLE.key: str(place)})
    assert "не засчитан" in str(said["refused"])


def test_attempts_end_and_the_best_one_counts(visitor: Visitor, enrolled: Enrollment) -> None:
    for _ in range(2):
        address = begin(visitor, TEST.key)
        assert begin(visitor, TEST.key) == address
        visitor.send(f"{address}finish/")
    assert visitor.send(f"{LESSON}quiz/{TEST.key}/")[2] == LESSON
    page = visitor.open(LESSON)
    assert "Все попытки использованы" in page
    assert page.count("Попытка ") == 2
    with processing(Purpose.LEARNING, company=enrolled.subject.company, reason="test"):
        assert Result.objects.get(block=TEST.key).earned == 0
    assert "Верный ответ" in visitor.open(address)


@pytest.mark.usefixtures("enrolled")
def test_an_attempt_is_its_learner_s_alone(visitor: Visitor) -> None:
    address = begin(visitor)
    mallory = Visitor()
    mallory.sign_up(email="mallory@example.kz", phone="")
    for way in ("", "finish/"):
        assert mallory.client.get(f"{address}{way}", headers={"host": mallory.host}).status_code == 302  # to log in
    other = address.replace(number_of(address), str(uuid4()))
    for way in ("", "answer/", "finish/", "settle/"):
        assert visitor.send(f"{other}{way}")[0] == 404
    assert visitor.send(f"{address.replace('/light/', '/warm/')}finish/")[0] == 404
    assert visitor.send(f"{LESSON}quiz/nothing/")[0] == 404


@pytest.mark.parametrize("count", [1, 30])
def test_queries_don_t_grow_with_the_questions(visitor: Visitor, newskills: Company, count: int) -> None:
    visitor.join()
    questions = tuple(replace(WORD, key=f"word-{number}") for number in range(count))
    lesson = LessonContent(key="light", title="Свет", blocks=(Quiz(key="every", title="Всё", questions=questions),))
    run = bring(newskills, (SectionContent(key="seeing", title="Көру", lessons=(lesson,)),))
    enroll(subject=subject_of(newskills), run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())
    address = begin(visitor)
    keys = [question.key for question in questions]
    sent = {"question": keys, **dict.fromkeys(keys, "Астана")}
    counts = []
    for act in (
        lambda: visitor.send(address, sent),  # type: ignore[arg-type]
        lambda: visitor.open(address),
        lambda: visitor.send(f"{address}answer/", {"question": keys[0], keys[0]: "Алматы"}),
        lambda: visitor.send(f"{address}finish/"),
        lambda: visitor.open(address),
    ):
        with CaptureQueriesContext(connection) as queries:
            act()
        counts.append(len(queries))
    assert counts == [23, 15, 23, 78, 17]
