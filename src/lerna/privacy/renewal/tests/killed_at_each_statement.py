"""A script: publishes one text after another, each in a process that is killed at a later statement, and resumes.

Three people, of whom two had agreed to marketing. Prints a line of JSON for each: how far it had come, whether anything
outdated went on at that moment, and what there was after resuming.
"""

# ruff: noqa: E402 -- Django must be set up before the rooms are imported

import json
import os
import signal
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connections

from lerna.companies.models import Company
from lerna.privacy.consents.models import Ending
from lerna.privacy.consents.outdated import find_outdated
from lerna.privacy.evidence.models import Entry
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version, read_document
from lerna.privacy.renewal import notices
from lerna.privacy.renewal.models import Publication
from lerna.privacy.renewal.progress import continue_publication
from lerna.privacy.renewal.tests.conftest import LATER, agree, go_on, join, start
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

STRIDE = 11  # statements from one kill to the next; over each of them the test would take minutes
notices.BATCH = 2  # so that three people are two batches


def killing_at(statement: int) -> Callable[..., Any]:
    left = [statement]

    def wrapper(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    return wrapper


def publish_and_die(publication: Publication, statement: int) -> bool:
    """True if it died; False if it came to its end before so many statements."""
    connections.close_all()
    process = os.fork()
    if process == 0:
        wrapper = killing_at(statement)
        for alias in ("default", "keys"):
            connections[alias].execute_wrappers.append(wrapper)
        list(continue_publication(publication=publication, clock=lambda: LATER))
        os._exit(0)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def read_stage(publication: Publication) -> str:
    if publication.version_id is None:
        return "stopping"
    return "told" if publication.told else "in force"


def has_outdated(company: Company) -> bool:
    version = current_version(company)
    assert version
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        return bool(find_outdated(company, read_document(version)))


def read_left(company: Company, publication: Publication, people: list[DataSubject]) -> dict[str, Any]:
    publication = Publication.objects.get(pk=publication.pk)
    told = Entry.objects.filter(company=company, operation="change_announced")
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        ended = Ending.objects.filter(ended_at=LATER, subject__in=people).count()
    with processing(Purpose.MARKETING, company=company, reason="test"):
        seen = Profile.objects.filter(subject__in=people).count()
    version = publication.version
    return {
        "told": [told.filter(subject=person.pk).count() for person in people],
        "ended": ended,
        "seen": seen,
        "finished": publication.finished_at is not None,
        "versions": Entry.objects.filter(
            operation="policy_published", line__contains=f'"policy_version":{version.number if version else 0},'
        ).count(),
    }


def main() -> None:
    for alias in ("default", "keys"):
        connections[alias].settings_dict["OPTIONS"].pop("pool", None)  # its threads don't survive a fork
    company = Company.objects.get(slug="newskills")
    statement, died = 0, True
    while died:
        people = [join(company, email=f"{place}@example.kz") for place in range(3)]
        for person in people[:2]:
            agree(person, Purpose.MARKETING)
        publication = start(company, {"присылать новости": f"присылать новости и открытки ({statement})"})
        died = publish_and_die(publication, statement)
        publication = Publication.objects.get(pk=publication.pk)
        stage, outdated = read_stage(publication), has_outdated(company)
        go_on(publication)
        left = read_left(company, publication, people)
        line = {"statement": statement, "died": died, "stage": stage, "outdated": outdated, "left": left}
        print(json.dumps(line), flush=True)  # noqa: T201
        for person in people:
            leave(person)
        statement += STRIDE


def leave(person: DataSubject) -> None:
    """So that the next text finds three people again: who is blocked is told nothing."""
    from lerna.privacy.evidence.vocabulary import Actor
    from lerna.privacy.subjects.operations import block

    block(subject=person, actor=Actor.STAFF, now=LATER)


if __name__ == "__main__":
    main()
