"""One round through a company's mailbox: what is new is taken, and then moved on the server.

First stored, then moved: killed in between, the letter is found in its old place, known again, and only moved. Killed
before, nothing was done and it is taken then.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.requests.intake.imap.account import Account, find_account
from lerna.privacy.requests.intake.imap.connection import Connection, MailboxError, open_mailbox
from lerna.privacy.requests.intake.models import Box, Taken
from lerna.privacy.requests.intake.operations import (
    Place,
    begin_round,
    clear_fault,
    mark_moved,
    note_fault,
    take_letter,
)
from lerna.privacy.requests.intake.queries import list_to_move

_log = structlog.get_logger("lerna.intake")

_PATIENCE = 5 * 60  # seconds of IDLE; short enough for every router between, and a server may end it after 29 minutes
_PAUSE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that a round would take."""

    uid: int
    content: bytes

    def __repr__(self) -> str:
        return f"<letter {self.uid}>"


def read_mailbox(company: Company) -> Iterator[Taken]:
    """Takes what is new, the oldest first; gives each as it is done. MailboxError, which is noted and logged before."""
    account = find_account(company.slug)
    if account is None:
        return
    try:
        with open_mailbox(account) as connection:
            yield from take_new(company, connection)
        clear_fault(company=company)
    except MailboxError as error:
        if note_fault(company=company, problem=error.problem, now=clock.now()):
            _log.warning("mailbox", company=company.slug, problem=error.problem.value)
        raise


def take_new(company: Company, connection: Connection) -> Iterator[Taken]:
    """The same on a connection that is open."""
    box = begin_round(company=company, uid_validity=connection.uid_validity, now=clock.now())
    for left in list_to_move(company, connection.uid_validity):
        _move(connection, left)
    for uid in connection.list_uids(after=box.last_uid, since=box.since):
        found = connection.fetch(uid)
        if found is None:
            continue
        taken = take_letter(
            company=company,
            place=Place(connection.uid_validity, uid),
            content=found.content,
            came_at=found.came_at,
            now=clock.now(),
        )
        _move(connection, taken)
        yield taken


def watch_mailbox(company: Company) -> Iterator[Taken]:
    """Takes what is new, then each letter as it comes, without an end; MailboxError where the server goes away.

    A server that can't tell (RFC 2177) is asked each minute. For a process of its own.
    """
    account = find_account(company.slug)
    if account is None:
        return
    with open_mailbox(account) as connection:
        while True:
            yield from take_new(company, connection)
            if connection.idles:
                connection.wait(_PATIENCE)
            else:
                time.sleep(_PAUSE)


def look_at_mailbox(company: Company, account: Account, now: datetime) -> Iterator[Waiting]:
    """What a round would take, taking nothing. MailboxError."""
    with open_mailbox(account) as connection:
        boxes = list(Box.objects.filter(company=company, uid_validity=connection.uid_validity))
        after, since = (boxes[0].last_uid, boxes[0].since) if boxes else (0, clock.local_day(now))
        for uid in connection.list_uids(after=after, since=since):
            if found := connection.fetch(uid):
                yield Waiting(uid, found.content)


def _move(connection: Connection, taken: Taken) -> None:
    if taken.moved_at is not None:
        return
    if connection.has(taken.uid):
        connection.move(taken.uid, tuple(taken.folder.split("/")))
    mark_moved(taken=taken, now=clock.now())
