"""The act of destruction: what went, why, and that it was verified. It names no person (law 94-V, art. 18)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from lerna.kit.localized import LanguageCode
from lerna.privacy.letters.last import count_last_letters
from lerna.privacy.lifecycle.erasing.page import write_page
from lerna.privacy.lifecycle.erasing.plan import make_plan
from lerna.privacy.lifecycle.erasure import CLAUSES
from lerna.privacy.lifecycle.models import ErasureRun, Ground, Stage


class NoActError(Exception):
    """The erasure isn't verified yet, so there is no act; or this machine can't make PDF."""


@dataclass(frozen=True, slots=True)
class DestructionAct:
    """The act in one language. `tables` are (name, rows deleted, rows emptied), `counted` (name, rows that were counted
    before they went), `kept` (place, why).
    """

    number: str
    company: str
    bin: str
    finished_at: datetime
    ground: str
    clause: str
    people: int
    skipped: int
    keys: int
    tables: tuple[tuple[str, int, int], ...]
    counted: tuple[tuple[str, int], ...]
    kept: tuple[tuple[str, str], ...]


def build_act(run: ErasureRun, language: LanguageCode) -> DestructionAct:
    """The act of a finished erasure; NoActError of another."""
    if run.finished_at is None or run.batches.exclude(stage=Stage.VERIFIED).exists():
        raise NoActError(f"Erasure {run.pk} isn't verified yet; ./lerna erase --continue takes it to its end.")
    if waiting := count_last_letters(run.pk):
        raise NoActError(
            f"Erasure {run.pk} is verified, and {waiting} last letters still hold an address until they leave; then"
            f" ./lerna erase --act {run.pk} writes the act."
        )
    deleted: dict[str, int] = defaultdict(int)
    emptied: dict[str, int] = defaultdict(int)
    counted: dict[str, int] = defaultdict(int)
    kept: dict[str, str] = {}
    people = skipped = keys = 0
    for batch in run.batches.order_by("number"):
        people, skipped, keys = people + len(batch.subjects), skipped + len(batch.skipped), keys + batch.keys_gone
        for table, counts in batch.counts.items():
            deleted[table] += counts.get("deleted", 0)
            emptied[table] += counts.get("emptied", 0)
            counted[table] += counts.get("counted", 0)
        plan = make_plan(batch.ending, batch.keeps_ending, batch.in_force)
        if batch.subjects:
            kept |= {f"{table.name}: {name}": why for table in plan.tables for name, why in table.staying.items()}
    with translation.override(language):
        company = run.company.name.in_language(language)
        return DestructionAct(
            number=str(run.pk),
            company=f"{run.company.short_form.in_language(language)} «{company}»",
            bin=run.company.bin,
            finished_at=run.finished_at,
            ground=str(Ground(run.ground).label),
            clause=CLAUSES[Ground(run.ground)],
            people=people,
            skipped=skipped,
            keys=keys,
            tables=tuple((table, deleted[table], emptied[table]) for table in sorted({*deleted, *emptied})),
            counted=tuple((table, rows) for table, rows in sorted(counted.items()) if rows),
            kept=tuple(sorted(kept.items())),
        )


def write_act(run: ErasureRun, language: LanguageCode) -> str:
    """The act as one HTML page that needs nothing else. NoActError."""
    act = build_act(run, language)
    with translation.override(language):
        return write_page(act, language)


def print_act(run: ErasureRun, language: LanguageCode) -> bytes:
    """The act as PDF; NoActError, also where WeasyPrint's libraries are missing."""
    page = write_act(run, language)
    try:
        # Here, because importing it loads Pango, and a machine without Pango must do everything else.
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise NoActError("PDF can't be made here: WeasyPrint's libraries (Pango) are missing.") from error
    return bytes(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))
