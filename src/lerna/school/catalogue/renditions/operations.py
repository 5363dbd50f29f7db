"""Renditions are made once, by whichever process claims the file, and a process that dies leaves nothing half done."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from lerna.school.catalogue.media import keep_made
from lerna.school.catalogue.models import MediaFile, Rendition
from lerna.school.catalogue.renditions.films import UnreadableFilmError, make_films
from lerna.school.catalogue.renditions.pictures import (
    DRAWN,
    HugePictureError,
    UnreadablePictureError,
    make_sizes,
)

CLAIM = timedelta(minutes=5)  # after which whoever claimed a file and gives no sign of life is taken for dead
PICTURES, FILMS = Q(media_type__startswith="image/"), Q(media_type__startswith="video/")

Made = list[tuple[MediaFile, dict[str, object]]]  # each file with how it is streamed
_WEBP, _MP4 = "image/webp", "video/mp4"


def list_due(kind: Q) -> QuerySet[MediaFile]:
    """Files of this kind that nothing was made of yet, the oldest first."""
    return MediaFile.objects.filter(kind, is_made=False, prepared_at=None).order_by("added_at", "pk")


def prepare_due(kind: Q, read_clock: Callable[[], datetime]) -> Iterator[MediaFile]:
    """Prepares each file of this kind that is due, unless another process is at it; gives each when it is done.

    The clock is read for each anew: a film takes minutes.
    """
    while media := claim_next(kind=kind, now=read_clock()):
        make = make_pictures if media.media_type.startswith("image/") else make_streams
        made, fault = make(media, read_clock)
        keep_renditions(media=media, made=made, fault=fault, now=read_clock())
        yield media


def claim_next(*, kind: Q, now: datetime) -> MediaFile | None:
    """The file of this kind that has waited longest, claimed for whoever asks; None where nothing waits.

    None too while another process is at one of this kind, so that no two jobs keep all hands from other work.
    """
    with transaction.atomic():
        is_at_work = list_due(kind).filter(claimed_at__gt=now - CLAIM).exists()
        media = None if is_at_work else list_due(kind).select_for_update(skip_locked=True).first()
        if media is not None:
            media.claimed_at = now
            media.save(update_fields=["claimed_at"])
        return media


def renew_claim(*, media: MediaFile, now: datetime) -> None:
    """Whoever claimed the file is still at it."""
    with transaction.atomic():
        MediaFile.objects.filter(pk=media.pk).update(claimed_at=now)


def keep_renditions(*, media: MediaFile, made: Made, fault: str, now: datetime) -> None:
    """The file is prepared: these are its renditions, or this is why it has none."""
    with transaction.atomic():
        Rendition.objects.filter(source=media).delete()
        Rendition.objects.bulk_create(Rendition(source=media, file=file, stream=stream) for file, stream in made)
        media.prepared_at, media.claimed_at, media.fault = now, None, fault
        if made and not media.width:  # a film's, which is known only now
            media.width, media.height = made[-1][0].width, made[-1][0].height
        media.save(update_fields=["prepared_at", "claimed_at", "fault", "width", "height"])


def forget_prepared(*, kind: Q) -> int:
    """Files of this kind become due once more, for they are to be made in another way; how many there are."""
    with transaction.atomic():
        return MediaFile.objects.filter(kind, is_made=False).update(prepared_at=None, fault="")


def make_pictures(media: MediaFile, read_clock: Callable[[], datetime]) -> tuple[Made, str]:
    """The picture in its widths, or why not. A drawing needs none."""
    if media.media_type == DRAWN:
        return [], ""
    made: Made = []
    try:
        with default_storage.open(media.path) as content:
            for size in make_sizes(content, media.size):
                if size.content is None:
                    made.append((media, {}))
                else:
                    file = keep_made(
                        source=media, content=BytesIO(size.content), media_type=_WEBP, width=size.width,
                        height=size.height, now=read_clock(),
                    )  # fmt: skip
                    made.append((file, {}))
    except HugePictureError:
        return [], MediaFile.Fault.HUGE
    except UnreadablePictureError:
        return [], MediaFile.Fault.UNREADABLE
    return made, ""


def make_streams(media: MediaFile, read_clock: Callable[[], datetime]) -> tuple[Made, str]:
    """The film in its renditions, the smallest first, or why not."""
    with TemporaryDirectory(prefix="lerna-film-") as folder:
        film = Path(folder) / "film"
        with default_storage.open(media.path) as content, film.open("wb") as copied:
            shutil.copyfileobj(content, copied)
        try:
            found = make_films(film, Path(folder), lambda: renew_claim(media=media, now=read_clock()))
        except UnreadableFilmError:
            return [], MediaFile.Fault.UNREADABLE
        made: Made = []
        for one in sorted(found, key=lambda one: one.width):
            with one.path.open("rb") as content:
                file = keep_made(
                    source=media, content=content, media_type=_MP4, width=one.width, height=one.height, now=read_clock()
                )
            made.append((file, one.stream.store()))
        return made, ""
