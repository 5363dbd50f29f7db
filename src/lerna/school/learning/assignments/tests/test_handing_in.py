"""A learner writes, loses nothing, hands in, and is told by when it is checked."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from lerna.companies.models import Company
from lerna.kit.clock import ZONE
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.subjects.models import DataSubject
from lerna.school.blocks.kinds import Assignment
from lerna.school.learning.assignments.files import WorkClosedError, attach_file
from lerna.school.learning.assignments.models import State, Submission
from lerna.school.learning.assignments.operations import NothingToHandInError, hand_in, save_draft
from lerna.school.learning.assignments.queries import Version, list_latest, list_versions
from lerna.school.learning.assignments.tests.conftest import NOW, POSTER, Studies, at_work, study
from lerna.school.learning.queries import list_done_blocks

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def save(studies: Studies, text: str = "Мой плакат", link: str = "", now: datetime = NOW) -> Submission:
    return save_draft(
        enrollment=studies.enrollment, lesson=studies.lesson, assignment=POSTER, text=text, link=link, now=now
    )


def give(studies: Studies, now: datetime = NOW, assignment: Assignment = POSTER) -> Submission:
    return hand_in(enrollment=studies.enrollment, lesson=studies.lesson, assignment=assignment, now=now)


def read(studies: Studies) -> tuple[Version, ...]:
    with at_work(studies.enrollment.subject.company):
        return list_versions(studies.enrollment, studies.lesson, "poster")


def test_a_draft_is_saved_again_and_again_in_one_version(studies: Studies) -> None:
    save(studies, "Начало")
    save(studies, "Начало и конец", "https://example.kz/плакат")
    (version,) = read(studies)
    assert (version.number, version.state, version.text) == (1, State.DRAFT, "Начало и конец")
    assert version.link == "https://example.kz/плакат"
    assert version.handed_in_at is None


def test_what_was_written_cannot_be_read_in_the_database(studies: Studies) -> None:
    row = save(studies, "Никому не показывайте", "https://example.kz/тайна")
    with at_work(studies.enrollment.subject.company), connection.cursor() as cursor:
        cursor.execute("select text, link from assignments_submission where id = %s", [row.pk])
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert "Никому".encode() not in stored
    assert b"example.kz" not in stored


@pytest.mark.clause("7.1-з")
def test_handed_in_on_a_monday_it_is_promised_for_wednesday_by_six(studies: Studies) -> None:
    save(studies)
    work = give(studies)
    assert work.promised_at == datetime(2026, 12, 9, 18, 0, tzinfo=ZONE)
    assert (work.state, work.late_days) == (State.HANDED_IN, 0)
    with at_work(studies.enrollment.subject.company):
        assert list_done_blocks(studies.enrollment, studies.lesson) == {"poster"}
    (entry,) = Entry.objects.order_by("-pk")[:1]
    assert read_line(entry)["details"] == {"event": "work-handed-in", "version": 1}


@pytest.mark.parametrize(("days", "late"), [(7, 0), (8, 1), (10, 3)])
def test_each_day_after_the_last_one_counts_as_late(studies: Studies, days: int, late: int) -> None:
    save(studies)
    assert give(studies, NOW + timedelta(days=days)).late_days == late


def test_nothing_is_handed_in_where_nothing_stands(studies: Studies) -> None:
    save(studies, "  \n ")
    with pytest.raises(NothingToHandInError):
        give(studies)
    assert [one.state for one in read(studies)] == [State.DRAFT]


def test_what_the_assignment_does_not_take_is_not_enough(studies: Studies) -> None:
    save(studies, "Слова вместо ссылки")
    with pytest.raises(NothingToHandInError):
        give(studies, assignment=Assignment(key="poster", title="Плакат", task="…", accepts=("link",)))


def test_a_file_alone_is_enough(studies: Studies) -> None:
    attach_file(submission=save(studies, ""), name="плакат.png", content=b"PNG", now=NOW)
    give(studies)
    (version,) = read(studies)
    assert [(file.name, file.size) for file in version.files] == [("плакат.png", 3)]


def test_nobody_writes_on_what_was_handed_in(studies: Studies) -> None:
    save(studies)
    give(studies)
    with pytest.raises(WorkClosedError):
        save(studies, "Другое")
    with pytest.raises(WorkClosedError):
        give(studies)
    assert [one.text for one in read(studies)] == ["Мой плакат"]


def test_nothing_is_handed_in_before_it_is_begun(studies: Studies) -> None:
    with pytest.raises(WorkClosedError):
        give(studies)
    assert read(studies) == ()


def test_boris_has_his_own(studies: Studies, boris: DataSubject, kerbez: Company) -> None:
    save(studies)
    his = study(boris, kerbez)
    save(his, "Работа Бориса")
    assert [one.text for one in read(his)] == ["Работа Бориса"]
    with at_work(kerbez):
        assert list_versions(studies.enrollment, studies.lesson, "poster") == ()


def test_the_state_of_each_work_of_a_lesson_takes_three_queries(
    studies: Studies, django_assert_num_queries: object
) -> None:
    attach_file(submission=save(studies), name="a.png", content=b"1", now=NOW)
    with at_work(studies.enrollment.subject.company), django_assert_num_queries(2):  # type: ignore[operator]
        latest = list_latest(studies.enrollment, studies.lesson, ["poster", "other"])
    assert list(latest) == ["poster"]
