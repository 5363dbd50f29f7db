"""The trial's letters as bytes, built by hand: a library that writes clean letters would never write these."""

import base64
import quopri
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import cache
from pathlib import Path

from lerna.kit.datafile import Reader
from lerna.kit.localized import LANGUAGE_CODES
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.intake.meaning.words import Doubt
from lerna.privacy.requests.intake.models import Outcome
from lerna.privacy.requests.models import Kind

FILE = Path(__file__).with_name("letters.toml")
_TRANSFERS = ("8bit", "base64", "quoted-printable")
_BOUNDARY = "=_lerna"


@dataclass(frozen=True, slots=True)
class Trial:
    """A letter, and what must become of it."""

    name: str
    shows: str
    content: bytes = field(repr=False)
    outcome: Outcome
    kind: Kind | None
    doubt: Doubt | None
    language: str
    purposes: tuple[Purpose, ...]
    site: str
    phone: str
    person: str


@cache
def list_trials() -> tuple[Trial, ...]:
    """All of them. DataFileError."""
    reader = Reader.load(FILE)
    trials = tuple(map(_read, reader.tables("letter")))
    reader.done()
    return trials


def _read(row: Reader) -> Trial:
    name, raw = row.text("name"), "raw" in row
    return Trial(
        name=name,
        shows=row.text("shows"),
        content=_read_raw(row) if raw else _build(row, name),
        outcome=row.choice("outcome", Outcome),
        kind=row.optional_choice("kind", Kind),
        doubt=row.optional_choice("doubt", Doubt),
        language=row.choice("language", [str(code) for code in LANGUAGE_CODES]),
        purposes=row.optional_choices("purposes", Purpose),
        site=row.optional_text("site") or "",
        phone=row.optional_text("phone") or "",
        person=row.optional_text("person") or "",
    )


def _read_raw(row: Reader) -> bytes:
    return _take(row, "raw").encode("latin-1", "replace")


def _take(row: Reader, key: str) -> str:
    """The text as it stands, white space and all; empty where there's none."""
    row.leave(key)
    return str(row._table.get(key, ""))  # noqa: SLF001 -- the strict reader strips, and a letter's white space matters


def _build(row: Reader, name: str) -> bytes:
    charset = row.optional_text("charset") or "utf-8"
    text, html, label = _take(row, "text"), _take(row, "html"), _take(row, "label") if "label" in row else charset
    transfer = row.optional_choice("transfer", _TRANSFERS) or "8bit"
    flowed = "; format=flowed" if row.optional_boolean("flowed") else ""
    parts = []
    if text or not html:
        parts.append(_write_part("text/plain", text, charset, label, transfer, flowed))
    if html:
        parts.append(_write_part("text/html", html, charset, label, transfer, ""))
    body = parts[0] if len(parts) == 1 else _join("multipart/alternative", parts, f"{_BOUNDARY}a")
    more = [_write_file(file) for file in row.optional_texts("attach")]
    if inside := _take(row, "inside"):
        more.append(b"Content-Type: message/rfc822\r\n\r\n" + inside.encode())
    if more:
        body = _join("multipart/mixed", [body, *more], _BOUNDARY)
    return b"\r\n".join((*_write_head(row, name, charset), body))


def _write_head(row: Reader, name: str, charset: str) -> list[bytes]:
    lines = []
    if sender := row.optional_text("from"):
        shown, address = parseaddr(sender)
        lines.append(f"From: {_encode(shown, charset)} <{address}>".encode())
    subject = _take(row, "subject")
    raw = row.optional_boolean("subject_raw")
    lines.append(b"Subject: " + (subject.encode(charset) if raw else _encode(subject, charset).encode()))
    lines += [b"To: info@lerna.kz", b"Date: Mon, 02 Mar 2026 10:15:00 +0500"]
    lines += [f"Message-ID: <{name}@example.kz>".encode(), b"MIME-Version: 1.0"]
    if headers := row.optional_table("headers"):
        lines += [f"{key}: {headers.text(key)}".encode() for key in headers.keys()]  # noqa: SIM118 -- a Reader
    return lines


def _encode(text: str, charset: str) -> str:
    """An encoded word (RFC 2047), longer than allowed, as many programs write it."""
    if text.isascii():
        return text
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def _write_part(kind: str, text: str, charset: str, label: str, transfer: str, more: str) -> bytes:  # noqa: PLR0913, PLR0917
    content = text.replace("\n", "\r\n").encode(charset)
    match transfer:
        case "base64":
            content = base64.encodebytes(content)
        case "quoted-printable":
            content = quopri.encodestring(content)
    named = f"; charset={label}" if label else ""
    head = f"Content-Type: {kind}{named}{more}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
    return head.encode() + content


def _write_file(name: str) -> bytes:
    head = (
        f'Content-Type: application/octet-stream; name="{name}"\r\nContent-Disposition: attachment; filename="{name}"'
    )
    return f"{head}\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA".encode()


def _join(kind: str, parts: list[bytes], boundary: str) -> bytes:
    mark = f"--{boundary}".encode()
    inner = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts)
    return f'Content-Type: {kind}; boundary="{boundary}"\r\n\r\n'.encode() + inner + mark + b"--\r\n"
