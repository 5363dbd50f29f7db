"""Erasure as a machine of small steps: each is one transaction of one database, and repeats safely.

    planned → rows gone → keys gone and verified; then, once, what stands readable is looked through

The manifest is written first and hangs on nothing that goes, so a run killed anywhere goes on where it stopped. Rows go
before keys: if the main transaction fails, nothing is lost; if the process dies after it, the key goes at the next
start.
The other way round, a list with somebody half gone would open for nobody (clauses 6.5, 8.2-ж; law 94-V, art. 18).
"""

# ruff: noqa: S608 -- what is put into statements comes from our code, never from anybody's input

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import islice
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.evidence.acts import Act, Value
from lerna.privacy.evidence.operations import record_many
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.last import last_letter_number, release_last_letters
from lerna.privacy.lifecycle.clocks import settle_clocks
from lerna.privacy.lifecycle.erasing.people import NAMED, acting_for, write_array
from lerna.privacy.lifecycle.erasing.plan import EVERYTHING, Plan, make_plan, wish_mask
from lerna.privacy.lifecycle.erasing.reseal import adopt_waiting_keys, list_sealed, reseal_rows, waiting_number
from lerna.privacy.lifecycle.erasing.rows import end_rows, list_left
from lerna.privacy.lifecycle.erasing.telling import keep_letters, read_told
from lerna.privacy.lifecycle.erasing.values import remember_values
from lerna.privacy.lifecycle.erasing.verify import Remains, RemainsError, verify_batch, verify_texts
from lerna.privacy.lifecycle.holds import find_held
from lerna.privacy.lifecycle.models import ErasureBatch, ErasureRun, Ground, Stage
from lerna.privacy.lifecycle.tallies.counting import count_rows
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.keys.operations import destroy_data_keys
from lerna.privacy.subjects.processing import processing

BATCH = 2_000  # people; what a batch costs by itself makes half as many a tenth slower, and more hardly faster
FEW = 100  # people of a batch who each get an entry of their own in the evidence, whatever the ground
BY_THOUSANDS = frozenset({Ground.TERM, Ground.WITHDRAWN, Ground.DEPERSONALIZED})
CLAUSES = {
    Ground.DEMAND: "6.5",
    Ground.ACCOUNT_DELETED: "8.4-е",
    Ground.WITHDRAWN: "6.5",
    Ground.TERM: "7.3",
    Ground.DEPERSONALIZED: "8.4-ж",
    Ground.UNLAWFUL: "6.7",
    Ground.RESTORED: "6.5",
}


def start_erasure(  # noqa: PLR0913 -- who, why, what, by whom, when
    *,
    company: Company,
    people: Sequence[UUID],
    ground: Ground,
    actor: Actor,
    now: datetime,
    ending: int = EVERYTHING,
    keeps_ending: int = 0,
) -> ErasureRun:
    """Writes the manifest: what goes for whom. `ending` and `keeps_ending` are purposes as bits (see `plan`).

    Left out are the blocked, whose data may not be destroyed either (law 94-V, art. 1), and whom the company doesn't
    know. Representatives go last: through them others are told.
    """
    with transaction.atomic():
        run = ErasureRun.objects.create(company=company, ground=ground, actor=actor, created_at=now)
        groups: dict[tuple[bool, int, int], list[UUID]] = defaultdict(list)
        for part in _in_parts(people):
            for subject, kind in _sort_people(company, part, ending, now):
                groups[kind].append(subject)
        batches = [
            ErasureBatch(run=run, subjects=part, ending=own, keeps_ending=keeps_ending, in_force=in_force)
            for (_, own, in_force), members in sorted(groups.items())
            for part in _in_parts(members)
        ]
        for number, batch in enumerate(batches, 1):
            batch.number = number
        ErasureBatch.objects.bulk_create(batches)
    return run


def continue_erasure(*, run: ErasureRun, now: datetime) -> Iterator[ErasureBatch]:
    """Takes each batch to its end, giving it after every step; a finished run gives nothing.

    RemainsError where the search finds something left, after all batches that can end have ended; the run stays
    unfinished, and the next call looks again.
    """
    remains: list[Remains] = []
    for batch in run.batches.exclude(stage=Stage.VERIFIED).order_by("number").iterator(chunk_size=100):
        try:
            while batch.stage != Stage.VERIFIED:
                advance(batch=batch, run=run, now=now)
                yield batch
        except RemainsError as error:
            remains += error.remains
    if remains:
        raise RemainsError(run.pk, remains)
    if run.finished_at is None:
        _finish(run, now)


def advance(*, batch: ErasureBatch, run: ErasureRun, now: datetime) -> None:
    """One step of one batch; does nothing where another process has done it meanwhile. RemainsError."""
    plan = make_plan(batch.ending, batch.keeps_ending, batch.in_force)
    if batch.stage == Stage.PLANNED:
        _end_rows(batch, run, plan, now)
    else:
        verify_batch(batch, run, plan, closed=_end_keys(batch, run, plan))
        _set_stage(batch, Stage.ROWS_GONE, Stage.VERIFIED, keys_gone=len(batch.subjects) if plan.is_end else 0)


def _sort_people(
    company: Company, people: Sequence[UUID], ending: int, now: datetime
) -> Iterator[tuple[UUID, tuple[bool, int, int]]]:
    """Each person: whether they act for another of these people, what ends, what stays in force. Two queries."""
    wish = wish_mask(terms_for(company))
    with acting_for(company, people) as cursor:
        cursor.execute(
            "select id, granted, id in (select representative_id from subjects_datasubject"
            f" where representative_id is not null) from subjects_datasubject where id = {NAMED} and blocked_at is null"
        )
        known = cursor.fetchall()
        held = find_held(cursor, company, now)
    for subject, granted, acts in known:
        going_on = granted & wish & ~ending
        yield subject, (acts, ending if going_on else EVERYTHING, going_on | held.get(subject, 0))


def _end_rows(batch: ErasureBatch, run: ErasureRun, plan: Plan, now: datetime) -> None:
    with transaction.atomic():
        if not _hold_batch(batch):
            return
        people = _still_as_planned(batch, run, now)
        if people:
            told = read_told(plan, run, people)
            _end_representations(run.company, people)
            with acting_for(run.company, people) as cursor:
                batch.sought = remember_values(cursor, plan, company=run.company, people=people) if plan.is_end else {}
                counted = count_rows(cursor, plan, company=run.company, ground=Ground(run.ground))
                batch.counts = end_rows(cursor, plan, len(people))
                is_whole = batch.counts.get(plan.subjects.name, {}).get("deleted") == len(people)
                batch.left = [] if is_whole else sorted(list_left(cursor, plan))
                if plan.is_end and (sealed := sorted(list_sealed(cursor, plan, batch.left))):
                    reseal_rows(cursor, plan, company=run.company, run=run.pk, people=sealed, now=now)
                settle_clocks(cursor, plan, company=run.company, left=batch.left, today=local_day(now))
                if plan.is_end:
                    end_farewells(cursor)
            keep_letters(told, run, batch.left, now)
            _record(run, batch, plan, people, now)
            _record_counted(run, batch, counted, now)
        changed = {"stage", "counts", "left", "sought"}
        if len(people) < len(batch.subjects):
            batch.skipped = sorted(set(batch.subjects) - set(people))
            batch.subjects = people
            changed |= {"subjects", "skipped"}
        batch.stage = Stage.ROWS_GONE
        batch.save(update_fields=changed)


def _hold_batch(batch: ErasureBatch) -> bool:
    """Locks the batch; False where another process has already taken this step."""
    stage = ErasureBatch.objects.select_for_update().values_list("stage", flat=True).get(pk=batch.pk)
    if stage != batch.stage:
        batch.refresh_from_db()
        return False
    return True


def _still_as_planned(batch: ErasureBatch, run: ErasureRun, now: datetime) -> list[UUID]:
    """Who is neither blocked nor held in another way than when the manifest was written. Their rows are locked now."""
    wish = wish_mask(terms_for(run.company))
    with acting_for(run.company, batch.subjects) as cursor:
        cursor.execute(
            f"select id, granted from subjects_datasubject where id = {NAMED} and blocked_at is null"
            " order by id for update"
        )
        known = cursor.fetchall()
        held = find_held(cursor, run.company, now)
        return [
            subject
            for subject, granted in known
            if (granted & wish & ~batch.ending) | held.get(subject, 0) == batch.in_force
        ]


def _end_representations(company: Company, people: Sequence[UUID]) -> None:
    """Whom these people represented is represented no longer: the number would lead nowhere."""
    with (
        processing(Purpose.CONSENT_PROOF, company=company, reason="a representative is erased"),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "update subjects_datasubject set representative_id = null, representative_basis = ''"
            " where representative_id = any(%s::uuid[])",
            [write_array(people)],
        )


def end_farewells(cursor: CursorWrapper) -> None:
    """The people have left. Inside `acting_for` them."""
    cursor.execute(f"delete from lifecycle_farewell where subject = {NAMED}")


def _end_keys(batch: ErasureBatch, run: ErasureRun, plan: Plan) -> list[UUID]:
    """Destroys keys, or replaces them where something sealed stays; whose must be gone now.

    A person who goes on living here keeps theirs.
    """
    if not plan.is_end:
        return []
    sealed: set[UUID] = set()
    if batch.left:
        with acting_for(run.company, batch.left) as cursor:
            sealed = list_sealed(cursor, plan, batch.left)
    closed = [subject for subject in batch.subjects if subject not in sealed]
    # An attempt that was killed may have made keys for people of whom nothing sealed stays by now.
    vain = (waiting_number(run.pk, subject) for subject in (*closed, *batch.skipped))
    unsent = (last_letter_number(run.pk, subject) for subject in batch.skipped)
    destroy_data_keys(company=run.company, subjects=(*closed, *vain, *unsent))
    if sealed:
        adopt_waiting_keys(company=run.company, run=run.pk, people=sorted(sealed))
    return closed


def _finish(run: ErasureRun, now: datetime) -> None:
    """The last search; then the old values are forgotten, and whoever has to be told is. RemainsError."""
    verify_texts(run)
    with transaction.atomic():
        if ErasureRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=now):
            run.batches.exclude(sought={}).update(sought={})
            release_last_letters(act=run.pk, now=now)
        run.refresh_from_db(fields=["finished_at"])


def _record(run: ErasureRun, batch: ErasureBatch, plan: Plan, people: Sequence[UUID], now: datetime) -> None:
    """An entry for each person; where a term or consent has ended for very many, one a batch, with its hash."""
    operation = Operation.DESTROY if plan.is_end else Operation.DELETE
    clause, actor = CLAUSES[Ground(run.ground)], Actor(run.actor)
    details: dict[str, Value] = {"act": run.pk, "ground": run.ground.replace("-", "_")}
    if run.ground in BY_THOUSANDS and len(people) > FEW:
        manifest: dict[str, Value] = {"batch": batch.number, "count": len(people), "document": hash_manifest(people)}
        acts = [Act(operation=operation, clause=clause, actor=actor, details=details | manifest)]
    else:
        acts = [Act(operation=operation, clause=clause, actor=actor, subject=who, details=details) for who in people]
    record_many(company=run.company, acts=acts, now=now)


def _record_counted(run: ErasureRun, batch: ErasureBatch, counted: Mapping[str, int], now: datetime) -> None:
    """What was counted before it went, and an entry for the batch: whose rows these were is nobody's to know."""
    for table, rows in counted.items():
        batch.counts.setdefault(table, {})["counted"] = rows
    if counted:
        details: dict[str, Value] = {"act": run.pk, "batch": batch.number, "rows": sum(counted.values())}
        act = Act(operation=Operation.DEPERSONALIZE, clause="8.4-ж", actor=Actor(run.actor), details=details)
        record_many(company=run.company, acts=[act], now=now)


def hash_manifest(people: Sequence[UUID]) -> str:
    """SHA-256 over the numbers of these people in order, 16 bytes each, in hexadecimal digits."""
    return sha256(b"".join(subject.bytes for subject in sorted(people))).hexdigest()


def _set_stage(batch: ErasureBatch, before: Stage, after: Stage, **also: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit = off")  # lost by a crash, the step is taken again
        if ErasureBatch.objects.filter(pk=batch.pk, stage=before).update(stage=after, **also):
            batch.stage = after
        else:
            batch.refresh_from_db()


def _in_parts(people: Sequence[UUID]) -> Iterator[list[UUID]]:
    rest = iter(people)
    while part := list(islice(rest, BATCH)):
        yield part
