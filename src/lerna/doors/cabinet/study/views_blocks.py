"""What a learner does in a lesson: chooses in a poll, starts an exercise, writes a note, stops somewhere."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lerna.doors.cabinet.study.forms import NoteForm
from lerna.doors.cabinet.study.page import lesson_address
from lerna.doors.cabinet.study.reading import Found, needs_open_lesson
from lerna.school.blocks.kinds import Exercise, Package, Poll, Video
from lerna.school.learning.notes import keep_note
from lerna.school.learning.operations import Position, complete_block, keep_position
from lerna.school.learning.packages.operations import ReportsItselfError, finish_silent
from lerna.school.learning.packages.queries import Place
from lerna.school.learning.polls import UnknownChoiceError, answer_poll
from lerna.school.learning.queries import read_lesson_blocks

Asking = TypeVar("Asking", Poll, Exercise, Package)
_LONGEST_VIDEO = 24 * 3600  # seconds


@needs_open_lesson
@require_POST
def poll(request: HttpRequest, found: Found, block: str) -> HttpResponse:
    """Keeps what was chosen; nothing where nothing was."""
    asked, choice = _need_block(found, Poll, block), _read_number(request, "choice")
    if choice is not None:
        try:
            answer_poll(enrollment=found.enrollment, lesson=found.lesson, poll=asked, choice=choice, now=found.now)
        except UnknownChoiceError as error:
            raise Http404 from error
    return _go_back(found, f"block-{block}")


@needs_open_lesson
@require_POST
def exercise(_request: HttpRequest, found: Found, block: str) -> HttpResponse:
    """Starts an author's program, which is all that it asks."""
    _need_block(found, Exercise, block)
    complete_block(enrollment=found.enrollment, lesson=found.lesson, block=block, now=found.now)
    return _go_back(found, f"block-{block}")


@needs_open_lesson
@require_POST
def package(_request: HttpRequest, found: Found, block: str) -> HttpResponse:
    """The learner is done with a package that doesn't say so itself; nothing where it does."""
    place = Place(found.enrollment, found.lesson, _need_block(found, Package, block))
    with suppress(ReportsItselfError):
        finish_silent(place=place, now=found.now)
    return _go_back(found, f"block-{block}")


@needs_open_lesson
@require_POST
def note(request: HttpRequest, found: Found) -> HttpResponse:
    """Keeps the learner's own note; one that is too long is not taken, and the browser doesn't let it be written."""
    form = NoteForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"].replace("\r\n", "\n")
        keep_note(enrollment=found.enrollment, lesson=found.lesson, text=text, now=found.now)
    return _go_back(found, "note")


@needs_open_lesson
@require_POST
def position(request: HttpRequest, found: Found) -> HttpResponse:
    """Keeps how far the page is scrolled and a video played; sent by the script of the page."""
    videos = {key: _read_number(request, f"video-{key}") for key in _list_keys(found, Video.KIND)}
    video = {key: min(second, _LONGEST_VIDEO) for key, second in videos.items() if second is not None}
    place = min(_read_number(request, "place") or 0, 100)
    kept = Position(place=place, video=video)
    keep_position(enrollment=found.enrollment, lesson=found.lesson, position=kept, now=found.now)
    return HttpResponse(status=204)


def _need_block(found: Found, kind: type[Asking], key: str) -> Asking:
    """The block of this kind and key; Http404."""
    for block in read_lesson_blocks(found.lesson):
        if isinstance(block, kind) and block.key == key:
            return block
    raise Http404


def _list_keys(found: Found, kind: str) -> Sequence[str]:
    return [block.key for block in read_lesson_blocks(found.lesson) if kind == block.KIND]


def _read_number(request: HttpRequest, name: str) -> int | None:
    """A whole number that isn't negative; None for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(_LONGEST_VIDEO)) else None


def _go_back(found: Found, place: str) -> HttpResponse:
    return redirect(f"{lesson_address(found.acting, found.enrollment, found.lesson.key)}#{place}")
