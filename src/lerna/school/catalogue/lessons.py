"""How a lesson's content changes: one revision after another, and one of them published."""

import re
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.school.blocks.course import LessonContent
from lerna.school.blocks.stored import write_blocks
from lerna.school.catalogue.media import find_media
from lerna.school.catalogue.models import Lesson, LessonRevision, MediaUse

_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


class EditConflictError(Exception):
    """Somebody else has written this since the author opened it; nothing was changed."""


def write_lesson(
    *, lesson: Lesson, content: LessonContent, base: int, now: datetime, author: UUID | None = None
) -> LessonRevision:
    """The lesson's newest revision, written if the content differs from the newest one.

    `base` is the number of the revision that the author started from, 0 for none; EditConflictError where there is a
    newer one.
    """
    with transaction.atomic():
        Lesson.objects.select_for_update().get(pk=lesson.pk)
        newest = LessonRevision.objects.filter(lesson=lesson).order_by("-number").first()
        if (newest.number if newest else 0) != base:
            raise EditConflictError(f"Revision {base} isn't the newest.")
        blocks = write_blocks(content.blocks)
        if newest and (newest.title, newest.minutes, newest.is_free, newest.blocks) == (
            content.title, content.minutes, content.is_free, blocks,
        ):  # fmt: skip
            return newest
        revision = LessonRevision.objects.create(
            lesson=lesson,
            number=base + 1,
            title=content.title,
            minutes=content.minutes,
            is_free=content.is_free,
            blocks=blocks,
            made_at=now,
            made_by=author,
        )
        used = find_media(lesson.course.company, list_digests(blocks)).values()
        MediaUse.objects.bulk_create(MediaUse(revision=revision, media=media) for media in used)
        return revision


def publish_lesson(*, lesson: Lesson, revision: LessonRevision) -> None:
    """Learners see this revision from now on."""
    with transaction.atomic():
        Lesson.objects.filter(pk=lesson.pk).update(
            published=revision, title=revision.title, minutes=revision.minutes, is_free=revision.is_free
        )


def list_digests(stored: object) -> Iterator[str]:
    """Every file that is named in stored blocks, in settings and in sanitized HTML alike."""
    if isinstance(stored, str):
        yield from _DIGEST.findall(stored)
    elif isinstance(stored, dict):
        for value in stored.values():
            yield from list_digests(value)
    elif isinstance(stored, list):
        for value in stored:
            yield from list_digests(value)
