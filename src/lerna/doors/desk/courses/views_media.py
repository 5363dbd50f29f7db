"""The media library: files of the company, how each is named in a lesson, and where it is used."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lerna.accounts.queries import Account
from lerna.doors.desk.pages import render_page
from lerna.doors.look.signed_in import needs_author
from lerna.kit import clock
from lerna.school.catalogue.authoring.drafts import list_media
from lerna.school.catalogue.media import keep_file
from lerna.school.exchange.drafting import name_media

LATEST = 200
LARGEST = 500 * 1000 * 1000  # bytes
_INVALID = 422
_PAGE = "media"


@needs_author
@require_safe
def media(request: HttpRequest, account: Account) -> HttpResponse:
    """The newest files."""
    return _render(request, account)


@needs_author
@require_POST
def add(request: HttpRequest, account: Account) -> HttpResponse:
    """Keeps files; for the editor's script it answers how the file is named."""
    company, names = account.subject.company, list[str]()
    files = request.FILES.getlist("file")
    if not files or any(not file.size or file.size > LARGEST for file in files):
        fault = _("Choose a file that isn't empty and has at most 500 MB.")
        if request.accepts("text/html"):
            return _render(request, account, fault=fault)
        return JsonResponse({"fault": fault}, status=_INVALID)
    for file in files:
        with file.open() as content:
            kept = keep_file(company=company, content=content, name=file.name or "file", now=clock.now())
        names.append(name_media(kept))
    return redirect("desk:media") if request.accepts("text/html") else JsonResponse({"names": names})


def _render(request: HttpRequest, account: Account, fault: str = "") -> HttpResponse:
    found = [(file, name_media(file), lessons) for file, lessons in list_media(account.subject.company, LATEST)]
    context = {"files": found, "fault": fault, "most": LATEST}
    return render_page(request, account, _PAGE, "desk/courses/media.html", context, _INVALID if fault else 200)
