"""What stands before every page: the request's id, and the site that the host names."""

import re
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from lerna.companies.queries import site_for_host

GetResponse = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


class RequestIdMiddleware:
    """Ties the log lines of one request: takes the proxy's X-Request-ID if it is sane, else makes one; answers with it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class SiteMiddleware:
    """Sets `request.site`. A host nobody owns gets a plain 404 that names nobody (clause 2.2)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host, _ = split_domain_port(request.headers.get("Host", ""))
        site = site_for_host(host)
        if site is None:
            return HttpResponse("Not found\n", status=404, content_type="text/plain; charset=utf-8")
        request.site = site  # type: ignore[attr-defined]
        return self.get_response(request)
