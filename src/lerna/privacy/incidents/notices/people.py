"""Telling everybody concerned, once each (GDPR, art. 34), in batches that a kill can't make tell anybody twice.

People are told in the order of their numbers; how far it has come stands in the incident and moves in the transaction
that decides on the letters.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import structlog
from django.db import transaction

from lerna.companies.models import Company, Site
from lerna.kit.clock import Clock, local_day
from lerna.kit.localized import LanguageCode, Localized
from lerna.privacy.consents.queries import find_languages
from lerna.privacy.evidence.acts import Act
from lerna.privacy.evidence.acts import Value as Fact
from lerna.privacy.evidence.operations import record_many
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.incidents.clocks import rule
from lerna.privacy.incidents.models import Danger, Happening, Incident, Nature, Scope, Step
from lerna.privacy.incidents.operations import WrongStateError, find_stated_scope
from lerna.privacy.incidents.queries import IncidentFile, find_scope, hold_incident
from lerna.privacy.incidents.rules import IncidentRules, load_rules
from lerna.privacy.incidents.scope.counting import ask_again, list_people
from lerna.privacy.incidents.timeline import CLAUSE, JOB, Hand, add_step, mark_drill
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.values import Value
from lerna.privacy.letters.wire.message import write_body
from lerna.privacy.lifecycle.clocks import note_activity
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import permit
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

BATCH = 200
LETTER = "incident-people"

_log = structlog.get_logger("lerna.incidents")


def begin_telling(*, company: Company, incident_id: UUID, hand: Hand, now: datetime) -> Incident:
    """From now on everybody in the scope gets a letter. WrongStateError where people aren't endangered, nobody counted
    whom it concerns, or it has begun.
    """
    with transaction.atomic():
        incident = hold_incident(company, incident_id)
        if incident.danger != Danger.HIGH or incident.telling_at is not None:
            raise WrongStateError("People are told where they are endangered, and once.")
        scope = find_stated_scope(incident)
        incident.telling_at = now
        incident.save(update_fields=["telling_at"])
        add_step(
            incident=incident, company=company, happening=Happening.TELLING, hand=hand, now=now, count=scope.people
        )  # fmt: skip
        return incident


def list_being_told() -> tuple[Incident, ...]:
    """Of whose people not everybody has been told yet, the oldest first. One query."""
    begun = Incident.objects.filter(told_at=None, closed_at=None).exclude(telling_at=None)
    return tuple(begun.select_related("company").order_by("telling_at", "pk"))


def tell_people(*, incident: Incident, clock: Clock) -> Iterator[int]:
    """Decides on a letter to everybody who hasn't been told yet; gives how many after each batch."""
    while (count := _tell_batch(incident, clock())) is not None:
        yield count


def build_letter(incident: Incident, scope: Scope, steps: Sequence[Step], language: LanguageCode) -> dict[str, Value]:
    """What the letter says, the same to everybody concerned."""
    rules, company = load_rules(), incident.company
    consequences = [rules.consequences[key] for key in incident.consequences if key in rules.consequences]
    advice = [each.people.in_language(language) for each in consequences]
    nothing = rules.notice["nothing"].in_language(language)
    return {
        "mark": rules.drill.in_language(language) if incident.is_drill else "",
        "found_on": local_day(incident.found_at),
        "nature": rules.natures[Nature(incident.nature)].people.in_language(language),
        "data": _say_categories(scope, company, language) or [nothing],
        "consequences": [each.title.in_language(language) for each in consequences] or [nothing],
        "advice": advice or [nothing],
        "measures": list_measures(steps, rules, language) or [rules.examining.in_language(language)],
        "responsible": say_responsible(company, language),
    }


def write_letter(file: IncidentFile, language: LanguageCode) -> str:
    """The letter's words in this language, for whoever is about to send it; empty where nobody has counted to whom."""
    if file.scope is None:
        return ""
    site = file.incident.company.sites.order_by("place")[0]
    return write_body(
        LETTER, build_letter(file.incident, file.scope, file.steps, language), site=site, language=language
    )


def list_measures(steps: Sequence[Step], rules: IncidentRules, language: LanguageCode) -> list[str]:
    """The measures that were taken, in the file's words, each once."""
    unknown = Localized(ru="", kk="", en="")
    said = [rules.measures.get(step.measure, unknown).in_language(language) for step in steps if step.measure]
    return [words for words in dict.fromkeys(said) if words]


def say_responsible(company: Company, language: LanguageCode) -> str:
    """The person responsible with every contact (law 94-V, art. 25(2)(10))."""
    name, position = company.responsible_name.in_language(language), company.responsible_position.in_language(language)
    contacts = ", ".join(filter(None, [company.responsible_email, company.responsible_phone]))
    return f"{name}, {position}: {contacts}"


def _say_categories(scope: Scope, company: Company, language: LanguageCode) -> list[str]:
    own = terms_for(company).categories
    return [each.title.in_language(language) for each in own if each.key in scope.categories]


def _tell_batch(incident: Incident, now: datetime) -> int | None:
    """One batch in one transaction; None where nobody is left."""
    company = incident.company
    with transaction.atomic():
        incident = hold_incident(company, incident.pk)
        incident.company = company
        scope = find_scope(incident)
        if scope is None or incident.telling_at is None or incident.told_at is not None:
            return None
        numbers = list_people(company, ask_again(scope), after=incident.told_until, most=BATCH)
        letters = _write_all(incident, scope, numbers, now)
        record_many(company=company, acts=list(_iter_acts(incident, letters)), now=now)
        incident.told += len(letters)
        incident.told_until = numbers[-1] if numbers else incident.told_until
        if len(numbers) < BATCH:
            incident.told_at = now
            incident.due_at = rule(incident)
            add_step(
                incident=incident, company=company, happening=Happening.TOLD, hand=JOB, now=now, count=incident.told
            )  # fmt: skip
        incident.save(update_fields=["told", "told_until", "told_at", "due_at"])
        return len(letters)


def _write_all(incident: Incident, scope: Scope, numbers: Sequence[UUID], now: datetime) -> list[Letter]:
    """A letter to each who is still known: of the erased nothing is left to write to."""
    company, steps = incident.company, tuple(incident.steps.order_by("place"))
    with processing(Purpose.CONSENT_PROOF, company=company, reason="whom an incident concerns"):
        people = list(DataSubject.objects.filter(pk__in=numbers).select_related("company").order_by("pk"))
        languages = find_languages([person.pk for person in people])
    if incident.is_silent:
        return []
    sites = {site.key: site for site in company.sites.order_by("place")}
    words: dict[LanguageCode, Mapping[str, Value]] = {}
    letters = []
    for person in people:
        site = sites.get(person.site) or next(iter(sites.values()))
        language = languages.get(person.pk) or cast("LanguageCode", site.default_language)
        if language not in words:
            words[language] = build_letter(incident, scope, steps, language)
        letters += _try_to_write(person, site, language, words[language], now)
    return letters


def _try_to_write(
    person: DataSubject, site: Site, language: LanguageCode, words: Mapping[str, Value], now: datetime
) -> list[Letter]:
    """Where somebody's key is missing nothing of theirs opens; that mustn't keep the letter from all the others."""
    try:
        with transaction.atomic():
            if not may(person, Purpose.SECURITY):
                # The term of an earlier reason has passed; that they are endangered is a new one.
                permit(subject=person, purposes=[Purpose.SECURITY])
            note_activity(company=person.company, subject=person.pk, purpose=Purpose.SECURITY, day=local_day(now))
            return [
                send_letter(
                    subject=person, purpose=Purpose.SECURITY, template=LETTER, context=words, now=now,
                    language=language, site=site,
                )
            ]  # fmt: skip
    except MissingKeyError:
        _log.error("a person can't be told: no key", subject=str(person.pk))
        return []


def _iter_acts(incident: Incident, letters: Sequence[Letter]) -> Iterator[Act]:
    """Under the clause of the letters' own purpose, so that the incident's clause holds its steps alone."""
    own = terms_for(incident.company).find_purpose(Purpose.SECURITY)
    for letter in letters:
        details: dict[str, Fact] = {"act": incident.pk, "template": LETTER, "language": letter.language}
        yield Act(
            operation=Operation.INCIDENT_TOLD, clause=own.clause if own else CLAUSE, actor=Actor.JOB,
            purpose=Purpose.SECURITY, subject=letter.subject_id, site=letter.site, target=("letter", letter.pk),
            details=details | mark_drill(incident),
        )  # fmt: skip
