"""What of an incident goes on paper: its file, and the notice to the authority as a page and as PDF."""

import base64
from collections.abc import Callable
from hashlib import sha256
from typing import cast

from csp.constants import NONE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lerna.accounts.queries import Account
from lerna.doors.desk.incidents.shown import show_file
from lerna.doors.desk.incidents.views import open_file
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.privacy.incidents.notices.authority import STYLE, NoPdfError, print_notice, write_notice
from lerna.privacy.policy.purposes import Purpose

View = Callable[..., HttpResponseBase]
Decorator = Callable[[View], View]
_UNAVAILABLE = 503
_HASH = base64.b64encode(sha256(STYLE.encode()).digest()).decode()
# The notice brings its style sheet along, as it does on paper and in a file; nothing else is let in.
_with_its_style = cast("Decorator", csp({"default-src": [NONE], "style-src": [f"'sha256-{_HASH}'"]}))


@needs_role_for(Purpose.SECURITY)
@require_safe
def incident_print(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """The whole file for paper."""
    company, now = account.subject.company, clock.now()
    context = show_file(open_file(company, number), company, now) | {"company": company, "printed": True}
    return render(request, "desk/incidents/print.html", context)


@_with_its_style
@needs_role_for(Purpose.SECURITY)
@require_safe
def notice(_request: HttpRequest, account: Account, number: str, language: str) -> HttpResponse:
    """As it would go now, or as it went."""
    return HttpResponse(_write(account, number, language))


@needs_role_for(Purpose.SECURITY)
@require_safe
def notice_pdf(_request: HttpRequest, account: Account, number: str, language: str) -> HttpResponse:
    """The same to send."""
    try:
        content = print_notice(_write(account, number, language))
    except NoPdfError as error:
        return HttpResponse(f"{error}\n", status=_UNAVAILABLE, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{number}-{language}.pdf"'
    return response


def _write(account: Account, number: str, language: str) -> str:
    if language not in LANGUAGE_CODES:
        raise Http404
    file = open_file(account.subject.company, number)
    is_sent = file.incident.notice and f'<html lang="{language}">' in file.incident.notice
    return file.incident.notice if is_sent else write_notice(file, cast("LanguageCode", language), clock.now())
