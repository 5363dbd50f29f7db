"""Files of the school's own: kept once by their digest, wherever they came from."""

import hashlib
import mimetypes
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from lerna.companies.models import Company
from lerna.school.catalogue.models import NAME_LENGTH, Course, MediaFile, Rendition, Teacher, media_path
from lerna.school.catalogue.renditions.pictures import measure_picture

_CHUNK = 1 << 20  # bytes
_UNKNOWN = "application/octet-stream"
JOBS = {"image": "catalogue.prepare_pictures", "video": "catalogue.prepare_films"}  # by the kind of file
_OURS = {".vtt": "text/vtt", ".webp": "image/webp", ".m3u8": "application/vnd.apple.mpegurl", ".webm": "video/webm"}


def keep_file(*, company: Company, content: "BinaryIO | File[bytes]", name: str, now: datetime) -> MediaFile:
    """The file with these bytes, stored if it wasn't yet; a picture or a film is made ready for phones soon after.

    `content` is read twice, so it must be seekable. The bytes come before the row: a process that dies between them
    leaves a file that nobody names, and the next try finds it in its place.
    """
    digest, size = _store(company, content)
    with transaction.atomic():
        width, height = _measure_picture(content, guess_type(name))
        media, is_new = MediaFile.objects.get_or_create(
            company=company,
            digest=digest,
            defaults={
                "name": PurePosixPath(name).name[-NAME_LENGTH:],
                "media_type": guess_type(name),
                "size": size,
                "width": width,
                "height": height,
                "added_at": now,
            },
        )
        if media.is_made:
            media.is_made = False  # an author has a use for it after all
            media.save(update_fields=["is_made"])
        if is_new:
            _ask_to_prepare(media)
        return media


def keep_made(  # noqa: PLR0913 -- a file and what its source says of it
    *, source: MediaFile, content: "BinaryIO | File[bytes]", media_type: str, width: int, height: int, now: datetime
) -> MediaFile:
    """The file with these bytes that were made of the source, stored if it wasn't yet. Sizes in pixels."""
    digest, size = _store(source.company, content)
    with transaction.atomic():
        suffix = mimetypes.guess_extension(media_type) or ""
        media, _ = MediaFile.objects.get_or_create(
            company=source.company,
            digest=digest,
            defaults={
                "name": PurePosixPath(source.name).stem[: NAME_LENGTH - len(suffix)] + suffix,
                "media_type": media_type,
                "size": size,
                "width": width,
                "height": height,
                "added_at": now,
                "is_made": True,
                "prepared_at": now,
            },
        )
        return media


def guess_type(name: str) -> str:
    """The media type that a file's name speaks of."""
    suffix = PurePosixPath(name).suffix.lower()
    return _OURS.get(suffix) or mimetypes.guess_type(name)[0] or _UNKNOWN


def find_media(company: Company, digests: Iterable[str]) -> Mapping[str, MediaFile]:
    """Those of these files that the company has, by digest. One query."""
    return {media.digest: media for media in MediaFile.objects.filter(company=company, digest__in=set(digests))}


def find_public_media(company: Company, digest: str) -> MediaFile | None:
    """The company's file of this digest, if everybody may see it: a published course's cover, a teacher's photo, or
    either in another size.
    """
    published = Course.objects.filter(published_at__isnull=False)
    smaller = Rendition.objects.filter(file=OuterRef("pk")).filter(
        Exists(published.filter(cover=OuterRef("source"))) | Exists(Teacher.objects.filter(photo=OuterRef("source")))
    )
    shown = MediaFile.objects.filter(
        Exists(published.filter(cover=OuterRef("pk")))
        | Exists(Teacher.objects.filter(photo=OuterRef("pk")))
        | Exists(smaller)
    )
    return shown.filter(company=company, digest=digest).first()  # at most one: it is unique


def list_renditions(sources: Iterable[MediaFile]) -> Mapping[int, tuple[Rendition, ...]]:
    """By its source's number, each rendition with its file, the narrowest first. One query, none without sources."""
    numbers = {source.pk for source in sources if source.prepared_at}
    found: dict[int, tuple[Rendition, ...]] = {}
    for rendition in Rendition.objects.filter(source__in=numbers).select_related("file") if numbers else ():
        found[rendition.source_id] = (*found.get(rendition.source_id, ()), rendition)
    return found


def list_streams(media: MediaFile) -> Sequence[Rendition]:
    """The renditions in which a film is streamed, the smallest first; of such a rendition itself. One query."""
    found = Rendition.objects.filter(Q(source=media) | Q(file=media)).exclude(stream={})
    return list(found.select_related("file").order_by("file__width", "pk"))


def _ask_to_prepare(media: MediaFile) -> None:
    """Queues the job that prepares all that waits; one that is queued already will find this file too."""
    job = JOBS.get(media.media_type.partition("/")[0])
    if job is None:
        return
    deferrer = configure_task(name=job, queueing_lock=job, job_manager=JobManager(DjangoConnector()))
    with suppress(AlreadyEnqueued), transaction.atomic():
        deferrer.defer(timestamp=0)


def _measure_picture(content: "BinaryIO | File[bytes]", media_type: str) -> tuple[int, int]:
    return measure_picture(content) if media_type.startswith("image/") else (0, 0)


def _store(company: Company, content: "BinaryIO | File[bytes]") -> tuple[str, int]:
    """Digest and size of the bytes, which lie in the storage then."""
    digest, size = _measure(content)
    path = media_path(company.pk, digest)
    if not default_storage.exists(path):
        content.seek(0)
        default_storage.save(path, File(content))
    return digest, size


def _measure(content: "BinaryIO | File[bytes]") -> tuple[str, int]:
    content.seek(0)
    sha256, size = hashlib.sha256(), 0
    while chunk := content.read(_CHUNK):
        sha256.update(chunk)
        size += len(chunk)
    return sha256.hexdigest(), size
