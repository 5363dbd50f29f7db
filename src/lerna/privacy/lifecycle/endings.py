"""Endings outside the database: who was erased, withdrew, was blocked. After a backup is restored they happen again.

A file a company, a JSON line an entry of the evidence, numbers and words only. Keep copies elsewhere, as of the
evidence's headers: the file is only as far away as its disk.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from lerna.companies.models import Company
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.last import forget_last_letters
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.lifecycle.erasing.plan import EVERYTHING
from lerna.privacy.lifecycle.erasing.verify import RemainsError
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.models import ErasureBatch, Ground
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.keys.operations import destroy_data_keys
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block, forbid, unblock

_WATCHED = (
    Operation.DESTROY, Operation.CONSENT_WITHDRAWN, Operation.CONSENT_EXPIRED, Operation.BLOCK, Operation.UNBLOCK,
)  # fmt: skip
_LOOK_BACK = 2000  # entries: one with a lower id may have been committed later
_BATCH = 1000

Line = dict[str, object]


def endings_path(slug: str) -> Path:
    """Where a company's endings are kept."""
    return Path(settings.LERNA_VAR) / "evidence" / f"{slug}.endings.log"


def export_endings(company: Company) -> int:
    """Appends what the file lacks; how many lines. Safe to repeat and to run at once: the file is locked."""
    path = endings_path(company.slug)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        known = {int(str(line["id"])) for line in _read_lines(file.read())}
        after = max(known, default=0) - _LOOK_BACK
        entries = Entry.objects.filter(company=company, operation__in=_WATCHED, id__gt=after).order_by("id")
        new = [entry for entry in entries if entry.pk not in known]
        for entry in new:
            file.write(json.dumps(_write_line(entry), separators=(",", ":")).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def replay_endings(*, company: Company, now: datetime) -> Iterator[str]:
    """Makes happen again whatever the restored database doesn't know of; says what, in sentences that name nobody.

    Who is to go goes with their key, in both databases, even where only one of them came from the backup. A purpose
    that was withdrawn stays withdrawn, also where it was permitted anew since: that has to be asked again.
    """
    path = endings_path(company.slug)
    # After a restore the ids of entries begin anew, and so does the file; older ones serve older backups.
    files = sorted(path.parent.glob(f"{company.slug}.endings*.log"), key=lambda file: (file == path, file.name))
    lines = [line for file in files for line in _read_lines(file.read_bytes())]
    known = set(Entry.objects.filter(company=company, operation__in=_WATCHED).values_list("id", "operation", "subject"))
    missing = [line for line in lines if not _is_known(line, known)]
    yield f"{company.slug}: {len(missing)} of {len(lines)} endings came after the backup"
    gone = sorted({subject for line in lines if line["operation"] == Operation.DESTROY for subject in _people(line)})
    forget_last_letters(company)
    yield from _erase_again(company, gone, now)
    changed = sum(_change_again(company, line, now) for line in missing if line["operation"] != Operation.DESTROY)
    yield f"{company.slug}: {changed} withdrawals and blocks applied again"
    if path.is_file():
        path.rename(path.with_name(f"{company.slug}.endings.{now:%Y%m%d%H%M%S}.log"))


def _erase_again(company: Company, gone: list[UUID], now: datetime) -> Iterator[str]:
    present = [subject for part in _parts(gone) for subject in _find_whole(company, part)]
    if present:
        run = start_erasure(company=company, people=present, ground=Ground.RESTORED, actor=Actor.OPERATOR, now=now)
        try:
            for _ in continue_erasure(run=run, now=now):
                pass
        except RemainsError as error:  # their own rows are gone; what is left in others' keeps no site closed
            yield str(error)
    for part in _parts(gone):
        with acting_for(company, part) as cursor:
            cursor.execute("select id from subjects_datasubject")
            kept = {subject for (subject,) in cursor.fetchall()}
        destroy_data_keys(company=company, subjects=set(part) - kept)
    yield f"{company.slug}: {len(present)} people erased again"


def _find_whole(company: Company, part: list[UUID]) -> Iterator[UUID]:
    """Those who are there as before their end, and not as what a law keeps after it."""
    last = {
        subject
        for batch in ErasureBatch.objects.filter(run__company=company, ending=EVERYTHING, left__overlap=part)
        for subject in batch.left
    }
    with acting_for(company, part) as cursor:
        cursor.execute("select id from subjects_datasubject")
        yield from sorted(subject for (subject,) in cursor.fetchall() if subject not in last)


def _change_again(company: Company, line: Line, now: datetime) -> bool:
    (subject,) = _people(line)
    with acting_for(company, [subject]) as cursor:
        cursor.execute("select 1 from subjects_datasubject")
        if not cursor.fetchone():
            return False
    person = DataSubject(pk=subject, company=company)
    operation = line["operation"]
    if operation == Operation.BLOCK:
        block(subject=person, actor=Actor.OPERATOR, now=now)
    elif operation == Operation.UNBLOCK:
        unblock(subject=person, actor=Actor.OPERATOR, now=now)
    elif line.get("purpose"):
        forbid(subject=person, purposes=[Purpose(str(line["purpose"]))])
    return True


def _write_line(entry: Entry) -> Line:
    told = read_line(entry)
    line: Line = {"id": entry.pk, "at": told["at"], "operation": told["operation"]}
    if told.get("purpose"):
        line["purpose"] = told["purpose"]
    if entry.subject is not None:
        return line | {"people": [str(entry.subject)]}
    details = told.get("details", {})
    batch = ErasureBatch.objects.filter(run_id=details["act"], number=details["batch"]).get()
    return line | {"people": [str(subject) for subject in batch.subjects]}


def _read_lines(content: bytes) -> Iterator[Line]:
    """Each whole line; what a kill left of a last one is written anew by the next export."""
    for line in content.split(b"\n"):
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            continue


def _is_known(line: Line, known: set[tuple[int, str, UUID | None]]) -> bool:
    people = list(_people(line))
    subject = people[0] if len(people) == 1 else None
    identity = int(str(line["id"])), str(line["operation"])
    return (*identity, subject) in known or (*identity, None) in known


def _people(line: Line) -> Iterable[UUID]:
    people = line["people"]
    return [UUID(str(subject)) for subject in people] if isinstance(people, list) else []


def _parts(people: list[UUID]) -> Iterator[list[UUID]]:
    for at in range(0, len(people), _BATCH):
        yield people[at : at + _BATCH]
