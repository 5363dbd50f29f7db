"""Where the school's files are found: covers and photos openly, files of lessons by an address that expires.

An address says nothing of whose it is: the account goes into the signature alone. It changes a few times a day, so that
a browser keeps what it has loaded, and works for half a day at most.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from lerna.school.catalogue.models import MediaFile

WINDOW = timedelta(hours=6)  # an address works for one to two of these
_SEPARATOR = "."

WriteAddress = Callable[[MediaFile], str]


def media_url(media: MediaFile) -> str:
    """The address of a public file: a cover or a teacher's photo."""
    return reverse("look:media", args=[media.digest])


def address_for_account(account: UUID, *, now: datetime) -> WriteAddress:
    """Writes addresses of lessons' files for whoever is logged in by this account."""

    def write(media: MediaFile) -> str:
        return reverse("look:own_media", args=[media.digest, _sign(_own_salt(account), media.digest, now)])

    return write


def address_for_lesson(lesson: int, *, now: datetime) -> WriteAddress:
    """Writes addresses of files of the free lesson of this number, for everybody."""

    def write(media: MediaFile) -> str:
        token = _sign(_lesson_salt(lesson), media.digest, now)
        return reverse("look:lesson_media", args=[media.digest, lesson, token])

    return write


def frame_address(media: MediaFile, *, path: str, now: datetime) -> str:
    """The address of an author's program. Its frame has no cookies, so whoever has the address may open it."""
    return reverse("look:frame", args=[media.digest, _sign(_FRAME_SALT, media.digest, now), path])


def is_for_account(token: str, digest: str, account: UUID, *, now: datetime) -> bool:
    """Whether this address of a file was written for the account, and still works."""
    return _holds(token, _own_salt(account), digest, now)


def is_for_lesson(token: str, digest: str, lesson: int, *, now: datetime) -> bool:
    """The same for a free lesson."""
    return _holds(token, _lesson_salt(lesson), digest, now)


def is_for_frame(token: str, digest: str, *, now: datetime) -> bool:
    """The same for an author's program."""
    return _holds(token, _FRAME_SALT, digest, now)


_FRAME_SALT = "media.frame"


def _own_salt(account: UUID) -> str:
    return f"media.account.{account}"


def _lesson_salt(lesson: int) -> str:
    return f"media.lesson.{lesson}"


def _sign(salt: str, digest: str, now: datetime) -> str:
    ends = int(now.timestamp() // WINDOW.total_seconds() + 2)
    return _signer(salt, digest).sign(str(ends))


def _holds(token: str, salt: str, digest: str, now: datetime) -> bool:
    try:
        ends = int(_signer(salt, digest).unsign(token))
    except BadSignature:
        return False
    return now.timestamp() < ends * WINDOW.total_seconds()


def _signer(salt: str, digest: str) -> Signer:
    return Signer(salt=f"{salt}.{digest}", sep=_SEPARATOR)
