"""Files of the school's own: kept once by their digest, wherever they came from."""

import hashlib
import mimetypes
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef
from PIL import Image, UnidentifiedImageError

from lerna.companies.models import Company
from lerna.school.catalogue.models import NAME_LENGTH, Course, MediaFile, Teacher, media_path

_CHUNK = 1 << 20  # bytes
_UNKNOWN = "application/octet-stream"
_OURS = {".vtt": "text/vtt", ".webp": "image/webp", ".m3u8": "application/vnd.apple.mpegurl", ".webm": "video/webm"}


def keep_file(*, company: Company, content: "BinaryIO | File[bytes]", name: str, now: datetime) -> MediaFile:
    """The file with these bytes, stored if it wasn't yet. `content` is read twice, so it must be seekable.

    The bytes come before the row: a process that dies between them leaves a file that nobody names, and the next try
    finds it in its place.
    """
    digest, size = _measure(content)
    path = media_path(company.pk, digest)
    if not default_storage.exists(path):
        content.seek(0)
        default_storage.save(path, File(content))
    with transaction.atomic():
        media, _ = MediaFile.objects.get_or_create(
            company=company,
            digest=digest,
            defaults={
                "name": PurePosixPath(name).name[-NAME_LENGTH:],
                "media_type": guess_type(name),
                "size": size,
                "added_at": now,
                **_measure_picture(content, guess_type(name)),
            },
        )
        return media


def guess_type(name: str) -> str:
    """The media type that a file's name speaks of."""
    suffix = PurePosixPath(name).suffix.lower()
    return _OURS.get(suffix) or mimetypes.guess_type(name)[0] or _UNKNOWN


def _measure_picture(content: "BinaryIO | File[bytes]", media_type: str) -> dict[str, int]:
    """Width and height of a picture, by its head alone; nothing for what is none, or draws itself to any size."""
    if not media_type.startswith("image/"):
        return {}
    content.seek(0)
    try:
        with Image.open(content) as picture:
            return {"width": picture.width, "height": picture.height}
    except (UnidentifiedImageError, Image.DecompressionBombError):
        return {}


def find_media(company: Company, digests: Iterable[str]) -> Mapping[str, MediaFile]:
    """Those of these files that the company has, by digest. One query."""
    return {media.digest: media for media in MediaFile.objects.filter(company=company, digest__in=set(digests))}


def find_public_media(company: Company, digest: str) -> MediaFile | None:
    """The company's file of this digest, if everybody may see it: a published course's cover, a teacher's photo."""
    of_course = Course.objects.filter(cover=OuterRef("pk"), published_at__isnull=False)
    of_teacher = Teacher.objects.filter(photo=OuterRef("pk"))
    shown = MediaFile.objects.filter(Exists(of_course) | Exists(of_teacher))
    return shown.filter(company=company, digest=digest).first()  # at most one: it is unique


def _measure(content: "BinaryIO | File[bytes]") -> tuple[str, int]:
    content.seek(0)
    sha256, size = hashlib.sha256(), 0
    while chunk := content.read(_CHUNK):
        sha256.update(chunk)
        size += len(chunk)
    return sha256.hexdigest(), size
