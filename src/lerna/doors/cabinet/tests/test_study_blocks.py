"""What a learner does in a lesson is kept for them: a choice, an exercise, a note, a place, a file of theirs alone."""

import re
from io import BytesIO

import pytest

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.doors.cabinet.tests.test_study import COURSE, TEXT, bring, subject_of, write
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import SectionContent
from lerna.school.blocks.kinds import Block, Exercise, Image, Poll, Video
from lerna.school.catalogue.media import keep_file
from lerna.school.learning.models import LessonProgress, Note, Origin, PollAnswer
from lerna.school.learning.operations import enroll

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LESSON = f"{COURSE}warm/"
POLL = Poll(key="how", question="Қай түс жылы?", choices=("Қызыл", "Көк"))


@pytest.fixture
def study(visitor: Visitor, newskills: Company) -> Visitor:
    """Aigerim, enrolled in a course of one lesson with every block that asks something small."""
    visitor.join()
    files = [
        keep_file(company=newskills, content=BytesIO(name.encode()), name=name, now=clock.now()).digest
        for name in ("game.html", "cones.webp", "light.mp4")
    ]
    blocks: tuple[Block, ...] = (
        TEXT, Image(key="cones", file=files[1], alt="Қисық"), Video(key="light", file=files[2], title="Жарық"),
        POLL, Exercise(key="mix", file=files[0], title="Араластыр", task="Сары мен көк"),
    )  # fmt: skip
    run = bring(newskills, (SectionContent(key="one", title="Бір", lessons=write(("warm", blocks))),))
    enroll(subject=subject_of(newskills), run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())
    visitor.open(LESSON)
    return visitor


def count(company: Company, model: type[PollAnswer] | type[Note]) -> int:
    with processing(Purpose.LEARNING, company=company, reason="test"):
        return model.objects.count()


def read_progress(company: Company) -> LessonProgress:
    with processing(Purpose.LEARNING, company=company, reason="test"):
        return LessonProgress.objects.get()


def test_a_poll_shows_the_counts_only_to_who_has_chosen(study: Visitor, newskills: Company) -> None:
    assert "bars" not in study.open(LESSON)
    assert study.send(f"{LESSON}poll/how/", {"choice": "0"})[0::2] == (302, f"{LESSON}#block-how")
    page = study.open(LESSON)
    assert '<td class="number">1</td>' in page
    assert 'name="choice"' not in page
    study.send(f"{LESSON}poll/how/", {"choice": "1"})
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert PollAnswer.objects.get().choice == 0


@pytest.mark.parametrize(
    ("block", "choice", "status"), [("how", "2", 404), ("how", "-1", 302), ("how", "", 302), ("mix", "0", 404)]
)
def test_what_is_no_choice_is_kept_nowhere(
    study: Visitor,
    newskills: Company,
    block: str,
    choice: str,
    status: int,
) -> None:
    assert study.send(f"{LESSON}poll/{block}/", {"choice": choice})[0] == status
    assert count(newskills, PollAnswer) == 0


def test_with_the_poll_and_the_exercise_the_lesson_is_done(study: Visitor, newskills: Company) -> None:
    page = study.open(LESSON)
    assert "осталось 2 задания" in page
    assert "<iframe" not in page
    study.send(f"{LESSON}poll/how/", {"choice": "0"})
    assert read_progress(newskills).completed_at is None
    assert study.send(f"{LESSON}exercise/mix/")[0] == 302
    page = study.open(LESSON)
    assert 'sandbox="allow-scripts"' in page
    assert "Вы прошли этот урок" in page
    frame = re.search(r'<iframe src="([^"]+)"', page)
    assert frame
    assert study.open(frame[1]) == "game.html"


def test_a_note_is_kept_and_emptied(study: Visitor, newskills: Company) -> None:
    assert study.send(f"{LESSON}note/", {"text": "Сары + көк\r\n= жасыл"})[0] == 302
    assert "Сары + көк\n= жасыл</textarea>" in study.open(LESSON)
    study.send(f"{LESSON}note/", {"text": ""})
    assert count(newskills, Note) == 0


def test_the_place_and_the_video_are_remembered(study: Visitor, newskills: Company) -> None:
    sent = {"place": "40", "video-light": "31", "video-other": "7", "video-how": "1"}
    assert study.send(f"{LESSON}position/", sent)[0] == 204
    progress = read_progress(newskills)
    assert (progress.place, progress.video) == (40, {"light": 31})
    page = study.open(LESSON)
    assert 'data-place="40"' in page
    assert """data-video="{"light": 31}\"""" in page
    study.send(f"{LESSON}position/", {"place": "4000", "video-light": "-5"})
    progress = read_progress(newskills)
    assert (progress.place, progress.video) == (100, {"light": 31})


@pytest.mark.clause("8.2")
def test_a_lessons_files_are_sent_to_its_learner_alone(study: Visitor) -> None:
    addresses = re.findall(r'(?:src|href)="(/media/[^"]+)"', study.open(LESSON))
    assert len(addresses) == len(("picture", "video", "video to take away"))
    mallory = Visitor()
    mallory.sign_up(email="mallory@example.kz", phone="")
    for address in addresses:
        assert study.client.get(address, headers={"host": study.host}).status_code == 200
        assert mallory.client.get(address, headers={"host": mallory.host}).status_code == 404
        assert Visitor("e-distant.kz").client.get(address, headers={"host": "e-distant.kz"}).status_code == 404
