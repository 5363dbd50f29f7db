"""What a visitor sees instead of a page: a request that can't be read, a form that isn't let in, a broken server."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

_RETRY_AFTER = "30"  # seconds; a database that restarts is back by then


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that can't be read; in plain words where it broke before its site was known."""
    del exception  # may quote what was sent
    if not hasattr(request, "site"):
        return HttpResponse("Bad request\n", status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a proof that it is ours; Django's `reason` is for its log, not for a visitor."""
    del reason
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a broken server: 503 and when to come again where the database is away, else 500.

    Django calls this while it handles the exception, a timeout of the pool among the operational errors.
    """
    response: HttpResponse = defaults.server_error(request)
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response["Retry-After"] = _RETRY_AFTER
    return response
