"""Out of the house: to the mail server over SMTP, or in development into a folder that a page shows."""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from lerna.privacy.letters.wire.mailbox import keep_letter

SECONDS_TO_WAIT = 15
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_FOR_GOOD = 500  # reply codes from here on: trying again won't help (RFC 5321, 4.2.1)


class SmtpUrlError(ValueError):
    """LERNA_SMTP_URL says no server that letters could be given to; the message doesn't repeat it, for its password."""


class End(StrEnum):
    """How an attempt ended."""

    ACCEPTED = "accepted"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Result:
    """How an attempt ended, with a word for the operator; never a server's own words, which quote addresses."""

    end: End
    word: str = ""

    @property
    def is_server_away(self) -> bool:
        """Did nobody answer, or not as we need? Then the next letter needn't try either."""
        return self.word in {"no-server", "no-connection", "no-login", "not-offered"}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: `smtp://`, `smtp+starttls://` or `smtps://user:password@host:port`."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


Post = Callable[[UUID, str, EmailMultiAlternatives], Result]


def read_smtp_url(url: str) -> Server | None:
    """The server of LERNA_SMTP_URL; None where it is empty. SmtpUrlError."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise SmtpUrlError("LERNA_SMTP_URL must be smtp://, smtp+starttls:// or smtps://user:password@host:port.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise SmtpUrlError("LERNA_SMTP_URL has a user name or password that isn't ASCII, which SMTP can't say.")
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError:
        raise SmtpUrlError("LERNA_SMTP_URL names a port that is no number from 1 to 65535.") from None
    return Server(
        host=parts.hostname,
        port=port,
        user=user,
        password=password,
        starttls=parts.scheme == "smtp+starttls",
        tls=parts.scheme == "smtps",
    )


def post(letter: UUID, company: str, message: EmailMultiAlternatives) -> Result:
    """One attempt to hand the message over; whatever goes wrong on the way is a result, not an exception."""
    server = read_smtp_url(settings.LERNA_SMTP_URL)
    if server is not None:
        return _post_to(server, message)
    if settings.IN_PRODUCTION:
        return Result(End.LATER, "no-server")
    keep_letter(letter, company, message.message().as_bytes(linesep="\r\n"))
    return Result(End.ACCEPTED)


def _post_to(server: Server, message: EmailMultiAlternatives) -> Result:
    backend = EmailBackend(
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.starttls,
        use_ssl=server.tls,
        timeout=SECONDS_TO_WAIT,
    )
    try:
        return _connect(backend) or _hand_over(backend, message)
    finally:
        with suppress(smtplib.SMTPException, OSError):  # what was taken is taken, however the server says goodbye
            backend.close()


def _connect(backend: EmailBackend) -> Result | None:
    """None where it went well. What goes wrong here is ours or the server's to mend, so the letter can wait."""
    try:
        backend.open()
    except smtplib.SMTPAuthenticationError:
        return Result(End.LATER, "no-login")
    except smtplib.SMTPNotSupportedError:
        return Result(End.LATER, "not-offered")  # encryption, or to log in
    except (smtplib.SMTPException, OSError):
        return Result(End.LATER, "no-connection")
    return None


def _hand_over(backend: EmailBackend, message: EmailMultiAlternatives) -> Result:
    try:
        backend.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        return _by_code(next(iter(error.recipients.values()))[0])
    except smtplib.SMTPResponseException as error:
        return _by_code(error.smtp_code)
    except smtplib.SMTPNotSupportedError:
        return Result(End.NEVER, "not-supported")
    except (smtplib.SMTPException, OSError):
        return Result(End.LATER, "no-connection")
    return Result(End.ACCEPTED)


def _by_code(code: int) -> Result:
    return Result(End.NEVER if code >= _FOR_GOOD else End.LATER, f"smtp-{code}")
