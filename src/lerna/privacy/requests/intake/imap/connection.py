"""A connection to the mailbox: what is new, the bytes of a letter, and moving it. Nothing is ever deleted."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import (
    ImapToolsError,
    MailboxFolderSelectError,
    MailboxLoginError,
)

from lerna.kit import clock
from lerna.privacy.requests.intake.imap.account import Account
from lerna.privacy.requests.intake.models import Problem
from lerna.privacy.requests.intake.reading.letter import LARGEST

SECONDS_TO_WAIT = 20
TAKEN_FLAG = "$LernaTaken"  # where a server can't move letters
_GONE = (OSError, imaplib.IMAP4.abort)
_REFUSED = (ImapToolsError, imaplib.IMAP4.error, ValueError)


class MailboxError(Exception):
    """The mailbox can't be read; `problem` says why. Never the server's own words, which quote user names."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.label)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Found:
    """A letter as the server has it: its bytes, LARGEST at most, and when it came there."""

    uid: int
    content: bytes
    came_at: datetime

    def __repr__(self) -> str:
        return f"<letter {self.uid}>"


class Connection:
    """An open mailbox with its folder selected. Each method raises MailboxError where the server is gone."""

    def __init__(self, mailbox: BaseMailBox, account: Account) -> None:
        self._mailbox = mailbox
        self._folder = account.folder
        with _said():
            status = mailbox.folder.status(account.folder, ["UIDVALIDITY"])
            self.uid_validity = status["UIDVALIDITY"]
            _, told = mailbox.client.capability()  # once more: a server tells most of them only after the login
        capabilities = (told[0] or b"").upper().split()
        self._moves, self.idles = b"MOVE" in capabilities, b"IDLE" in capabilities

    def list_uids(self, *, after: int, since: date) -> list[int]:
        """What came on that day or later and has a higher number, in order."""
        with _said():
            found = self._mailbox.uids(f"UID {after + 1}:* SINCE {_write_day(since)}", charset=None)
        return sorted(uid for uid in map(int, found) if uid > after)  # RFC 3501: n:* names the last one in any case

    def has(self, uid: int) -> bool:
        """Whether the folder still has this letter."""
        with _said():
            return bool(self._mailbox.uids(f"UID {uid}", charset=None))

    def fetch(self, uid: int) -> Found | None:
        """The letter, which stays unread for people; None where it is gone."""
        with _said():
            kind, answer = self._mailbox.client.uid("FETCH", str(uid), f"(INTERNALDATE BODY.PEEK[]<0.{LARGEST}>)")
        parts = [part for part in answer or () if isinstance(part, tuple)] if kind == "OK" else []
        if not parts:
            return None
        came = imaplib.Internaldate2tuple(parts[0][0] + (answer[-1] if isinstance(answer[-1], bytes) else b""))
        at = datetime(*came[:6]).astimezone() if came else clock.now()
        return Found(uid, bytes(parts[0][1]), at)

    def move(self, uid: int, folder: tuple[str, ...]) -> None:
        """Moves the letter (RFC 6851); on a server that can't, it is flagged and stays."""
        if not self._moves:
            with _said():
                self._mailbox.client.uid("STORE", str(uid), "+FLAGS.SILENT", f"({TAKEN_FLAG})")
            return
        name = self._make_folder(folder)
        with _said():
            kind, _ = self._mailbox.client.uid("MOVE", str(uid), f'"{name}"')
        if kind != "OK":
            raise MailboxError(Problem.BROKEN)

    def wait(self, seconds: float) -> bool:
        """Waits until something comes (RFC 2177); False where nothing did."""
        with _said():
            return any(b"EXISTS" in line for line in self._mailbox.idle.wait(timeout=seconds))

    def _make_folder(self, folder: tuple[str, ...]) -> str:
        with _said():
            delimiter = self._mailbox.folder.list("", "INBOX")[0].delim
            for depth in range(1, len(folder) + 1):
                name = delimiter.join(folder[:depth])
                if not self._mailbox.folder.exists(name):
                    self._mailbox.folder.create(name)
                    self._mailbox.folder.subscribe(name, True)
            return delimiter.join(folder)


@contextmanager
def open_mailbox(account: Account) -> Iterator[Connection]:
    """The mailbox with its folder selected. MailboxError."""
    with _said():
        mailbox = _connect(account)
    try:
        with _said():
            log_in = mailbox.login if (account.user + account.password).isascii() else mailbox.login_utf8
            log_in(account.user, account.password, None)
            mailbox.folder.set(account.folder)
        yield Connection(mailbox, account)
    finally:
        with suppress(*_REFUSED, *_GONE):
            mailbox.logout()


def _connect(account: Account) -> BaseMailBox:
    match account.scheme:
        case "imaps":
            return MailBox(account.host, account.port, SECONDS_TO_WAIT, ssl_context=ssl.create_default_context())
        case "imap+starttls":
            return MailBoxStartTls(account.host, account.port, SECONDS_TO_WAIT, ssl.create_default_context())
    return MailBoxUnencrypted(account.host, account.port, SECONDS_TO_WAIT)


@contextmanager
def _said() -> Iterator[None]:
    """Whatever the library raises becomes one word."""
    try:
        yield
    except MailboxLoginError:
        raise MailboxError(Problem.LOGIN) from None
    except MailboxFolderSelectError:
        raise MailboxError(Problem.FOLDER) from None
    except _GONE:
        raise MailboxError(Problem.CONNECTION) from None
    except _REFUSED:
        raise MailboxError(Problem.BROKEN) from None


def _write_day(day: date) -> str:
    """As IMAP writes it, whatever the locale: 02-Mar-2026."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{day.day:02}-{months[day.month - 1]}-{day.year}"
