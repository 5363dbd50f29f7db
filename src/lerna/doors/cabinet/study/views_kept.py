"""What a learner keeps of a course: all their notes, and all that can be taken away; each a page, also for paper."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import needs_person
from lerna.doors.cabinet.study.page import course_address
from lerna.doors.cabinet.study.reading import need_enrollment
from lerna.doors.look.blocks.files import Files, gather_files
from lerna.doors.look.blocks.showing import show_block
from lerna.doors.look.media.addresses import address_for_account
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.kinds import Download, Video
from lerna.school.blocks.stored import write_blocks
from lerna.school.learning.models import Enrollment
from lerna.school.learning.notes import list_notes
from lerna.school.learning.outline import read_outline
from lerna.school.learning.queries import list_materials


@needs_person
@require_safe
def notes(request: HttpRequest, acting: Acting, course: str, run: str) -> HttpResponse:
    """Everything that the learner wrote beside the lessons; it stays theirs when the course is closed."""
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner reads their notes"):
        enrollment = need_enrollment(acting, course, run)
        lines = {line.lesson.pk: line for line in read_outline(enrollment, now=clock.now())}
        shown = [(note, lines.get(note.lesson.pk)) for note in list_notes(enrollment)]
        context = _frame(acting, enrollment, _("My notes"), is_anything=bool(shown)) | {"notes": shown}
        return render(request, "cabinet/study/notes.html", context)


@needs_person
@require_safe
def materials(request: HttpRequest, acting: Acting, course: str, run: str) -> HttpResponse:
    """Files and what is said in videos, of every lesson that is open by now."""
    now = clock.now()
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner takes materials away"):
        enrollment = need_enrollment(acting, course, run)
        outline = read_outline(enrollment, now=now)
        found = list_materials([line.lesson for line in outline if line.is_open])
        files = _read_files(acting, found.values(), now)
        shown = [
            (line.lesson, [(block, _show(block, files)) for block in found[line.lesson.pk]])
            for line in outline
            if line.lesson.pk in found
        ]
        context = {"lessons": shown, "files": files, "is_whole": all(line.is_open for line in outline)}
        frame = _frame(acting, enrollment, _("Materials"), is_anything=bool(shown))
        return render(request, "cabinet/study/materials.html", frame | context)


def _show(block: Download | Video, files: Files) -> SafeString:
    """A file as in its lesson; of a video the page shows the words alone."""
    return show_block(block, files) if isinstance(block, Download) else SafeString()


def _read_files(acting: Acting, found: Iterable[tuple[Download | Video, ...]], now: datetime) -> Files:
    stored = [write_blocks(blocks) for blocks in found]
    return gather_files(acting.subject.company, stored, address_for_account(acting.account.user.pk, now=now), now)


def _frame(acting: Acting, enrollment: Enrollment, heading: str, *, is_anything: bool) -> dict[str, object]:
    return {
        "heading": heading,
        "is_anything": is_anything,
        "course": enrollment.run.course,
        "enrollment": enrollment,
        "course_address": course_address(acting, enrollment),
    }
