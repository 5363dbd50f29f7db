"""One work: its task, its form, its versions; a draft is saved with each button, whatever else becomes of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import needs_person
from lerna.doors.cabinet.study.page import LessonPage, course_address
from lerna.doors.cabinet.study.reading import Found, need_lesson
from lerna.doors.cabinet.study.works.forms import WorkForm, is_address
from lerna.doors.cabinet.study.works.shown import ShownVersion, show_dues, show_version
from lerna.doors.look.blocks.files import read_files
from lerna.doors.look.media.addresses import address_for_account
from lerna.doors.look.studies.works import list_scores, send_file
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.kinds import Assignment
from lerna.school.learning.assignments.files import (
    FileEmptyError,
    FileKindError,
    FileRefusedError,
    FileTooLargeError,
    TooManyFilesError,
    WorkClosedError,
    attach_file,
    keep_file,
    remove_file,
)
from lerna.school.learning.assignments.models import State, Submission
from lerna.school.learning.assignments.operations import NothingToHandInError, hand_in, save_draft
from lerna.school.learning.assignments.queries import NoSuchWorkError, list_latest, list_versions, read_submitted_file
from lerna.school.learning.queries import list_done_blocks, read_lesson_blocks

_REFUSED, _CONFLICT = 400, 409
_REMOVE = "remove:"  # before the number of a file, in what a button says
FAULTS = {
    FileKindError: _("we don't take files of this kind"),
    FileTooLargeError: _("it is too large"),
    FileEmptyError: _("it is empty"),
    TooManyFilesError: _("there are as many files as we take"),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A work's page: the lesson, the assignment in it, and whether anything can be written now."""

    found: Found
    page: LessonPage
    assignment: Assignment


@needs_person
@require_http_methods(["GET", "HEAD", "POST"])
def work(request: HttpRequest, acting: Acting, course: str, run: str, lesson: str, block: str) -> HttpResponse:  # noqa: PLR0913, PLR0917 -- an address of four parts
    """The work; sent, its draft is saved first and then whatever the button says is done."""
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner works on an assignment"):
        opened = _open(request, acting, (course, run, lesson), block)
    if request.method != "POST":
        return _render(opened)
    if not opened.found.line.is_open:
        raise Http404
    form = WorkForm(request.POST, request.FILES, assignment=opened.assignment, former=_read_latest(opened))
    if not form.is_valid():
        return _render(opened, _REFUSED, form=form)
    try:
        fault, refused = _keep(opened, form, request.POST.get("act", ""))
    except WorkClosedError:
        return _render(opened, _CONFLICT, is_closed=True)
    if fault or refused:
        return _render(opened, _REFUSED, fault=fault, refused=refused)
    return redirect(f"{opened.page.address('work', block=block)}#state")


@needs_person
@require_safe
def file(  # noqa: PLR0913, PLR0917 -- an address of five parts
    request: HttpRequest,  # noqa: ARG001
    acting: Acting,
    course: str,  # noqa: ARG001 -- whose file it is, is known by its number
    run: str,  # noqa: ARG001
    lesson: str,  # noqa: ARG001
    block: str,  # noqa: ARG001
    number: UUID,
) -> HttpResponse:
    """A file of one's own, back as it was handed over."""
    try:
        name, content, _subject = read_submitted_file(acting.subject.company, number, of=acting.subject.pk)
    except NoSuchWorkError:
        raise Http404 from None
    return send_file(name, content)


def _keep(opened: Opened, form: WorkForm, act: str) -> tuple[Promise | str, list[tuple[str, Promise]]]:
    """What is wrong with handing in, and which files weren't taken; all the rest is saved by then."""
    text, link = form.typed
    page, assignment = opened.page, opened.assignment
    draft = save_draft(
        enrollment=page.enrollment, lesson=page.lesson, assignment=assignment, text=text, link=link, now=page.now
    )
    if act.startswith(_REMOVE):
        remove_file(submission=draft, file_id=_read_id(act.removeprefix(_REMOVE)))
    refused = list(_attach(draft, form))
    if act != "hand_in" or refused:
        return "", refused
    if link and not is_address(link):
        return _("The link isn't one that a browser can follow: it begins with https://."), refused
    try:
        hand_in(enrollment=page.enrollment, lesson=page.lesson, assignment=assignment, now=page.now)
    except NothingToHandInError:
        return _("There is nothing to hand in yet."), refused
    return "", refused


def _attach(draft: Submission, form: WorkForm) -> Iterator[tuple[str, Promise]]:
    """Keeps the ticked files of the last version and what was added; of each that isn't taken, its name and why."""
    for number in form.cleaned_data.get("keep", ()):
        try:
            keep_file(submission=draft, former=_read_id(number), now=clock.now())
        except FileRefusedError as error:
            yield form.name_kept(number), FAULTS[type(error)]
    for one in form.cleaned_data.get("uploads", ()):
        try:
            attach_file(submission=draft, name=one.name or "", content=one.read(), now=clock.now())
        except FileRefusedError as error:
            yield one.name or "", FAULTS[type(error)]


def _read_latest(opened: Opened) -> ShownVersion | None:
    """What the work's newest version is by now."""
    page, assignment = opened.page, opened.assignment
    with processing(Purpose.LEARNING, company=page.acting.subject.company, reason="which files may be kept"):
        latest = list_latest(page.enrollment, page.lesson, [assignment.key]).get(assignment.key)
    return show_version(assignment, latest) if latest else None


def _open(request: HttpRequest, acting: Acting, place: tuple[str, str, str], block: str) -> Opened:
    now = clock.now()
    found = need_lesson(acting, *place, now=now)
    for one in read_lesson_blocks(found.lesson):
        if isinstance(one, Assignment) and one.key == block:
            done = list_done_blocks(found.enrollment, found.lesson)
            files = read_files(found.lesson, address_for_account(acting.account.user.pk, now=now), now=now)
            page = LessonPage(request, acting, found.enrollment, found.lesson, done, files, now)
            return Opened(found, page, one)
    raise Http404


def _render(opened: Opened, status: int = 200, **said: Any) -> HttpResponse:  # noqa: ANN401 -- what there is to say
    page, assignment, acting = opened.page, opened.assignment, opened.page.acting
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner sees a work"):
        versions = [
            show_version(assignment, one) for one in list_versions(page.enrollment, page.lesson, assignment.key)
        ]
        latest = versions[-1] if versions else None
        due = show_dues(page, [assignment]).get(assignment.key)
        former = latest.version if latest else None
        is_rework = former is not None and (former.number > 1 or former.state is State.RETURNED)  # which is never late
        initial = {"text": former.text, "link": former.link} if former else {}
        context = {
            "course": page.enrollment.run.course,
            "lesson": page.lesson,
            "assignment": assignment,
            "course_address": course_address(acting, page.enrollment),
            "lesson_address": page.address(),
            "page": page,
            "latest": latest,
            "is_draft": former is not None and former.state is State.DRAFT,
            "is_open": opened.found.line.is_open and (former is None or former.state in {State.DRAFT, State.RETURNED}),
            "earlier": versions[-2::-1],
            "due": due,
            "is_overdue": due is not None and due.is_over and not is_rework,
            "scores": list(list_scores(assignment)),
            "form": WorkForm(initial=initial, assignment=assignment, former=latest),
        }
        return render(page.request, "cabinet/study/works/work.html", context | said, status=status)


def _read_id(text: str) -> UUID:
    """The file that was chosen; one that nobody has where the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
