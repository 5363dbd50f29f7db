"""The mailbox of a development machine: letters that would have left lie in `LERNA_VAR/mailbox/<company>/`."""

import email
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from uuid import UUID

from django.conf import settings

from lerna.kit.clock import ZONE


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter as its reader would get it; `repr` shows none of it."""

    number: UUID
    at: datetime
    message: EmailMessage

    def __repr__(self) -> str:
        return f"<letter {self.number}>"

    @property
    def subject(self) -> str:
        """The subject line, decoded."""
        return str(self.message["Subject"]).strip()  # folded after its name, it keeps the space

    @property
    def addressee(self) -> str:
        """Where it would have gone."""
        return str(self.message["To"])

    @property
    def text(self) -> str:
        """The plain text."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML page."""
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return "" if part is None else str(part.get_content())


def keep_letter(number: UUID, company: str, content: bytes) -> Path:
    """Writes the letter into the company's box, whole or not at all; a repeat takes the place of the first."""
    folder = _folder(company)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path, draft = folder / f"{number}.eml", folder / f".{number}.{os.getpid()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.replace(path)
    return path


def list_kept(company: str) -> tuple[KeptLetter, ...]:
    """The company's letters, the newest first."""
    return tuple(sorted(_read_all(company), key=lambda letter: letter.at, reverse=True))


def find_kept(company: str, number: UUID) -> KeptLetter | None:
    """One letter of the company's box, or None."""
    path = _folder(company) / f"{number}.eml"
    return _read(path) if path.is_file() else None


def _read_all(company: str) -> Iterator[KeptLetter]:
    for path in _folder(company).glob("*.eml"):
        yield _read(path)


def _read(path: Path) -> KeptLetter:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    return KeptLetter(UUID(path.stem), datetime.fromtimestamp(path.stat().st_mtime, ZONE), message)


def _folder(company: str) -> Path:
    return Path(settings.LERNA_VAR) / "mailbox" / company
