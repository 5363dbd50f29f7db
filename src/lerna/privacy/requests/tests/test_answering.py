"""A person at the desk answers, refuses, decides what was examined; whoever isn't reached is told in another way."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import pytest

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.operations import mark_returned
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.answers.answering import (
    Hand,
    NoReasonError,
    add_note,
    answer_request,
    refuse_request,
    take_up,
)
from lerna.privacy.requests.answers.blocking import lift_restriction
from lerna.privacy.requests.answers.finishing import close_by_hand
from lerna.privacy.requests.answers.publications import forget_publications, register_publications
from lerna.privacy.requests.jobs import tend_to
from lerna.privacy.requests.models import Kind, Outcome, Request, State
from lerna.privacy.requests.operations import WrongStateError
from lerna.privacy.requests.tests.conftest import NOW, Send, answer_to, evidence_of, go_on, look, post_all, steps_of
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

VERA = UUID(int=7)  # the number of a staff account
BY_VERA = Hand(Actor.STAFF, VERA)


@pytest.fixture
def open_request(demand: Send, aigerim: DataSubject) -> Callable[..., Request]:
    """Aigerim's request of a kind, in work."""

    def run(kind: Kind, text: str = "Объясните") -> Request:
        return go_on(demand(aigerim, kind, text=text))

    return run


def sees(company: Company) -> int:
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        return Profile.objects.count()


def answer(request: Request, text: str = "Мы проверили.\n\nИ вот что нашли.") -> Request:
    return answer_request(company=request.company, request_id=request.pk, text=text, actor_id=VERA, now=NOW)


def refuse(request: Request, ground: str) -> Request:
    return refuse_request(
        company=request.company, request_id=request.pk, ground=ground, text="Вот запись.", hand=BY_VERA, now=NOW
    )


@pytest.mark.clause("6.2")
def test_a_complaint_is_answered_in_a_persons_own_words(open_request: Callable[..., Request]) -> None:
    request = open_request(Kind.COMPLAINT)
    take_up(company=request.company, request_id=request.pk, actor_id=VERA, now=NOW)
    answer(request)
    request = go_on(request)
    assert (request.state, request.outcome) == (State.CLOSED, Outcome.GRANTED)
    assert steps_of(request) == ["received", "verified", "left-to-person", "started", "answered", "closed"]
    text = answer_to(request).text.replace("\r\n", "\n")
    assert "Мы проверили.\n\nИ вот что нашли." in text
    assert "<p>И вот что нашли.</p>" in answer_to(request).html


@pytest.mark.clause("6.8")
def test_a_refusal_carries_its_reasons_and_how_to_complain(open_request: Callable[..., Request]) -> None:
    request = go_on(refuse(open_request(Kind.COMPLAINT), "complaint-unfounded"))
    assert (request.state, request.outcome, request.ground) == (State.CLOSED, Outcome.REFUSED, "complaint-unfounded")
    text = answer_to(request).text
    for words in ("нарушения не нашли", "Закон № 94-V, ст. 25(2)(7)", "Вот запись.", "пожалуйтесь"):
        assert words in text
    assert ("request_refused", "6.8") in evidence_of(request.subject)


def test_no_refusal_stands_on_another_kinds_ground(open_request: Callable[..., Request]) -> None:
    request = open_request(Kind.COMPLAINT)
    with pytest.raises(NoReasonError):
        refuse(request, "nothing-published")
    assert look(request).state == State.WORKING


@pytest.mark.clause("6.8")
def test_who_hasnt_shown_who_they_are_is_neither_answered_nor_refused_for_another_reason(
    send: Send,
    aigerim: DataSubject,  # noqa: ARG001
) -> None:
    request = send(Kind.COMPLAINT, text="…")
    with pytest.raises(WrongStateError):
        answer(request)
    with pytest.raises(WrongStateError):
        refuse(request, "complaint-unfounded")
    assert look(request).state == State.RECEIVED
    assert refuse(request, "identity").state == State.REFUSED


@pytest.mark.clause("6.7")
def test_unlawful_processing_confirmed_is_destroyed_and_told(open_request: Callable[..., Request]) -> None:
    request = open_request(Kind.UNLAWFUL)
    answer(request, "Нарушение подтверждаем.")
    assert look(request).due_at == datetime.fromisoformat("2026-03-04T00:00+05:00")  # one working day by the law
    assert sees(request.company) == 0
    request = go_on(request)
    assert request.state == State.CLOSED
    assert "Нарушение подтверждаем." in answer_to(request).text
    assert ("destroy", "6.7") in evidence_of(request.subject)
    with processing(Purpose.REQUESTS, company=request.company, reason="test"):
        assert not Profile.objects.exists()


@pytest.mark.clause("6.7")
def test_unlawful_processing_not_confirmed_is_unblocked_and_told(open_request: Callable[..., Request]) -> None:
    request = open_request(Kind.UNLAWFUL)
    assert sees(request.company) == 0
    refuse(request, "not-confirmed")
    assert sees(request.company) == 1
    request = go_on(request)
    assert (request.state, request.run) == (State.CLOSED, None)
    assert "не подтвердилось. Блокировка снята." in answer_to(request).text


@pytest.fixture
def published() -> Iterator[list[UUID]]:
    """A room above has published something of a person, and removes it when it is told to."""
    removed: list[UUID] = []

    def remove(subject: DataSubject, _now: datetime) -> int:
        removed.append(subject.pk)
        return 1

    register_publications(remove)
    yield removed
    forget_publications(remove)


@pytest.mark.clause("6.2")
def test_what_is_published_is_hidden_then_removed(open_request: Callable[..., Request], published: list[UUID]) -> None:
    request = open_request(Kind.UNPUBLISH)
    assert (sees(request.company), published) == (0, [])
    answer(request, "Отзыв убран.")
    assert (sees(request.company), published) == (1, [request.subject_id])


def test_two_blocks_end_with_the_later(open_request: Callable[..., Request]) -> None:
    first, second = open_request(Kind.UNLAWFUL), open_request(Kind.UNPUBLISH)
    refuse(first, "not-confirmed")
    assert sees(first.company) == 0
    refuse(second, "nothing-published")
    assert sees(first.company) == 1


@pytest.mark.clause("6.2")
def test_a_person_brings_back_what_they_stopped(demand: Send, aigerim: DataSubject) -> None:
    request = go_on(demand(aigerim, Kind.RESTRICTION))
    lift_restriction(company=request.company, request_id=request.pk, actor=Actor.PERSON, now=NOW)
    assert sees(request.company) == 1
    assert steps_of(request)[-1] == "unblocked"
    with pytest.raises(WrongStateError):
        lift_restriction(company=request.company, request_id=request.pk, actor=Actor.PERSON, now=NOW)


def test_an_answer_that_didnt_arrive_stays_open_until_somebody_tells_the_person(
    demand: Send, aigerim: DataSubject
) -> None:
    request = tend_to(company=aigerim.company, request_id=demand(aigerim).pk, now=NOW)
    post_all()
    letter = look(request).letter
    assert letter
    mark_returned(company=request.company, letter_id=letter, word="5.1.1", now=NOW)
    for _ in range(2):
        assert tend_to(company=request.company, request_id=request.pk, now=NOW).state == State.ANSWERED
    assert steps_of(request)[-2:] == ["answered", "undelivered"]
    close_by_hand(company=request.company, request_id=request.pk, note="Сказано по телефону", actor_id=VERA, now=NOW)
    assert look(request).state == State.CLOSED
    assert steps_of(request)[-2:] == ["noted", "closed"]


def test_nobody_closes_what_isnt_answered(open_request: Callable[..., Request]) -> None:
    request = open_request(Kind.COMPLAINT)
    with pytest.raises(WrongStateError):
        close_by_hand(company=request.company, request_id=request.pk, note="—", actor_id=VERA, now=NOW)
    assert look(request).closed_at is None


def test_an_answer_is_given_once(open_request: Callable[..., Request]) -> None:
    request = answer(open_request(Kind.COMPLAINT))
    with pytest.raises(WrongStateError):
        answer(request, "Другое")
    with pytest.raises(WrongStateError):
        refuse(request, "complaint-unfounded")


def test_a_note_stands_in_the_timeline_and_not_in_the_evidence(open_request: Callable[..., Request]) -> None:
    request = open_request(Kind.COMPLAINT)
    add_note(company=request.company, request_id=request.pk, text="Звонила мама Айгерім", actor_id=VERA, now=NOW)
    with processing(Purpose.REQUESTS, company=request.company, reason="test"):
        assert [step.note for step in request.steps.order_by("-place")[:1]] == ["Звонила мама Айгерім"]
    assert evidence_of(request.subject)[-1] == ("request_step", "noted")
