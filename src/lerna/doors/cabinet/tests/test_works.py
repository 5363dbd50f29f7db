"""A learner's work: written, never lost, handed in; nobody else's."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.doors.cabinet.tests.test_study import bring, subject_of, write
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import SectionContent
from lerna.school.blocks.kinds import Assignment, Criterion
from lerna.school.learning.assignments.models import Submission, SubmittedFile
from lerna.school.learning.models import Enrollment, Origin
from lerna.school.learning.operations import enroll

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LESSON = "/account/courses/color-kk/2026-12/warm/"
WORK = f"{LESSON}works/poster/"
POSTER = Assignment(
    key="poster",
    title="Плакат",
    task="**Плакат** салыңыз",
    accepts=("text", "files", "link"),
    rubric=(Criterion(key="idea", title="Идея", points=60), Criterion(key="color", title="Түс", points=40)),
    due_days=7,
    late_percent=10,
)


def drawing(name: str = "плакат.png", content: bytes = b"PNG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def enrolled(visitor: Visitor, newskills: Company, tmp_path: Path, settings: LazySettings) -> Enrollment:
    """Aigerim, in a course whose section opened a day ago."""
    settings.MEDIA_ROOT = tmp_path / "media"
    visitor.join()
    sections = (SectionContent(key="palette", title="Палитра", lessons=write(("warm", (POSTER,)))),)
    run = bring(newskills, sections, starts_on=clock.local_day(clock.now()) - timedelta(days=1))
    now = clock.now() - timedelta(days=1)
    return enroll(subject=subject_of(newskills), run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=now)


def send(visitor: Visitor, act: str, status: int = 302, **typed: object) -> str:
    found, page, _ = visitor.send(WORK, {"act": act, "text": "", "link": "", **typed})  # type: ignore[dict-item]
    assert found == status, page
    return page


@pytest.mark.usefixtures("enrolled")
def test_the_lesson_says_what_is_asked_and_leads_to_the_work(visitor: Visitor) -> None:
    page = visitor.open(LESSON)
    assert "<strong>Плакат</strong> салыңыз" in page
    assert "до 60 баллов" in page
    assert "каждый день опоздания снимает 10%" in page
    assert f'href="{WORK}"' in page
    assert "Выполнить работу" in page


@pytest.mark.usefixtures("enrolled")
def test_a_draft_stays_and_only_its_writer_sees_it(visitor: Visitor) -> None:
    send(visitor, "save", text="Тёплый\nплакат", link="example.kz", uploads=drawing())
    page = visitor.open(WORK)
    assert "Тёплый\nплакат</textarea>" in page
    assert 'value="example.kz"' in page
    assert "плакат.png" in page
    assert "Видите его только вы." in page
    assert "Продолжить работу" in visitor.open(LESSON)


@pytest.mark.usefixtures("enrolled")
def test_a_refused_file_keeps_the_text_and_says_why(visitor: Visitor) -> None:
    page = send(visitor, "hand_in", 400, text="Мой плакат", uploads=drawing("вирус.exe"))
    assert "вирус.exe: файлы такого вида мы не принимаем" in page
    assert "Мой плакат</textarea>" in page
    assert "на проверке" not in visitor.open(WORK)


@pytest.mark.usefixtures("enrolled")
def test_a_text_that_is_too_long_is_not_saved_and_still_there(visitor: Visitor) -> None:
    page = send(visitor, "save", 400, text="ы" * 50_001)
    assert "а можно не больше 50 000" in page.replace("\u00a0", " ")
    assert "ы" * 50_001 in page


@pytest.mark.usefixtures("enrolled")
@pytest.mark.parametrize(
    ("link", "sentence"), [("", "Сдавать пока нечего"), ("javascript:alert(1)", "По этой ссылке браузер")]
)
def test_what_cannot_be_handed_in_is_a_draft_with_a_sentence(visitor: Visitor, link: str, sentence: str) -> None:
    assert sentence in send(visitor, "hand_in", 400, link=link)
    assert "на проверке" not in visitor.open(WORK)


def test_handed_in_it_says_by_when_it_is_checked(visitor: Visitor, enrolled: Enrollment) -> None:
    send(visitor, "hand_in", text="Мой плакат", uploads=drawing())
    page = visitor.open(WORK)
    assert re.search(r"Проверим до (понедельника|вторника|среды|четверга|пятницы|субботы), \d+ \w+, 18:00", page)
    assert "<textarea" not in page
    assert "Мой плакат" in page
    assert send(visitor, "save", 409, text="Поздно").count("Работа уже сдана") == 1
    with processing(Purpose.LEARNING, company=enrolled.subject.company, reason="test"):
        assert [str(one.text) for one in Submission.objects.all()] == ["Мой плакат"]


@pytest.mark.usefixtures("enrolled")
def test_kazakh_says_the_promise_too(visitor: Visitor) -> None:
    send(visitor, "hand_in", text="Менің плакатым")
    assert "Тексеріп болатын уақытымыз: " in visitor.open(f"/kk{WORK}")


def test_a_file_comes_back_to_its_owner_alone_and_never_as_a_page(visitor: Visitor, enrolled: Enrollment) -> None:
    send(visitor, "save", uploads=drawing("план.txt", b"<script>alert(1)</script>"))
    with processing(Purpose.LEARNING, company=enrolled.subject.company, reason="test"):
        number = SubmittedFile.objects.get().pk
    answer = visitor.client.get(f"{WORK}{number}/", headers={"host": visitor.host})
    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    stranger = Visitor()
    assert stranger.client.get(f"{WORK}{number}/", headers={"host": visitor.host}).status_code == 302
    send(visitor, f"remove:{number}")
    assert visitor.client.get(f"{WORK}{number}/", headers={"host": visitor.host}).status_code == 404


@pytest.mark.usefixtures("enrolled")
def test_there_is_no_work_where_there_is_none(visitor: Visitor) -> None:
    visitor.open(f"{LESSON}works/other/", 404)
    visitor.open("/account/courses/color-kk/2026-12/other/works/poster/", 404)
