"""The account of each company's mailbox, out of LERNA_IMAP_URLS."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from django.conf import settings

_PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}
DEFAULT_FOLDER = "INBOX"


class ImapUrlError(ValueError):
    """The setting names no mailbox that could be read; the message doesn't repeat it, for its password."""


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox on its server. Without TLS only on this very machine."""

    host: str
    port: int
    user: str = field(repr=False)
    password: str = field(repr=False)
    folder: str
    scheme: str


def find_account(slug: str) -> Account | None:
    """The company's mailbox; None where the settings name none. ImapUrlError."""
    url = settings.LERNA_IMAP_URLS.get(slug)
    return read_imap_url(url) if url else None


def find_authority(slug: str) -> str:
    """By which name the company's own mail server signs what it found out about a sender; empty where none is set."""
    return str(settings.LERNA_MAIL_AUTHORITIES.get(slug, ""))


def read_imap_url(url: str) -> Account:
    """The account of `imaps://user:password@host:port/folder`; ImapUrlError."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or not parts.username or not parts.password:
        raise ImapUrlError("A mailbox must be imaps:// or imap+starttls://user:password@host:port/folder.")
    if parts.query or parts.fragment:
        raise ImapUrlError(
            "A mailbox's address has nothing behind its folder; write ? and # in a password as %3F and %23."
        )
    if parts.scheme == "imap" and not _is_loopback(parts.hostname):
        raise ImapUrlError("A mailbox on another machine is read over TLS alone: imaps:// or imap+starttls://.")
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError:
        raise ImapUrlError("A mailbox's address names a port that is no number from 1 to 65535.") from None
    return Account(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or DEFAULT_FOLDER,
        scheme=parts.scheme,
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
