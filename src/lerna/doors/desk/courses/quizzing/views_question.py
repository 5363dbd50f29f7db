"""One question of a quiz as a form. Buttons that add, remove or move a row save nothing and lose nothing."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lerna.accounts.queries import Account
from lerna.doors.desk.courses.finding import needs_course
from lerna.doors.desk.courses.quizzing.pictures import list_pictures, show_picture
from lerna.doors.desk.courses.quizzing.saving import Opened, find_free_key, open_lesson, put_question, save_quiz
from lerna.doors.desk.courses.quizzing.settings import NewQuizForm
from lerna.doors.desk.courses.quizzing.sheets import KINDS, Sheet, read_sent, reshape, write_blank, write_question
from lerna.doors.desk.courses.quizzing.views import CONFLICT, INVALID, read_base
from lerna.doors.desk.courses.views import PAGE, TAKEN
from lerna.doors.desk.pages import render_page
from lerna.kit import clock
from lerna.school.blocks.kinds import Quiz
from lerna.school.blocks.questions import Question
from lerna.school.catalogue.lessons import EditConflictError
from lerna.school.catalogue.models import TITLE_LENGTH, Course, Lesson
from lerna.school.exchange.folder.lines import FolderError
from lerna.school.exchange.folder.write_questions import write_questions


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """The question that is written, None for a new one, in its quiz, which may be new too."""

    opened: Opened
    quiz: Quiz
    kind: str
    question: Question | None = None


@needs_course
@require_safe
def new_quiz(request: HttpRequest, account: Account, course: Course, lesson: Lesson) -> HttpResponse:
    """How a new quiz is called; it is there with its first question."""
    form = NewQuizForm(request.GET) if "key" in request.GET else NewQuizForm(initial={"key": "check"})
    if form.is_valid():
        data = form.cleaned_data
        if not open_lesson(lesson).has(data["key"]):
            place = reverse("desk:new_question", args=[course.key, lesson.key, data["key"]])
            return redirect(f"{place}?{urlencode({'kind': data['kind'], 'title': data['title']})}")
        form.add_error("key", TAKEN)
    context = {"course": course, "lesson": lesson, "form": form}
    return render_page(request, account, PAGE, "desk/courses/quiz_new.html", context, INVALID if form.errors else 200)


@needs_course
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: HttpRequest, account: Account, course: Course, lesson: Lesson, *, block: str) -> HttpResponse:  # noqa: ARG001 -- a view's argument
    """A question at the end of the quiz; with a title, the first one of a new quiz."""
    sent = request.POST if request.method == "POST" else request.GET
    kind, title, opened = sent.get("kind", ""), sent.get("title", ""), open_lesson(lesson)
    quiz = opened.find(block)
    if quiz is None and title and not opened.has(block):
        quiz = Quiz(key=block, title=title[:TITLE_LENGTH], questions=())
    if quiz is None or kind not in KINDS:
        raise Http404
    return _answer(request, account, _Place(opened=opened, quiz=quiz, kind=kind))


@needs_course
@require_http_methods(["GET", "HEAD", "POST"])
def question(  # noqa: PLR0913, PLR0917 -- what the address names
    request: HttpRequest,
    account: Account,
    course: Course,  # noqa: ARG001 -- a view's argument
    lesson: Lesson,
    block: str,
    question: str,
) -> HttpResponse:
    """A question as it stands, and what its author makes of it."""
    opened = open_lesson(lesson)
    quiz = opened.find(block)
    found = next((one for one in quiz.questions if one.key == question), None) if quiz else None
    if quiz is None or found is None:
        raise Http404
    return _answer(request, account, _Place(opened=opened, quiz=quiz, kind=found.KIND, question=found))


def _answer(request: HttpRequest, account: Account, place: _Place) -> HttpResponse:
    files = list_pictures(account.subject.company, place.question)
    if request.method != "POST":
        written = write_question(place.question) if place.question else write_blank(place.kind)
        return _render(request, account, place, Sheet(place.kind, files=files, written=written))
    base = read_base(request)
    if wish := request.POST.get("do", ""):
        written = read_sent(place.kind, request.POST)
        reshape(written, wish)
        return _render(request, account, place, Sheet(place.kind, files=files, written=written), base=base)
    sheet = Sheet(place.kind, files=files, sent=request.POST)
    if not sheet.is_valid():
        return _render(request, account, place, sheet, base=base, status=INVALID)
    made = sheet.make_question(place.question.key if place.question else find_free_key(place.quiz))
    try:
        save_quiz(place.opened, put_question(place.quiz, made), base=base, now=clock.now(), author=account.user.pk)
    except FolderError as error:
        faults = tuple(fault.translated for fault in error.faults)
        return _render(request, account, place, sheet, base=base, faults=faults, status=INVALID)
    except EditConflictError:
        return _render(request, account, place, sheet, is_conflict=True, status=CONFLICT)
    lesson = place.opened.lesson
    return redirect("desk:quiz_form", lesson.course.key, lesson.key, place.quiz.key)


def _render(  # noqa: PLR0913 -- the page, and what it says of what was sent
    request: HttpRequest,
    account: Account,
    place: _Place,
    sheet: Sheet,
    *,
    base: int | None = None,
    faults: tuple[str, ...] = (),
    is_conflict: bool = False,
    status: int = 200,
) -> HttpResponse:
    lesson = place.opened.lesson
    context = {
        "course": lesson.course, "lesson": lesson, "quiz": place.quiz, "is_new": place.question is None,
        "kind": place.kind, "spec": sheet.spec, "sheet": sheet, "faults": faults, "is_conflict": is_conflict,
        "base": place.opened.base if base is None else base,
        "their_text": write_questions((place.question,)) if place.question and is_conflict else "",
        "picture": show_picture(sheet, account, clock.now()),
    }  # fmt: skip
    return render_page(request, account, PAGE, "desk/courses/question.html", context, status)
