"""`./lerna block --company SLUG [ID …] [--file FILE]`: stop everything but what a law orders, for one or very many."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from lerna.companies.models import Company
from lerna.companies.queries import get_company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.operations import block_people, unblock_people
from lerna.privacy.subjects.permissions import law_mask, purposes_of
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.queries import PeopleCounts, count_people


class Command(BaseCommand):
    help = "Block people, or lift their block: say what stops and what goes on, then do it; safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("people", type=UUID, nargs="*", metavar="ID", help="number of a data subject")
        parser.add_argument("--company", required=True, metavar="SLUG", help="whose people they are")
        parser.add_argument("--file", type=Path, metavar="FILE", help="further numbers, one a line")
        parser.add_argument("--lift", action="store_true", help="lift the block instead")
        parser.add_argument("--dry-run", action="store_true", help="only say what would stop and what would go on")
        parser.add_argument("--yes", action="store_true", help="don't ask")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        arguments = Namespace(**options)
        try:
            company = get_company(arguments.company)
        except Company.DoesNotExist:
            raise CommandError(f"There is no company {arguments.company}.") from None
        people = list(dict.fromkeys([*arguments.people, *_read_file(arguments.file)]))
        if not people:
            raise CommandError("Say whom: ./lerna block --company SLUG ID …, or --file FILE.", returncode=2)
        with processing(Purpose.CONSENT_PROOF, company=company, reason="preview of a block"):
            counts = count_people(people)
        self.stdout.write("\n".join(_describe(counts, len(people), company, lifts=arguments.lift)))
        if arguments.dry_run or not (arguments.yes or self._agrees()):
            self.stdout.write("Nothing was changed.")
            return
        switch, word = (unblock_people, "unblocked") if arguments.lift else (block_people, "blocked")
        done = 0
        for part in switch(company=company, people=people, actor=Actor.OPERATOR, now=clock.now()):
            done += len(part)
            self.stdout.write(f"{done} {word}")

    def _agrees(self) -> bool:
        if not sys.stdin.isatty():
            raise CommandError("To do it without a terminal, add --yes.")
        return input("Type “yes”: ").strip() == "yes"


def _describe(counts: PeopleCounts, asked: int, company: Company, *, lifts: bool) -> Iterator[str]:
    yield f"{company.slug}: {counts.known} of {asked} numbers are people known here, {counts.blocked} of them blocked."
    if lifts:
        yield "What each of them permitted, less what was withdrawn meanwhile, goes on again."
        return
    law = purposes_of(law_mask(terms_for(company)))
    stopping = [f"{purpose} ({count})" for purpose, count in counts.permitting.items() if count and purpose not in law]
    yield f"Stops at once, for how many: {', '.join(stopping) or 'nothing'}."
    yield f"Goes on, because a law orders it: {', '.join(law)}. Nothing is destroyed while the block lasts."


def _read_file(path: Path | None) -> Iterator[UUID]:
    if path is None:
        return
    try:
        lines = path.read_text().split()
    except (OSError, UnicodeDecodeError):
        raise CommandError(f"{path} can't be read.") from None
    for number, line in enumerate(lines, 1):
        try:
            yield UUID(line)
        except ValueError:
            raise CommandError(f"{path}, entry {number}: this is no number of a data subject.") from None
