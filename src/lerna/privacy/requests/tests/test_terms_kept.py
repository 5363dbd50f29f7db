"""Time passes: the staff are reminded, the head hears what is late, who never said who they are is refused in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from lerna.companies.models import Company
from lerna.kit.clock import ZONE
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.models import Kind, Outcome, State
from lerna.privacy.requests.telling.staff import Occasion, forget_staff, register_staff
from lerna.privacy.requests.telling.terms import escalate, refuse_unverified, remind_staff
from lerna.privacy.requests.tests.conftest import NOW, Send, answer_to, go_on, letters_to, look, post_all, steps_of
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DUE = datetime(2026, 3, 6, tzinfo=ZONE)  # 24:00 of the third working day


@pytest.fixture
def vera(register: Send, newskills: Company) -> Iterator[DataSubject]:
    """Hears of what is due, and, while nobody else does, of what is late."""
    person = register(newskills, {"name": "Вера", "email": "vera@lerna.kz"})  # type: ignore[arg-type]
    subject: DataSubject = person  # type: ignore[assignment]

    def state(company: Company, occasion: Occasion) -> tuple[DataSubject, ...]:
        return (subject,) if company == newskills and occasion is Occasion.DUE else ()

    register_staff(state)
    yield subject
    forget_staff(state)


def test_the_staff_are_reminded_once_of_everything_that_is_due_soon(
    demand: Send, aigerim: DataSubject, vera: DataSubject, newskills: Company
) -> None:
    requests = [go_on(demand(aigerim, Kind.COMPLAINT, text="…")) for _ in range(2)]
    assert remind_staff(company=newskills, now=DUE - timedelta(hours=25)) == 0
    assert remind_staff(company=newskills, now=DUE - timedelta(hours=23)) == 2
    assert remind_staff(company=newskills, now=DUE - timedelta(hours=22)) == 0
    (letter,) = letters_to(vera)
    assert letter[0] == "request-due"
    assert letter[2]["due"] == ["LR-2026-000001: 5 марта 2026 г.", "LR-2026-000002: 5 марта 2026 г."]
    assert letter[2]["desk"].endswith("/desk/requests/")
    assert all(steps_of(request)[-1] == "reminded" for request in requests)


def test_what_is_late_reaches_the_head_once(
    demand: Send, aigerim: DataSubject, vera: DataSubject, newskills: Company
) -> None:
    request = go_on(demand(aigerim, Kind.COMPLAINT, text="…"))
    assert escalate(company=newskills, now=DUE - timedelta(seconds=1)) == 0
    assert (escalate(company=newskills, now=DUE), escalate(company=newskills, now=DUE)) == (1, 0)
    assert [letter[0] for letter in letters_to(vera)] == ["request-late"]
    assert look(request).escalated_at == DUE
    assert steps_of(request)[-1] == "late"


def test_where_nobody_can_be_told_nothing_is_marked_as_told(
    demand: Send, aigerim: DataSubject, newskills: Company
) -> None:
    request = go_on(demand(aigerim, Kind.COMPLAINT, text="…"))
    assert escalate(company=newskills, now=DUE) == 0
    assert look(request).escalated_at is None


@pytest.mark.clause("6.8")
def test_what_nobody_confirmed_is_refused_in_time_with_the_reason(
    send: Send, aigerim: DataSubject, newskills: Company
) -> None:
    request = send()
    assert refuse_unverified(company=newskills, now=DUE - timedelta(hours=4)) == 0
    assert refuse_unverified(company=newskills, now=DUE - timedelta(hours=3)) == 1
    post_all(DUE)
    found = look(request)
    assert (found.state, found.outcome, found.ground) == (State.REFUSED, Outcome.REFUSED, "identity")
    assert "не смогли убедиться" in answer_to(request).text
    assert "политики" in answer_to(request).text
    assert look(go_on(request)).state == State.CLOSED
    assert aigerim.pk == found.subject_id


def test_the_command_says_first_and_does_then(
    demand: Send, aigerim: DataSubject, vera: DataSubject, newskills: Company
) -> None:
    demand(aigerim, Kind.ACCESS, now=NOW)

    def run(*words: str) -> str:
        said = StringIO()
        call_command("requests", *words, stdout=said)
        return said.getvalue()

    assert "newskills: LR-2026-000001 access, verified, due 2026-03-06 00:00" in run("list")
    assert "newskills: 1 to go on with" in run("work", "--dry-run")
    assert "newskills: LR-2026-000001" in run("escalate", "--dry-run")
    assert not letters_to(vera)
    assert "newskills: LR-2026-000001 is answered" in run("work")
    assert "newskills: none" in run("escalate", "--dry-run")
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert Letter.objects.get().template == "request-access"
