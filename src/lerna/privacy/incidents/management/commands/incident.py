"""`./lerna incident …`: the register, a drill, and by hand what the jobs do."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.privacy.incidents.drill import NothingNoticedError, run_drill
from lerna.privacy.incidents.jobs import verify_evidence
from lerna.privacy.incidents.models import Happening, Incident
from lerna.privacy.incidents.notices.authority import NoPdfError, print_notice
from lerna.privacy.incidents.notices.people import list_being_told, tell_people
from lerna.privacy.incidents.queries import (
    IncidentFile,
    NoSuchIncidentError,
    describe_finding,
    find_by_number,
    list_incidents,
    read_file,
    time_left,
)
from lerna.privacy.incidents.scope.counting import ask_again, iter_people
from lerna.privacy.incidents.signals.detection import detect
from lerna.privacy.incidents.telling import list_late, list_to_remind, remind_staff

BATCH = 1000


class Command(BaseCommand):
    help = "Incidents: the register, a drill, and by hand what the jobs do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("list", help="List the register, what is open first.")
        show = actions.add_parser("show", help="Print one incident: clocks, figures, timeline.")
        show.add_argument("number", metavar="NUMBER", help="such as LI-2026-0001")
        show.add_argument("--people", action="store_true", help="also the numbers of the people concerned, one a line")
        drill = actions.add_parser(
            "drill", help="Run a whole incident on invented people, marked as a drill everywhere."
        )
        drill.add_argument(
            "--letters", action="store_true", help="in production, send its letters to the responsible person's address"
        )
        drill.add_argument("--notice", type=Path, metavar="FOLDER", help="write the notices there, HTML and PDF")
        helps = {
            "watch": "Read the ledger on and open incidents for what is over its threshold.",
            "tell": "Go on telling people who are endangered.",
            "remind": "Tell the staff whose term ends soon, or has passed.",
        }
        for name, sentence in helps.items():
            action = actions.add_parser(name, help=sentence)
            action.add_argument("--dry-run", action="store_true", help="only say which incidents are concerned")
        actions.add_parser("verify", help="Verify the evidence and open an incident where something is wrong.")
        for name, action in actions.choices.items():
            action.add_argument(
                "--company", metavar="SLUG", required=name in {"show", "drill"}, help="only this company"
            )

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        slug = options.pop("company")
        companies = tuple(Company.objects.order_by("slug").filter(**({"slug": slug} if slug else {})))
        if not companies:
            raise CommandError(f"There is no company “{slug}” in the database.")
        do = getattr(self, f"_{options['action']}")
        for company in companies:
            do(company, clock.now(), **options)

    def _list(self, company: Company, now: datetime, **_: Any) -> None:  # noqa: ANN401 -- the other options
        for incident in list_incidents(company):
            self.stdout.write(f"{company.slug}: {_name(incident)}, {incident.state}, {_say_left(incident, now)}")

    def _show(self, company: Company, now: datetime, *, number: str, people: bool, **_: Any) -> None:  # noqa: ANN401
        try:
            incident = find_by_number(company, number)
        except NoSuchIncidentError as error:
            raise CommandError(str(error)) from error
        file = read_file(company, incident.pk)
        self._write_file(file, now)
        question = ask_again(file.scope) if people and file.scope else None
        for part in iter_people(company, question, batch=BATCH) if question else ():
            self.stdout.write("\n".join(map(str, part)))

    def _watch(self, company: Company, now: datetime, *, dry_run: bool, **_: Any) -> None:  # noqa: ANN401 -- as above
        with transaction.atomic():
            for incident in detect(company=company, now=now):
                self.stdout.write(f"{company.slug}: {_name(incident)}: {describe_finding(incident, 'en')}")
            transaction.set_rollback(dry_run)

    def _tell(self, company: Company, now: datetime, *, dry_run: bool, **_: Any) -> None:  # noqa: ANN401, ARG002 -- as above
        for incident in list_being_told():
            if incident.company_id == company.pk:
                count = 0 if dry_run else sum(tell_people(incident=incident, clock=clock.now))
                self.stdout.write(f"{company.slug}: {_name(incident)}: {count} told now, {incident.told} before")

    def _remind(self, company: Company, now: datetime, *, dry_run: bool, **_: Any) -> None:  # noqa: ANN401 -- as above
        with transaction.atomic():
            concerned = (*list_to_remind(company, now), *list_late(company, now))
            if not dry_run:
                remind_staff(company=company, now=now)
        self.stdout.write(f"{company.slug}: {', '.join(map(_name, concerned)) or 'none'}")

    def _verify(self, company: Company, now: datetime, **_: Any) -> None:  # noqa: ANN401 -- as above
        incidents = verify_evidence(company=company, now=now)
        self.stdout.write(f"{company.slug}: {', '.join(map(_name, incidents)) or 'nothing is wrong'}")

    def _drill(  # a line for each thing done
        self,
        company: Company,
        now: datetime,
        *,
        letters: bool,
        notice: Path | None,
        **_: Any,  # noqa: ANN401 -- as above
    ) -> None:
        try:
            done = run_drill(company=company, clock=clock.now, writes=letters)
        except NothingNoticedError as error:
            raise CommandError(str(error)) from error
        self._write_file(read_file(company, done.incident.pk), now)
        self.stdout.write(f"Letters sent: {done.letters}. Notices prepared: {', '.join(done.notices)}.")
        for path in _keep(done.notices, notice, done.incident) if notice else ():
            self.stdout.write(f"  {path}")

    def _write_file(self, file: IncidentFile, now: datetime) -> None:
        incident = file.incident
        self.stdout.write(f"{_name(incident)}, {incident.state}: {describe_finding(incident, 'en')}")
        for due in file.dues:
            kept = "done" if due.is_done else "due"
            self.stdout.write(f"  {due.action.en}: {due.term} ({due.source.cite('en')}), {_say(due.at)}, {kept}")
        self.stdout.write(f"  {_say_left(incident, now)}")
        if file.scope:
            categories = ", ".join(file.scope.categories)
            self.stdout.write(f"  {file.scope.people} people, {file.scope.acts} records: {categories}")
        for step in file.steps:
            words = [Happening(step.happening).label, step.measure, "" if step.count is None else str(step.count)]
            self.stdout.write(f"  {step.place}. {_say(step.at)} {', '.join(filter(None, words))} ({step.actor})")


def _keep(notices: dict[LanguageCode, str], folder: Path, incident: Incident) -> Iterator[Path]:
    """Each notice as HTML and, where this machine can make it, as PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGE_CODES:
        page = folder / f"{incident.number}-{language}.html"
        page.write_text(notices[language], encoding="utf-8")
        yield page
        try:
            page.with_suffix(".pdf").write_bytes(print_notice(notices[language]))
        except NoPdfError:
            return
        yield page.with_suffix(".pdf")


def _name(incident: Incident) -> str:
    return f"{incident.number} (DRILL)" if incident.is_drill else incident.number


def _say(moment: datetime) -> str:
    return clock.to_local(moment).isoformat(" ", "minutes")


def _say_left(incident: Incident, now: datetime) -> str:
    left = time_left(incident, now)
    if left is None:
        return "nothing due"
    word = "left" if left > timedelta(0) else "LATE"
    return f"{abs(left) // timedelta(hours=1)} h {abs(left) // timedelta(minutes=1) % 60} min {word}"
