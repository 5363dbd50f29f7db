"""The mailbox of a development machine: letters that would have left, as their readers would see them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from lerna.doors.look.addresses import get_site
from lerna.privacy.letters.wire.mailbox import KeptLetter, find_kept, list_kept

View = Callable[..., HttpResponse]
Decorator = Callable[[View], View]
# Links open beside the page; scripts, forms and the page around stay out of reach.
_SANDBOX = ["allow-popups", "allow-popups-to-escape-sandbox"]
_LETTER_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "sandbox": _SANDBOX,
}


def in_development(view: View) -> View:
    """404 in production, where letters go to their people and lie nowhere."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- a view's arguments
        if settings.IN_PRODUCTION:
            raise Http404
        return view(request, *args, **kwargs)

    return require_safe(never_cache(answer))


# django-csp's types know views without arguments alone.
_framing = cast("Decorator", csp_update({"frame-src": [SELF]}))
_framed = cast("Decorator", csp(_LETTER_POLICY))


@in_development
def mailbox(request: HttpRequest) -> HttpResponse:
    """The letters of this site's company, the newest first."""
    return render(request, "look/mailbox.html", {"letters": list_kept(get_site(request).company.slug)})


@in_development
@_framing
def letter(request: HttpRequest, number: UUID) -> HttpResponse:
    """One letter: its headers, the HTML in a frame of its own, the plain text."""
    context = {"letter": _find(request, number), "sandbox": " ".join(_SANDBOX)}
    return render(request, "look/mailbox_letter.html", context)


@in_development
@xframe_options_sameorigin
@_framed
def letter_html(request: HttpRequest, number: UUID) -> HttpResponse:
    """The letter's own HTML, for the frame; links open in a new tab."""
    return HttpResponse(_find(request, number).html.replace("<head>", '<head><base target="_blank">', 1))


def _find(request: HttpRequest, number: UUID) -> KeptLetter:
    found = find_kept(get_site(request).company.slug, number)
    if found is None:
        raise Http404
    return found
