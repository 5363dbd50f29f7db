"""`./lerna requests read-mail` and `try-letters`: reads by hand, and says what became of each letter. Names nobody."""

from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.core.management.base import CommandError

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.intake.answering import answer_held
from lerna.privacy.requests.intake.foresee import foresee
from lerna.privacy.requests.intake.imap.account import find_account
from lerna.privacy.requests.intake.imap.connection import MailboxError
from lerna.privacy.requests.intake.meaning.words import load_words
from lerna.privacy.requests.intake.models import Outcome, Taken
from lerna.privacy.requests.intake.operations import Place, ours_of, take_letter
from lerna.privacy.requests.intake.queries import count_files, list_held
from lerna.privacy.requests.intake.reading.letter import LARGEST, read_letter
from lerna.privacy.requests.intake.rounds import look_at_mailbox, read_mailbox, watch_mailbox
from lerna.privacy.requests.intake.trial.page import list_rows
from lerna.privacy.requests.models import Request
from lerna.privacy.subjects.processing import processing

Say = Callable[[str], object]
Row = Sequence[str]

_WIDTHS = (24, 10, 18, 14)


def add_arguments(actions: "_SubParsersAction[ArgumentParser]") -> None:
    """The two subcommands."""
    read = actions.add_parser("read-mail", help="Read the companies' mailboxes; the job does so every minute.")
    read.add_argument("--dry-run", action="store_true", help="Only say what each letter would become.")
    read.add_argument("--company", metavar="SLUG", help="Only this company's; needed with --from.")
    read.add_argument(
        "--from", dest="folder", type=Path, metavar="FOLDER", help="Take the .eml files of a folder instead."
    )
    read.add_argument("--watch", action="store_true", help="Stay, and take each letter as it comes (needs --company).")
    held = actions.add_parser("answer-held", help="Send the automatic answers to letters that were held back.")
    held.add_argument("--dry-run", action="store_true", help="Only say how many wait.")
    actions.add_parser("try-letters", help="Print what the letters of the trial are understood as.")


def read_mail(options: dict[str, object], say: Say) -> None:
    """One round through each mailbox, or a folder's files. CommandError where a mailbox can't be read."""
    slug, folder = options["company"], options["folder"]
    companies = list(Company.objects.filter(**({"slug": slug} if slug else {})).order_by("slug"))
    if not companies or ((folder or options["watch"]) and len(companies) > 1):
        raise CommandError("Say by --company which company's letters these are: " + ", ".join(_list_slugs()))
    faults = []
    for company in companies:
        try:
            for row in _read_one(company, options):
                say(_write(row))
        except MailboxError as error:
            faults.append(f"{company.slug}: {error}")
    if faults:
        raise CommandError(" ".join(faults))


def send_held(options: dict[str, object], say: Say) -> None:
    """What the hourly job does; each company in a line."""
    for company in Company.objects.order_by("slug"):
        sent = 0 if options["dry_run"] else answer_held(company=company, now=clock.now())
        say(f"{company.slug}: {sent} sent, {len(list_held(company))} wait")


def try_letters(_options: dict[str, object], say: Say) -> None:
    """The table of the trial."""
    for name, _, *rest in list_rows():
        say(_write([name, *rest]))


ACTIONS = {"read-mail": read_mail, "answer-held": send_held, "try-letters": try_letters}


def _read_one(company: Company, options: dict[str, object]) -> Iterator[Row]:
    if isinstance(options["folder"], Path):
        yield from _read_folder(company, options["folder"], dry=bool(options["dry_run"]))
        return
    account = find_account(company.slug)
    if account is None:
        yield [f"{company.slug}: no mailbox", "", "", ""]
    elif options["dry_run"]:
        for waiting in look_at_mailbox(company, account, clock.now()):
            yield _foresee(company, f"{company.slug} {waiting.uid}", waiting.content)
    else:
        for taken in watch_mailbox(company) if options["watch"] else read_mailbox(company):
            yield _tell(f"{company.slug} {taken.uid}", taken)


def _read_folder(company: Company, folder: Path, *, dry: bool) -> Iterator[Row]:
    for path in sorted(folder.glob("*.eml")):
        content = path.read_bytes()[:LARGEST]
        if dry:
            yield _foresee(company, path.stem, content)
            continue
        now: datetime = clock.now()
        place = Place(0, count_files(company) + 1)
        yield _tell(path.stem, take_letter(company=company, place=place, content=content, came_at=now, now=now))


def _foresee(company: Company, name: str, content: bytes) -> Row:
    ours = ours_of(company)
    sites = {site.host: site.key for site in company.sites.served()}
    outcome, understood = foresee(content, read_letter(content, ours), load_words(), sites, ours)
    doubt = understood.doubt if outcome == Outcome.DESK else ""
    return [name, outcome.value, str(understood.kind or ""), str(doubt or "")]


def _tell(name: str, taken: Taken) -> Row:
    if taken.request is None:
        return [name, taken.outcome, "", taken.reason]
    with processing(Purpose.REQUESTS, company=taken.company, reason="what became of a letter"):
        request = Request.objects.only("number", "kind").get(pk=taken.request)
    return [name, taken.outcome, request.kind, taken.reason, request.number]


def _write(row: Row) -> str:
    return " ".join(f"{cell:<{width}}" for cell, width in zip(row, (*_WIDTHS, 0), strict=False)).rstrip()


def _list_slugs() -> tuple[str, ...]:
    return tuple(Company.objects.order_by("slug").values_list("slug", flat=True))
