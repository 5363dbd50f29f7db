"""The cast: Aigerim and Quralay of Newskills, Boris of KERBEZ, and Vera, who answers for personal data."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.acts import Act
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.operations import record_many
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.incidents.models import Danger, Happening, Incident, Nature, Origin, Source, Step
from lerna.privacy.incidents.operations import (
    Finding,
    Judgment,
    assess_incident,
    open_incident,
    report_incident,
    state_scope,
)
from lerna.privacy.incidents.scope.counting import Question
from lerna.privacy.incidents.telling import Occasion, forget_staff, register_staff
from lerna.privacy.incidents.timeline import Hand
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.conftest import (  # noqa: F401 -- fixtures
    AIGERIM,
    Register,
    aigerim,
    ask,
    boris,
    companies,
    kerbez,
    newskills,
    register,
)
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)  # a Monday
# Accounts of the officer, and of a member of staff who looks at too much.
VERA, MALLORY = UUID("be4a0000-0000-4000-8000-000000000001"), UUID("a1107000-0000-4000-8000-000000000002")
BY_VERA = Hand(Actor.STAFF, VERA)
AT_ONCE = timedelta(0)

Look = Callable[..., None]
Open = Callable[..., Incident]


@pytest.fixture
def quralay(newskills: Company, register: Register) -> DataSubject:  # noqa: F811 -- a fixture
    return register(newskills, {"name": "Құралай", "email": "quralay@example.kz"})


@pytest.fixture
def look(newskills: Company) -> Look:  # noqa: F811 -- a fixture
    """Mallory looks at people so many times."""

    def run(
        *subjects: DataSubject, times: int = 1, at: datetime = NOW, by: UUID = MALLORY, screen: str = "leads"
    ) -> None:
        acts = [
            Act(
                operation=Operation.LOOK, clause="8.3", actor=Actor.STAFF, actor_id=by, purpose=Purpose.CONSULTING,
                subject=subject.pk, details={"screen": screen},
            )
            for _ in range(times)
            for subject in subjects
        ]  # fmt: skip
        record_many(company=newskills, acts=acts, now=at)

    return run


@pytest.fixture
def found(newskills: Company) -> Open:  # noqa: F811 -- a fixture
    """Vera takes down what a colleague told her."""

    def run(
        company: Company = newskills, *, now: datetime = NOW, story: str = "Список заявок ушёл не туда."
    ) -> Incident:
        finding = Finding(origin=Origin.STAFF, nature=Nature.CONFIDENTIALITY, story=story)
        return open_incident(company=company, finding=finding, hand=BY_VERA, now=now)

    return run


@pytest.fixture
def vera(newskills: Company, register: Register) -> Iterator[DataSubject]:  # noqa: F811 -- fixtures
    """Is told of incidents of Newskills."""
    person = register(newskills, {"name": "Вера", "email": "vera@example.kz"})

    def state(company: Company, occasion: Occasion) -> tuple[DataSubject, ...]:  # noqa: ARG001 -- hears of all
        return (person,) if company == newskills else ()

    register_staff(state)
    yield person
    forget_staff(state)


def judge(
    incident: Incident, danger: Danger, *, now: datetime = NOW, reasons: str = "Смотрели посторонние."
) -> Incident:
    judgment = Judgment(
        danger=danger, reasons=reasons, nature=Nature.CONFIDENTIALITY, consequences=("unwanted-contact",)
    )  # fmt: skip
    return assess_incident(company=incident.company, incident_id=incident.pk, judgment=judgment, hand=BY_VERA, now=now)


def count_looks(incident: Incident, *, now: datetime = NOW, staff: UUID | str = "") -> int:
    question = Question(
        source=Source.LOOKS, since=now - timedelta(days=1), until=now + timedelta(days=1), staff=str(staff)
    )  # fmt: skip
    scope = state_scope(company=incident.company, incident_id=incident.pk, question=question, hand=BY_VERA, now=now)
    return scope.people


def report(incident: Incident, *, now: datetime = NOW) -> Incident:
    return report_incident(
        company=incident.company, incident_id=incident.pk, notice="<p>…</p>", note="Через eGov.", hand=BY_VERA, now=now
    )  # fmt: skip


def steps_of(incident: Incident) -> list[str]:
    """The timeline, in order."""
    return [Happening(step.happening) for step in Step.objects.filter(incident=incident).order_by("place")]


def evidence_of(company: Company) -> list[str]:
    """Operations of incidents in the ledger, in order."""
    found = Entry.objects.filter(company=company, clause="11.1").order_by("id")
    return [entry.operation for entry in found]


def letters_to(subject: DataSubject) -> list[str]:
    """The letters to the person for the safety of data, in order."""
    with processing(Purpose.SECURITY, company=subject.company, reason="test"):
        found = Letter.objects.filter(subject=subject, purpose=Purpose.SECURITY).order_by("created_at")
        return [letter.template for letter in found]
