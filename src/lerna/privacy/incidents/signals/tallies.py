"""Counting: what a room above saw, and what the ledger has had since it was last read."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models.functions import Now

from lerna.companies.models import Company
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.incidents.models import Tally, Watch
from lerna.privacy.incidents.rules import Signal

COMPANY = "company"  # about whom a signal is that is about nobody of the staff
DRILL = "drill-"  # what stands before it where everything was invented
BATCH = 10_000
KEPT = timedelta(days=2)
PATIENCE = timedelta(seconds=30)  # for a transaction that got its numbers earlier and commits later than others
_SLOT = timedelta(minutes=10)
_ADD = """
insert into incidents_tally as known (company_id, signal, about, slot, count) values (%s, %s, %s, %s, %s)
on conflict (company_id, slot, signal, about) do update set count = known.count + excluded.count
"""
_FROM_LEDGER = {Operation.LOOK: (Signal.MASS_LOOKS, "8.3"), Operation.EXPORT: (Signal.MASS_EXPORTS, "6.2")}

Key = tuple[Signal, str, datetime]


def count_sign(*, company: Company, signal: Signal, now: datetime, about: str = COMPANY, count: int = 1) -> None:
    """Something happened that is no incident by itself, but many of it are. One query.

    `about` is a role's key or an account's number, and never a person's name or address. Whoever sees it counts it in a
    transaction that is kept: a refusal rolls its own back.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ADD, [company.pk, signal.value, about, slot_of(now), count])


def read_ledger(*, company: Company, watch: Watch, patience: timedelta = PATIENCE) -> bool:
    """Counts looks and exports of at most BATCH entries after the watch's own, which is held and goes on from there.
    False where more is left. Three queries and one for each slot that grew.
    """
    ledger = Entry.objects.filter(company=company, recorded_at__lte=Now() - patience)
    latest = ledger.order_by("-id").values_list("id", flat=True).first() or watch.entry
    clauses = [clause for _, clause in _FROM_LEDGER.values()]
    after = Entry.objects.filter(company=company, clause__in=clauses, id__gt=watch.entry, id__lte=latest)
    entries = list(after.order_by("id")[:BATCH])
    counts = Counter(key for entry in entries for key in _read(entry))
    with connection.cursor() as cursor:
        for (signal, about, slot), count in counts.items():
            cursor.execute(_ADD, [company.pk, signal.value, about, slot, count])
    is_all = len(entries) < BATCH
    watch.entry = latest if is_all else entries[-1].pk
    watch.save(update_fields=["entry"])
    return is_all


def _read(entry: Entry) -> Iterator[Key]:
    if entry.operation not in _FROM_LEDGER:
        return
    signal, _ = _FROM_LEDGER[Operation(entry.operation)]
    line = read_line(entry)
    about = str(line.get("actor_id", COMPANY)) if signal is Signal.MASS_LOOKS else COMPANY
    mark = DRILL if line.get("details", {}).get("drill") else ""
    yield signal, mark + about, slot_of(entry.at)


def slot_of(moment: datetime) -> datetime:
    """The beginning of its ten minutes."""
    return moment - timedelta(minutes=moment.minute % 10, seconds=moment.second, microseconds=moment.microsecond)


def forget_old(company: Company, now: datetime) -> None:
    """Slots that no threshold asks for any more."""
    Tally.objects.filter(company=company, slot__lt=now - KEPT).delete()


def is_drill(about: str) -> bool:
    """Whether everything was invented."""
    return about.startswith(DRILL)
