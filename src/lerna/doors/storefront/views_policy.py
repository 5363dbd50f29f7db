"""The company's policy on each of its sites (clauses 3.1, 11.4). All of it opens without consent (clause 4.3)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast, get_args

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from lerna.companies.models import Company, Site
from lerna.doors.look.paper.pdf import PdfUnavailableError
from lerna.doors.storefront.policy_pdf import make_pdf
from lerna.doors.storefront.policy_reading import compare_versions, read_version
from lerna.privacy.policy.diff import Change
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.queries import current_version, get_pair, get_version, list_versions

View = Callable[..., HttpResponse]
_PAIR = 2


def revalidated(view: View) -> View:
    """For a safe page that a browser may keep, but asks about each time: the answer is mostly 304, by ETag."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- a view's arguments
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_cache=True, public=True)
        return response

    return require_safe(conditional_page(answer))


@revalidated
def policy(request: HttpRequest) -> HttpResponse:
    """The policy in force."""
    version = current_version(_company(request))
    if version is None:
        return render(request, "storefront/policy_none.html", status=404)
    return _show(request, version, version.number)


@revalidated
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version, at an address that stays."""
    versions = list_versions(_company(request))
    newest = versions[0].number if versions else 0
    return _show(request, _version(request, number), newest)


@revalidated
def archive(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first."""
    return render(request, "storefront/policy_archive.html", {"versions": list_versions(_company(request))})


@revalidated
def compare(request: HttpRequest) -> HttpResponse:
    """What changed between two versions; the last two where none are named."""
    versions = list_versions(_company(request))
    context: dict[str, Any] = {"versions": versions}
    pair = _read_pair(request, versions)
    if pair is not None:
        try:
            comparison = compare_versions(*get_pair(_company(request), *pair))
        except PolicyVersion.DoesNotExist:
            raise Http404 from None
        context["comparison"] = comparison
        if comparison.diff:
            context |= {change: comparison.diff.count(change) for change in get_args(Change)}
    return render(request, "storefront/policy_compare.html", context)


@revalidated
def print_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version without the site's frame, for paper."""
    version = _version(request, number)
    response = HttpResponse(_print_page(request, version))
    response["Last-Modified"] = http_date(version.published_at.timestamp())
    return response


@revalidated
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """One version as PDF; a page that says why not where this machine can't make one."""
    version = _version(request, number)
    name = f"{_site(request).key}-{version.number}-{get_language()}"
    try:
        content = make_pdf(_print_page(request, version), name)
    except PdfUnavailableError:
        return render(request, "storefront/policy_no_pdf.html", {"version": version}, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="policy-{name}.pdf"'
    response["Last-Modified"] = http_date(version.published_at.timestamp())
    return response


@revalidated
def canonical_json(request: HttpRequest, number: int) -> HttpResponse:
    """The very characters that the version's SHA-256 is of, for whoever wants to count it again."""
    version = _version(request, number)
    response = HttpResponse(version.document, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="policy-{_site(request).key}-{version.number}.json"'
    response["Last-Modified"] = http_date(version.published_at.timestamp())
    return response


def _show(request: HttpRequest, version: PolicyVersion, newest: int) -> HttpResponse:
    context = {"reading": read_version(version), "newest": newest, "previous": version.number - 1}
    return render(request, "storefront/policy.html", context)


def _print_page(request: HttpRequest, version: PolicyVersion) -> str:
    site = _site(request)
    # The site's own host, whatever sub-domain was asked, so that every copy of a version is the same to the byte.
    address = f"https://{site.host}{reverse('storefront:policy_version', args=[version.number])}"
    context = {
        "reading": read_version(version),
        "site": site,
        "company": site.company,
        "address": address,
        "qr": segno.make(address, error="m").svg_data_uri(border=0),
    }
    return render_to_string("storefront/policy_print.html", context)


def _read_pair(request: HttpRequest, versions: tuple[PolicyVersion, ...]) -> tuple[int, int] | None:
    """The numbers to compare, from the query or the two newest; None where there is but one version. Else Http404."""
    if "from" in request.GET or "to" in request.GET:
        try:
            return int(request.GET.get("from", "")), int(request.GET.get("to", ""))
        except ValueError:
            raise Http404 from None
    return (versions[1].number, versions[0].number) if len(versions) >= _PAIR else None


def _version(request: HttpRequest, number: int) -> PolicyVersion:
    try:
        return get_version(_company(request), number)
    except PolicyVersion.DoesNotExist:
        raise Http404 from None


def _company(request: HttpRequest) -> Company:
    return _site(request).company


def _site(request: HttpRequest) -> Site:
    return cast("Site", request.site)  # set by our own middleware; the stubs know Django's sites only
