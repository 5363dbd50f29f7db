"""What of an incident goes on paper: its file, and the notice to the authority as a page and as PDF."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lerna.accounts.queries import Account
from lerna.doors.desk.incidents.shown import show_file
from lerna.doors.desk.incidents.views import open_file
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.privacy.incidents.notices.authority import NoPdfError, print_notice, write_notice
from lerna.privacy.policy.purposes import Purpose

_GONE = 503


@needs_role_for(Purpose.SECURITY)
@require_safe
def incident_print(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """The whole file for paper."""
    company, now = account.subject.company, clock.now()
    context = show_file(open_file(company, number), company, now) | {"company": company, "printed": True}
    return render(request, "desk/incidents/print.html", context)


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
        return HttpResponse(f"{error}\n", status=_GONE, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{number}-{language}.pdf"'
    return response


def _write(account: Account, number: str, language: str) -> str:
    if language not in LANGUAGE_CODES:
        raise Http404
    file = open_file(account.subject.company, number)
    is_sent = file.incident.notice and f'<html lang="{language}">' in file.incident.notice
    return file.incident.notice if is_sent else write_notice(file, cast("LanguageCode", language), clock.now())
