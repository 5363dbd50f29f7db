"""A script: erases one person after another, each in a process that is killed at the next statement, and resumes.

Prints a line of JSON for each: at which statement it was killed, how far it had come, and what was left after resuming.
"""

# ruff: noqa: E402 -- Django must be set up before the rooms are imported

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import connections

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.queries import list_about
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.dispatch import LEASE
from lerna.privacy.letters.last import deliver_last_letters
from lerna.privacy.letters.models import LastLetter
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.holds import set_hold
from lerna.privacy.lifecycle.models import ErasureRun, Ground
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.keys.models import DataKey
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing

NOW = clock.now()
LAW = "Tax Code, article 206(3)"


def register(company: Company, *, is_held: bool) -> UUID:
    subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=NOW)
    permit(subject=subject, purposes=[Purpose.CONSULTING])
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        state_profile(
            subject=subject,
            actor=Actor.PERSON,
            now=NOW,
            name="Айгерім",
            surname="Сәрсенова",
            email="aigerim@example.kz",
        )
    if is_held:
        set_hold(company=company, subject=subject.pk, purpose=Purpose.ACCOUNTING, law=LAW, actor=Actor.STAFF, now=NOW)
    return subject.pk


def killing_at(statement: int) -> Callable[..., Any]:
    left = [statement]

    def wrapper(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    return wrapper


def erase_and_die(run: ErasureRun, statement: int) -> bool:
    """True if it died; False if it came to its end before so many statements."""
    connections.close_all()
    process = os.fork()
    if process == 0:
        wrapper = killing_at(statement)
        for alias in ("default", "keys"):
            connections[alias].execute_wrappers.append(wrapper)
        list(continue_erasure(run=run, now=NOW))
        list(deliver_last_letters(company=run.company, now=NOW))
        os._exit(0)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def read_left(company: Company, subject: UUID) -> dict[str, Any]:
    with acting_for(company, [subject]) as cursor:
        cursor.execute("select count(*) from subjects_datasubject")
        (subjects,) = cursor.fetchone()
        cursor.execute("select count(*), count(email), count(email_index) from subjects_profile")
        profiles = list(cursor.fetchone())
    with processing(Purpose.ACCOUNTING, company=company, reason="test"):
        names = [profile.name for profile in Profile.objects.filter(subject=subject)]
    return {
        "subjects": subjects,
        "profiles": profiles,
        "names": names,
        "keys": DataKey.objects.count(),
        "evidence": len(list_about(company, subject, Operation.DESTROY)),
        "told": len(list_about(company, subject, Operation.LETTER_SENT)),
        "letters": LastLetter.objects.count(),
    }


def main(*, is_held: bool) -> None:
    for alias in ("default", "keys"):
        connections[alias].settings_dict["OPTIONS"].pop("pool", None)  # its threads don't survive a fork
    company = Company.objects.get(slug="newskills")
    statement, died = 0, True
    while died:
        DataKey.objects.all().delete()
        subject = register(company, is_held=is_held)
        old = bytes(DataKey.objects.get().wrapped)
        run = start_erasure(company=company, people=[subject], ground=Ground.DEMAND, actor=Actor.STAFF, now=NOW)
        died = erase_and_die(run, statement)
        stage = run.batches.get().stage
        list(continue_erasure(run=run, now=NOW))
        list(deliver_last_letters(company=company, now=NOW + LEASE))
        run.refresh_from_db()
        is_old = DataKey.objects.filter(wrapped=old).exists()
        left = read_left(company, subject) | {"old_key": is_old, "finished": run.finished_at is not None}
        print(json.dumps({"statement": statement, "died": died, "stage": stage, "left": left}), flush=True)  # noqa: T201
        statement += 1


if __name__ == "__main__":
    main(is_held=sys.argv[1] == "held")
