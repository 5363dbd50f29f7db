"""A drill: a whole incident from the first signal to the end, on people who were invented for it.

Everything about it says so: the ledger's entries, the incident, both notices, the letters. Nobody real is looked at,
told or blocked: the three invented people have the address of the company's own responsible person, and are erased at
the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

from lerna.companies.models import Company
from lerna.kit.clock import Clock
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.privacy.evidence.acts import Act
from lerna.privacy.evidence.operations import record_many
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.incidents.models import Danger, Incident, Nature
from lerna.privacy.incidents.notices.authority import write_notice
from lerna.privacy.incidents.notices.people import begin_telling, tell_people
from lerna.privacy.incidents.operations import (
    Judgment,
    add_note,
    assess_incident,
    close_incident,
    report_incident,
)
from lerna.privacy.incidents.queries import read_file
from lerna.privacy.incidents.rules import Signal, load_rules
from lerna.privacy.incidents.scope.blocks import block_concerned, unblock_concerned
from lerna.privacy.incidents.signals.detection import detect
from lerna.privacy.incidents.signals.tallies import DRILL
from lerna.privacy.incidents.timeline import Hand
from lerna.privacy.letters.dispatch import deliver_letter
from lerna.privacy.letters.models import Letter, State
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.models import Ground
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, state_profile
from lerna.privacy.subjects.processing import processing

PEOPLE = 3
_BY = Hand(Actor.OPERATOR)


@dataclass(frozen=True, slots=True)
class Done:
    """What a drill left: the incident, both notices in each language, and how many letters have gone."""

    incident: Incident
    notices: dict[LanguageCode, str]
    letters: int


def run_drill(*, company: Company, clock: Clock, writes: bool = False) -> Done:
    """Runs it whole. In production letters are sent only where it `writes`; elsewhere they lie in the mailbox.

    NothingNoticedError where the signal wasn't noticed, which is what a drill is for.
    """
    people = _invent_people(company, clock)
    _look_at(company, people, clock)
    incident = _notice(company, clock, writes=writes)
    _judge(company, incident.pk, clock)
    begin_telling(company=company, incident_id=incident.pk, hand=_BY, now=clock())
    for _ in tell_people(incident=incident, clock=clock):
        pass
    notices = _report(company, incident.pk, clock)
    unblock_concerned(company=company, incident_id=incident.pk, hand=_BY, now=clock())
    letters = _deliver(company, people, clock)
    closed = close_incident(company=company, incident_id=incident.pk, note="", hand=_BY, now=clock())
    _erase(company, people, clock)
    return Done(closed, notices, letters)


class NothingNoticedError(Exception):
    """The software didn't notice what it should have: look at the thresholds, and at the job that reads the ledger."""


def _invent_people(company: Company, clock: Clock) -> tuple[DataSubject, ...]:
    """Nobody's data, under the purpose that protects everybody's."""
    site = company.sites.order_by("place")[0]
    people = tuple(create_subject(company=company, site=site, now=clock()) for _ in range(PEOPLE))
    with processing(Purpose.SECURITY, company=company, reason="a drill invents people"):
        for number, person in enumerate(people, 1):
            state_profile(
                subject=person, actor=Actor.OPERATOR, now=clock(), name=f"Drill {number}",
                email=company.responsible_email,
            )  # fmt: skip
    return people


def _look_at(company: Company, people: Sequence[DataSubject], clock: Clock) -> None:
    """As many looks as the threshold asks for, by nobody."""
    staff = uuid4()
    looks = [
        Act(
            operation=Operation.LOOK, clause="8.3", actor=Actor.OPERATOR, actor_id=staff, purpose=Purpose.SECURITY,
            subject=people[number % PEOPLE].pk, details={"screen": "drill", "drill": True},
        )
        for number in range(load_rules().signals[Signal.MASS_LOOKS].per_hour)
    ]  # fmt: skip
    record_many(company=company, acts=looks, now=clock())


def _notice(company: Company, clock: Clock, *, writes: bool) -> Incident:
    detect(company=company, now=clock(), patience=timedelta(0), writes_in_drills=writes)
    found = Incident.objects.filter(company=company, about__startswith=DRILL, closed_at=None).order_by("-found_at")
    for incident in found[:1]:
        incident.company = company
        return incident
    raise NothingNoticedError("The drill's looks were not noticed.")


def _judge(company: Company, incident_id: UUID, clock: Clock) -> None:
    language = cast("LanguageCode", company.sites.order_by("place")[0].default_language)
    judgment = Judgment(
        danger=Danger.HIGH, reasons=load_rules().drill.in_language(language).strip(), nature=Nature.CONFIDENTIALITY,
        consequences=tuple(load_rules().consequences)[:2],
    )  # fmt: skip
    block_concerned(company=company, incident_id=incident_id, hand=_BY, now=clock())
    for measure in tuple(load_rules().measures)[:2]:
        add_note(company=company, incident_id=incident_id, note="", hand=_BY, now=clock(), measure=measure)
    assess_incident(company=company, incident_id=incident_id, judgment=judgment, hand=_BY, now=clock())


def _report(company: Company, incident_id: UUID, clock: Clock) -> dict[LanguageCode, str]:
    """Both notices are prepared in each language; nothing goes to the authority."""
    file = read_file(company, incident_id)
    notices = {language: write_notice(file, language, clock()) for language in LANGUAGE_CODES}
    report_incident(company=company, incident_id=incident_id, notice=notices["ru"], note="", hand=_BY, now=clock())
    return notices


def _deliver(company: Company, people: Sequence[DataSubject], clock: Clock) -> int:
    """The letters go before their people do; gives how many have left."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="a drill's letters"):
        letters = list(Letter.objects.filter(subject__in=people).values_list("pk", flat=True))
    for letter in letters:
        deliver_letter(company=company, letter_id=letter, now=clock())
    with processing(Purpose.CONSENT_PROOF, company=company, reason="a drill's letters"):
        return Letter.objects.filter(pk__in=letters, state=State.SENT).count()


def _erase(company: Company, people: Sequence[DataSubject], clock: Clock) -> None:
    run = start_erasure(
        company=company, people=[person.pk for person in people], ground=Ground.TERM, actor=Actor.OPERATOR, now=clock()
    )  # fmt: skip
    for _ in continue_erasure(run=run, now=clock()):
        pass
