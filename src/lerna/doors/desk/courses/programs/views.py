"""The programs of the company, a new one, and one of them: what it says, its courses in order, who sees it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from lerna.accounts.queries import Account
from lerna.doors.desk.courses.forms import NewCourseForm
from lerna.doors.desk.courses.programs.forms import (
    ProgramForm,
    press,
    read_typed,
    say_page,
    write_initial,
)
from lerna.doors.desk.courses.views import PAGE, TAKEN
from lerna.doors.desk.pages import render_page
from lerna.doors.look.addresses import get_site
from lerna.doors.look.signed_in import needs_author
from lerna.kit import clock
from lerna.school.catalogue.authoring.programs import (
    ProgramKeyTakenError,
    find_program,
    list_programs,
    make_program,
    read_program,
    save_program,
)
from lerna.school.catalogue.lessons import EditConflictError
from lerna.school.catalogue.models import Program

_CONFLICT, _INVALID = 409, 422
_FOLDER = "desk/courses/programs"


@needs_author
@require_safe
def programs(request: HttpRequest, account: Account) -> HttpResponse:
    """Every program of the company."""
    context = {"programs": list_programs(account.subject.company)}
    return render_page(request, account, PAGE, f"{_FOLDER}/list.html", context)


@needs_author
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, account: Account) -> HttpResponse:
    """A title, an address and a language; the rest stands on the program's own page."""
    form = NewCourseForm(request.POST) if request.method == "POST" else NewCourseForm()
    if form.is_valid():
        try:
            made = make_program(company=account.subject.company, now=clock.now(), **form.cleaned_data)
        except ProgramKeyTakenError:
            form.add_error("key", TAKEN)
        else:
            return redirect("desk:program", made.key)
    status = _INVALID if form.errors else 200
    return render_page(request, account, PAGE, f"{_FOLDER}/new.html", {"form": form}, status)


@needs_author
@require_http_methods(["GET", "HEAD", "POST"])
def program(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    """What the program says. Its buttons change the order on the page alone; one saves all of it."""
    company = account.subject.company
    found = find_program(company, key)
    if found is None:
        raise Http404
    if request.method != "POST":
        page = read_program(found)
        keys = [course.key for course in page.courses]
        form = ProgramForm(initial=write_initial(found.version, page), company=company, keys=keys)
        return _render(request, account, found, form, is_here=page.is_shown and get_site(request) in page.sites)
    keys = request.POST.getlist("course")
    if "do" in request.POST:
        keys, typed = press(keys, request.POST["do"], read_typed(request.POST))
        return _render(request, account, found, ProgramForm(initial=typed, company=company, keys=keys), is_moved=True)
    form = ProgramForm(request.POST, company=company, keys=keys)
    if not form.is_valid():
        return _render(request, account, found, form, status=_INVALID)
    try:
        save_program(program=found, base=form.cleaned_data["version"], page=form.read_page(), now=clock.now())
    except EditConflictError:
        return _show_conflict(request, account, found, form)
    return redirect("desk:program", found.key)


def _show_conflict(request: HttpRequest, account: Account, program: Program, form: ProgramForm) -> HttpResponse:
    """Theirs beside what was typed, which the next click saves in its place."""
    mine, theirs = say_page(form.read_page()), say_page(read_program(program))
    typed = {**read_typed(request.POST), "version": program.version}
    again = ProgramForm(initial=typed, company=program.company, keys=[course.key for course in form.courses])
    others = [(label, text) for label, text in theirs.items() if mine[label] != text]
    return _render(request, account, program, again, is_conflict=True, theirs=others, status=_CONFLICT)


def _render(
    request: HttpRequest,
    account: Account,
    program: Program,
    form: ProgramForm,
    *,
    status: int = 200,
    **said: object,
) -> HttpResponse:
    context = {"program": program, "form": form, **said}
    return render_page(request, account, PAGE, f"{_FOLDER}/program.html", context, status)
