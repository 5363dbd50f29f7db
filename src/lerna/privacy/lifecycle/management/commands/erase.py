"""`./lerna erase ID`: what would go and what stays, then the end itself, step by step, and its act."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.last import deliver_last_letters
from lerna.privacy.lifecycle.endings import export_endings
from lerna.privacy.lifecycle.erasing.act import NoActError, print_act, write_act
from lerna.privacy.lifecycle.erasing.verify import RemainsError
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.models import ErasureRun, Ground
from lerna.privacy.lifecycle.queries import (
    Preview,
    UnknownPersonError,
    list_unfinished,
    preview_erasure,
)
from lerna.privacy.lifecycle.tallies.counting import COUNTING
from lerna.privacy.subjects.crypto.envelope import SealError
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.crypto.providers import KeyProviderError

_EXPECTED = (KeyProviderError, MissingKeyError, NoActError, RemainsError, SealError, UnknownPersonError)


class Command(BaseCommand):
    help = "Erase a person: say what goes and what stays and why, do it, verify it, write the act."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subject", type=UUID, nargs="?", metavar="ID", help="number of the data subject")
        parser.add_argument("--ground", choices=Ground.values, default=Ground.DEMAND, help="why (demand)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would go and what stays")
        parser.add_argument("--yes", action="store_true", help="don't ask")
        parser.add_argument("--continue", action="store_true", dest="goes_on", help="finish every interrupted erasure")
        parser.add_argument("--act", type=UUID, metavar="NUMBER", help="write the act of a finished erasure again")
        parser.add_argument("--language", choices=("ru", "kk", "en"), default="ru", help="of the act (ru)")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        arguments = Namespace(**options)
        try:
            if arguments.goes_on:
                for run in list_unfinished():
                    self._finish(run, arguments.language)
            elif arguments.act:
                self._write_act(self._find_run(arguments.act), arguments.language)
            elif arguments.subject:
                self._erase(arguments)
            else:
                raise CommandError("Say whom: ./lerna erase ID, or --continue, or --act NUMBER.", returncode=2)
        except _EXPECTED as error:
            raise CommandError(str(error)) from error

    def _erase(self, arguments: Namespace) -> None:
        now = clock.now()
        preview = preview_erasure(subject=arguments.subject, now=now)
        self.stdout.write("\n".join(describe(preview, counts=Ground(arguments.ground) in COUNTING)))
        if preview.is_blocked:
            raise CommandError("The person is blocked; what is blocked may not be destroyed (law 94-V, art. 1).")
        if arguments.dry_run or not (arguments.yes or self._agrees()):
            self.stdout.write("Nothing was erased.")
            return
        run = start_erasure(
            company=preview.company,
            people=[arguments.subject],
            ground=Ground(arguments.ground),
            actor=Actor.OPERATOR,
            now=now,
        )
        self._finish(run, arguments.language)

    def _agrees(self) -> bool:
        if not sys.stdin.isatty():
            raise CommandError("This can't be undone. To do it without a terminal, add --yes.")
        return input("This can't be undone. Type “erase”: ").strip() == "erase"

    def _finish(self, run: ErasureRun, language: str) -> None:
        for batch in continue_erasure(run=run, now=clock.now()):
            self.stdout.write(f"{run.pk}: batch {batch.number}, {len(batch.subjects)} people: {batch.stage}")
        export_endings(run.company)
        for _ in deliver_last_letters(company=run.company, act=run.pk, now=clock.now()):
            pass
        self._write_act(run, language)

    def _write_act(self, run: ErasureRun, language: Any) -> None:  # noqa: ANN401 -- one of three, by argparse
        folder = Path(settings.LERNA_VAR) / "acts"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{run.pk}.{language}.html"
        path.write_text(write_act(run, language))
        self.stdout.write(f"Act: {path}")
        pdf = path.with_suffix(".pdf")
        pdf.write_bytes(print_act(run, language))
        self.stdout.write(f"Act: {pdf}")

    def _find_run(self, number: UUID) -> ErasureRun:
        run = ErasureRun.objects.select_related("company").filter(pk=number).first()
        if run is None:
            raise CommandError(f"There is no erasure {number}.")
        return run


def describe(preview: Preview, *, counts: bool) -> Iterator[str]:
    """The preview in lines; `counts`, where rows are counted before they go."""
    yield f"A person of {preview.company.slug}."
    for table in preview.tables:
        if not table.rows:
            continue
        if counts and table.counted:
            yield f"  counts {table.name}: {table.rows} rows, by {', '.join(table.counted)}; the numbers are nobody's"
        if table.deletes_rows or not table.staying:
            yield f"  goes   {table.name}: {table.rows} rows"
            continue
        if table.going:
            yield f"  goes   {table.name} ({table.rows} rows): {', '.join(table.going)}"
        reasons: dict[str, list[str]] = {}
        for name, why in table.staying.items():
            reasons.setdefault(why, []).append(name)
        for why, names in reasons.items():
            yield f"  stays  {table.name} ({table.rows} rows): {', '.join(names)}, for {why}"
    yield from _describe_kept(preview)
    if preview.key_goes:
        yield "  goes   the person's key, and with it what backups hold; what stays is sealed by another"


def _describe_kept(preview: Preview) -> Iterator[str]:
    for kept in preview.kept:
        until = f"until {kept.until}" if kept.until else "until the hold is lifted"
        yield f"  kept   for {kept.purpose} {until}: {', '.join(kept.tables)}"
    for hold in preview.holds:
        until = f"until {hold.until}" if hold.until else "until lifted"
        yield f"  held   for {hold.purpose} by {hold.law}, {until}"
