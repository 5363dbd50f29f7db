"""What stands before every page: the request's id, its log line and figures, and the site that the host names."""

import logging
import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from lerna.companies.hosts import find_packages_owner, normalize_host
from lerna.companies.queries import site_for_host
from lerna.config import health, metrics
from lerna.doors.player import urls as player_urls

GetResponse = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_log = structlog.get_logger("lerna.request")


class RequestMiddleware:
    """Ties the log lines of one request: takes the proxy's X-Request-ID if it is sane, else makes one; answers with it.

    The request's own line names the view, never the raw address, which can hold a personal value.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            self._tell(request, response, time.perf_counter() - started)
        response["X-Request-ID"] = request_id
        return response

    def _tell(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        view = request.resolver_match.view_name if request.resolver_match else "-"
        method = request.method if request.method in metrics.METHODS else "OTHER"
        metrics.count_request(view=view, method=method, status=response.status_code, seconds=seconds)
        is_supervisor = request.path in health.ADDRESSES  # asked every few seconds: no line for each
        _log.log(
            logging.DEBUG if is_supervisor else logging.INFO,
            "request",
            method=method,
            view=view,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            site=getattr(getattr(request, "site", None), "key", None),
        )


class SiteMiddleware:
    """Sets `request.site`. A host nobody owns gets a plain 404 that names nobody (clause 2.2), static files included.

    One sheet needs no site: the error page's, which names nobody and must come when the database is away. The host on
    which a site's packages are played has addresses of its own, and of our static files those of the player alone: what
    strangers wrote runs there, and nothing of ours stands beside it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == f"{settings.STATIC_URL}look/error.css":
            return self.get_response(request)
        host, _ = split_domain_port(request.headers.get("Host", ""))
        owner = find_packages_owner(normalize_host(host) or "", settings.LERNA_PACKAGES_HOST)
        site = site_for_host(owner or host)
        if site is None or (owner and _is_of_ours(request.path)):
            return HttpResponse("Not found\n", status=404, content_type="text/plain; charset=utf-8")
        request.site = site  # type: ignore[assignment]  # django-stubs knows django.contrib.sites alone
        if owner:
            request.urlconf = player_urls.__name__  # type: ignore[attr-defined]  # Django's way to other addresses
        return self.get_response(request)


def _is_of_ours(path: str) -> bool:
    """Whether this is a static file that the packages' host hasn't."""
    return path.startswith(settings.STATIC_URL) and not path.startswith(
        tuple(f"{settings.STATIC_URL}{folder}" for folder in player_urls.STATIC_FOLDERS)
    )
