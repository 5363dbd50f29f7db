"""Refused reads and values that don't open are counted, whatever page they end: many are an incident (8.3, 11.1)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lerna.kit import clock
from lerna.privacy.incidents.rules import Signal
from lerna.privacy.incidents.signals.refusals import recognize
from lerna.privacy.incidents.signals.tallies import COMPANY, count_sign


class WatchfulMiddleware:
    """Sees what a view raised, after the view's own transaction is rolled back, and leaves the answer to others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Counts it for the role of the staff who is logged in, if anybody is."""
        signal = recognize(error)
        if signal is not None:
            account = getattr(request, "account", None)
            role = account.user.role if account is not None and signal is Signal.REFUSED_READS else ""
            company = request.site.company  # type: ignore[attr-defined]  # set by SiteMiddleware
            count_sign(company=company, signal=signal, about=role or COMPANY, now=clock.now())
