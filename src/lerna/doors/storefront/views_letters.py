"""The link below a letter: the consent behind it is withdrawn without a password, as easily as it was given (6.1)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lerna.doors.look.addresses import get_site
from lerna.kit import clock
from lerna.privacy.letters.operations import stop_letters
from lerna.privacy.letters.queries import NoSuchLetterError, NotStoppableError, find_stoppable
from lerna.privacy.letters.wire.addresses import WrongTokenError


@never_cache
@csrf_exempt  # RFC 8058: the mail provider sends it without a page of ours before; the signed link is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks on GET, because programs open links on their own; withdraws on POST, and may be repeated."""
    company = get_site(request).company
    try:
        if request.method != "POST":
            _, purpose = find_stoppable(company, token)
            return _answer(render(request, "storefront/letter_stop.html", {"purpose": purpose}))
        stopped = stop_letters(company=company, token=token, now=clock.now())
    except (WrongTokenError, NoSuchLetterError, NotStoppableError):
        return _answer(render(request, "storefront/letter_link_dead.html", status=404))
    if stopped.refused:
        return _answer(render(request, "storefront/not_withdrawn.html", {"refused": stopped.refused}))
    return _answer(render(request, "storefront/letter_stop.html", {"purpose": stopped.purpose, "is_done": True}))


def _answer(response: HttpResponse) -> HttpResponse:
    """The address is a key: it goes to no other site and into no search engine."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
