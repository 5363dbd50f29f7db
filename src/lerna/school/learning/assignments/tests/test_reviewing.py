"""A curator takes a work alone, reviews it by its rubric, and its learner hears of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from lerna.companies.models import Company
from lerna.kit.clock import ZONE
from lerna.privacy.letters.models import Letter
from lerna.privacy.subjects.models import DataSubject
from lerna.school.learning.assignments import queries
from lerna.school.learning.assignments.models import Phrase, Review, State, Submission
from lerna.school.learning.assignments.operations import hand_in, save_draft
from lerna.school.learning.assignments.queries import (
    NoSuchWorkError,
    Queue,
    find_neighbors,
    list_waiting_runs,
    open_work,
    read_queue,
)
from lerna.school.learning.assignments.reviewing import (
    NotWaitingError,
    NoWordsError,
    PointsError,
    TakenError,
    Verdict,
    drop_phrase,
    keep_phrase,
    release_work,
    review_work,
    take_work,
)
from lerna.school.learning.assignments.tests.conftest import DANA, NOW, POSTER, VERA, Studies, at_work, study
from lerna.school.learning.models import Result
from lerna.school.learning.news.models import Kind, Notice
from lerna.school.learning.news.operations import choose_letters

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Count = Callable[[int], AbstractContextManager[object]]
ACCEPT, RETURN = Review.Decision.ACCEPT, Review.Decision.RETURN
GOOD = Verdict(decision=ACCEPT, points={"idea": Decimal(50), "color": Decimal("30.5")}, comment="Хорошо")
BACK = Verdict(decision=RETURN, points={}, comment="Добавьте контраста")


def give(studies: Studies, now: datetime = NOW, text: str = "Плакат") -> Submission:
    place = {"enrollment": studies.enrollment, "lesson": studies.lesson, "assignment": POSTER, "now": now}
    save_draft(**place, text=text, link="")  # type: ignore[arg-type]
    return hand_in(**place)  # type: ignore[arg-type]


def review(work: Submission, verdict: Verdict = GOOD, reviewer: UUID = VERA, now: datetime = NOW) -> Review:
    return review_work(
        company=work.enrollment.subject.company, submission_id=work.pk, assignment=POSTER, reviewer=reviewer,
        verdict=verdict, now=now,
    )  # fmt: skip


def read_result(studies: Studies) -> Result | None:
    with at_work(studies.enrollment.subject.company):
        return Result.objects.filter(enrollment=studies.enrollment).first()


def read_news(studies: Studies) -> list[tuple[str, str]]:
    with at_work(studies.enrollment.subject.company):
        notices = [one.kind for one in Notice.objects.order_by("told_at")]
        return list(zip(notices, [one.template for one in Letter.objects.order_by("created_at")], strict=True))


def test_an_accepted_work_has_its_mark_and_its_learner_is_told(studies: Studies, newskills: Company) -> None:
    work = give(studies)
    review(work)
    result = read_result(studies)
    assert result
    assert (result.earned, result.possible, result.part) == (Decimal("80.50"), 100, "works")
    assert read_news(studies) == [(Kind.ACCEPTED, "work-accepted")]
    latest = open_work(newskills, work.pk).latest
    assert latest.state is State.ACCEPTED
    assert latest.review
    assert (latest.review.comment, latest.review.points) == ("Хорошо", GOOD.points)


def test_lateness_takes_its_percent_off_the_mark(studies: Studies) -> None:
    work = give(studies, NOW + timedelta(days=9))
    review(work, now=NOW + timedelta(days=10))
    result = read_result(studies)
    assert result
    assert result.earned == Decimal("64.40")  # two days, ten percent of 80.5 each


def test_a_returned_work_is_mended_and_is_not_late_for_it(studies: Studies, newskills: Company) -> None:
    review(give(studies), BACK)
    assert read_result(studies) is None
    assert read_news(studies) == [(Kind.RETURNED, "work-returned")]
    second = give(studies, NOW + timedelta(days=30), "Плакат с контрастом")
    assert (second.number, second.late_days) == (2, 0)
    review(second, now=NOW + timedelta(days=31))
    opened = open_work(newskills, second.pk)
    assert [(one.number, one.state, one.text) for one in opened.versions] == [
        (1, State.RETURNED, "Плакат"),
        (2, State.ACCEPTED, "Плакат с контрастом"),
    ]
    assert opened.versions[0].review
    assert opened.versions[0].review.comment == "Добавьте контраста"


def test_who_was_late_first_stays_late_after_rework(studies: Studies) -> None:
    review(give(studies, NOW + timedelta(days=8)), BACK, now=NOW + timedelta(days=8))
    assert give(studies, NOW + timedelta(days=20)).late_days == 1


@pytest.mark.parametrize(
    ("verdict", "fault"),
    [
        (Verdict(decision=ACCEPT, points={"idea": Decimal(50)}), PointsError),
        (Verdict(decision=ACCEPT, points={"idea": Decimal(61), "color": Decimal(1)}), PointsError),
        (Verdict(decision=ACCEPT, points={"idea": Decimal(-1), "color": Decimal(1)}), PointsError),
        (Verdict(decision=ACCEPT, points={**GOOD.points, "luck": Decimal(1)}), PointsError),
        (Verdict(decision=RETURN, points={}, comment=" \n"), NoWordsError),
    ],
)
def test_a_verdict_that_the_rubric_does_not_know_changes_nothing(
    studies: Studies, verdict: Verdict, fault: type[Exception]
) -> None:
    work = give(studies)
    with pytest.raises(fault):
        review(work, verdict)
    with at_work(studies.enrollment.subject.company):
        assert Submission.objects.get(pk=work.pk).state == State.HANDED_IN
        assert not Review.objects.exists()
    assert read_news(studies) == []


def test_nobody_reviews_twice(studies: Studies) -> None:
    work = give(studies)
    review(work)
    with pytest.raises(NotWaitingError):
        review(work, BACK)
    result = read_result(studies)
    assert result
    assert result.earned == Decimal("80.50")


def test_two_curators_do_not_take_one_work(studies: Studies, newskills: Company) -> None:
    work = give(studies)

    def take(reviewer: UUID, minutes: int = 0) -> None:
        take_work(company=newskills, submission_id=work.pk, reviewer=reviewer, now=NOW + timedelta(minutes=minutes))

    take(VERA)
    take(VERA, 20)  # opened again
    with pytest.raises(TakenError):
        take(DANA, 40)
    with pytest.raises(TakenError):
        review(work, reviewer=DANA, now=NOW + timedelta(minutes=40))
    take(DANA, 50)  # half an hour after Vera's last sign of life
    with pytest.raises(TakenError):
        take(VERA, 51)
    release_work(company=newskills, submission_id=work.pk, reviewer=VERA)  # it isn't hers to give
    with pytest.raises(TakenError):
        take(VERA, 52)
    release_work(company=newskills, submission_id=work.pk, reviewer=DANA)
    take(VERA, 53)


def test_a_learner_who_wants_no_letters_reads_it_on_the_site(studies: Studies) -> None:
    choose_letters(subject=studies.enrollment.subject, kinds=[Kind.RETURNED], now=NOW)
    review(give(studies))
    with at_work(studies.enrollment.subject.company):
        assert [one.kind for one in Notice.objects.all()] == [Kind.ACCEPTED]
        assert not Letter.objects.exists()


def test_the_queue_holds_what_waits_by_its_promise_in_so_many_queries(  # noqa: PLR0913, PLR0917 -- two companies' people
    studies: Studies,
    newskills: Company,
    kerbez: Company,
    boris: DataSubject,
    register: Callable[..., DataSubject],
    django_assert_num_queries: Count,
) -> None:
    give(study(boris, kerbez), text="Чужая")
    late = give(studies, NOW)
    with django_assert_num_queries(8):
        queue = read_queue(newskills, run=None, page=1, now=NOW)
    (only,) = queue.works
    assert (only.id, only.name, only.work, queue.count) == (late.pk, "Айгерім Сәрсенова", "Плакат", 1)
    for number in range(2):
        person = register(newskills, {"name": f"Дана {number}", "email": f"dana-{number}@example.kz"})
        give(study(person, newskills), NOW + timedelta(days=1 + number))
    with django_assert_num_queries(8):
        queue = read_queue(newskills, run=None, page=1, now=NOW)
    assert ([one.name for one in queue.works], queue.count) == (["Айгерім Сәрсенова", "Дана 0", "Дана 1"], 3)
    (run,) = list_waiting_runs(newskills)
    assert (run.course, run.count) == ("Цвет с нуля", 3)
    assert read_queue(newskills, run=run.id + 999, page=1, now=NOW) == Queue(works=(), count=0, late=0, page=1)
    first, second, third = (one.id for one in queue.works)
    assert find_neighbors(newskills, second, run=None, reviewer=VERA, now=NOW) == (first, third)
    take_work(company=newskills, submission_id=third, reviewer=DANA, now=NOW)
    assert find_neighbors(newskills, second, run=None, reviewer=VERA, now=NOW) == (first, None)


def test_late_works_are_counted_on_all_pages_and_a_page_that_is_not_there_is_another_one(
    studies: Studies,
    newskills: Company,
    register: Callable[..., DataSubject],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "SIZE", 1)
    give(studies, NOW)
    give(study(register(newskills, {"name": "Дана", "email": "dana@example.kz"}), newskills), NOW)
    for asked, page in ((0, 1), (1, 1), (2, 2), (10**20, 2)):
        queue = read_queue(newskills, run=None, page=asked, now=NOW + timedelta(weeks=2))
        assert (len(queue.works), queue.count, queue.late, queue.page) == (1, 2, 2, page)


def test_another_companys_work_and_a_draft_are_no_works(studies: Studies, newskills: Company, kerbez: Company) -> None:
    draft = save_draft(
        enrollment=studies.enrollment, lesson=studies.lesson, assignment=POSTER, text="Ещё пишу", link="", now=NOW
    )
    with pytest.raises(NoSuchWorkError):
        open_work(newskills, draft.pk)
    work = give(studies)
    with pytest.raises(NoSuchWorkError):
        open_work(kerbez, work.pk)
    with pytest.raises(NotWaitingError):
        take_work(company=kerbez, submission_id=work.pk, reviewer=VERA, now=NOW)


def test_phrases_are_each_curators_own(newskills: Company) -> None:
    keep_phrase(company=newskills, owner=VERA, text="Отличная композиция", now=NOW)
    keep_phrase(company=newskills, owner=VERA, text="Отличная композиция", now=NOW)
    (phrase,) = Phrase.objects.all()
    drop_phrase(owner=DANA, phrase_id=phrase.pk)
    assert Phrase.objects.exists()
    drop_phrase(owner=VERA, phrase_id=phrase.pk)
    assert not Phrase.objects.exists()


def test_the_promise_over_the_new_year_counts_working_days_alone(studies: Studies) -> None:
    work = give(studies, datetime(2026, 12, 31, 15, 0, tzinfo=ZONE))
    assert work.promised_at == datetime(2027, 1, 6, 18, 0, tzinfo=ZONE)
