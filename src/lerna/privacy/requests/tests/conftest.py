"""The cast: Aigerim of Newskills and Boris of KERBEZ; both companies with keys and a published policy."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as django_settings

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.consents.models import Channel
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.sweep import deliver_due
from lerna.privacy.letters.wire.mailbox import KeptLetter, find_kept
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.demand import Demand
from lerna.privacy.requests.jobs import tend_to
from lerna.privacy.requests.models import Kind, Proof, Request, Step
from lerna.privacy.requests.operations import Asker, receive_known_request, receive_request
from lerna.privacy.subjects.conftest import AIGERIM, aigerim, ask, boris, register  # noqa: F401 -- fixtures
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)  # a Monday; the 9th is off
STATED = {"name": "Айгерім Сәрсенова", "email": "aigerim@example.kz"}

Send = Callable[..., Request]
ReadLetter = Callable[..., tuple[str, dict[str, Any]]]


@pytest.fixture
def companies(db: None) -> dict[str, Company]:  # noqa: ARG001
    """Both companies, with keys in the test's own folder and the model text as their policy."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    found = {company.slug: company for company in Company.objects.all()}
    for slug, company in found.items():
        key_provider().make(slug)
        document = render_document(build_facts(company))
        publish_version(company=company, document=document, dated_on=company.policy_dated, source=Source.MODEL, now=NOW)
    return found


@pytest.fixture
def newskills(companies: dict[str, Company]) -> Company:
    return companies["newskills"]


@pytest.fixture
def kerbez(companies: dict[str, Company]) -> Company:
    return companies["kerbez-agy"]


@pytest.fixture
def send(newskills: Company) -> Send:
    """Somebody fills in the public form of lerna.kz."""

    def run(kind: Kind = Kind.ACCESS, *, now: datetime = NOW, language: str = "ru", **stated: Any) -> Request:  # noqa: ANN401
        return receive_request(
            site=newskills.sites.get(key="lerna"),
            demand=Demand(kind=kind, **(STATED | stated)),
            channel=Channel.SITE,
            language=language,  # type: ignore[arg-type]
            now=now,
        )

    return run


@pytest.fixture
def demand(newskills: Company) -> Send:
    """Somebody who is logged in asks in the cabinet."""

    def run(
        subject: DataSubject,
        kind: Kind = Kind.ACCESS,
        *,
        now: datetime = NOW,
        language: str = "ru",
        proof: Proof = Proof.SESSION,
        **stated: Any,  # noqa: ANN401
    ) -> Request:
        return receive_known_request(
            asker=Asker(subject, proof),
            site=newskills.sites.get(key="lerna"),
            demand=Demand(kind=kind, **stated),
            channel=Channel.CABINET,
            language=language,  # type: ignore[arg-type]
            now=now,
        )

    return run


def look(request: Request) -> Request:
    """The request as the database has it now."""
    with processing(Purpose.REQUESTS, company=request.company, reason="test"):
        return Request.objects.get(pk=request.pk)


def steps_of(request: Request) -> list[str]:
    """The timeline, in order."""
    with processing(Purpose.REQUESTS, company=request.company, reason="test"):
        return [step.happening for step in Step.objects.filter(request=request).order_by("place")]


def letters_to(subject: DataSubject) -> list[tuple[str, str, dict[str, Any]]]:
    """(template, address, values) of each letter to the person, in order; of those that have left, empty values."""
    with processing(Purpose.REQUESTS, company=subject.company, reason="test"):
        found = Letter.objects.filter(subject=subject, purpose="requests").order_by("created_at")
        return [
            (letter.template, str(letter.address), json.loads(str(letter.context)) if letter.context else {})
            for letter in found
        ]


def evidence_of(subject: DataSubject) -> list[tuple[str, str]]:
    """(operation, clause or event) of each entry about the person's requests, in order."""
    entries = list_about(subject.company, subject.pk)
    lines = [read_line(entry) for entry in reversed(entries)]
    return [(line["operation"], line.get("details", {}).get("event", line["clause"])) for line in lines]


def go_on(request: Request, now: datetime = NOW) -> Request:
    """What the job does, and again once its letters have left."""
    tend_to(company=request.company, request_id=request.pk, now=now)
    post_all(now)
    return tend_to(company=request.company, request_id=request.pk, now=now)


def post_all(now: datetime = NOW) -> list[UUID]:
    """Sends what waits into the mailbox of the test's own folder."""
    return [letter_id for _, letter_id, _ in deliver_due(now=now)]


def answer_to(request: Request) -> KeptLetter:
    """The letter with the answer, as the person got it."""
    letter = look(request).letter
    assert letter
    kept = find_kept(request.company.slug, letter)
    assert kept
    return kept
