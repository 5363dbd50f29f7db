"""Where a site answers, and from where a request came."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from lerna.companies.models import Site


def get_site(request: HttpRequest) -> Site:
    """The site that the request came to; config.middleware.SiteMiddleware lets no request pass without one."""
    return cast("Site", getattr(request, "site"))  # noqa: B009 -- Django's types take `site` for another class


def build_site_address(request: HttpRequest, site: Site) -> str:
    """Address of a site's front page, without a path: `https://lerna.kz`; in development `http://lerna.localhost:8000`."""
    host, port = split_domain_port(request.get_host())
    if settings.LERNA_DEVELOPMENT_HOSTS and host.endswith(".localhost"):
        return f"{request.scheme}://{site.host.split('.')[0]}.localhost{f':{port}' if port else ''}"
    return f"https://{site.host}"


def read_visitor_address(request: HttpRequest) -> str:
    """The network address, used for counting and kept nowhere: as the connection says, or as our own proxy does."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))
