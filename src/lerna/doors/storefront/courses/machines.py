"""What search engines read first: a site's pages in each of its languages, and which aren't for them.

Forms: https://www.sitemaps.org/protocol.html, with the languages as links to alternates; RFC 9309 for robots.txt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from lerna.companies.models import Site
from lerna.doors.look.addresses import build_site_address, get_site
from lerna.doors.storefront.courses.addresses import Alternate, list_alternates
from lerna.school.catalogue.models import Course
from lerna.school.catalogue.queries import list_courses, list_free_lessons, list_programs

MOST = 50_000  # addresses in one file, by the protocol
_PAGES = ("home", "courses", "company", "contacts", "policy")
_CLOSED = ("account/", "desk/", "apply/thanks/", "changes/", "letters/", "requests/", "mailbox/", "kit/")


@dataclass(frozen=True, slots=True)
class Listed:
    """One address; `alternates` are those of the same page in all languages, itself among them."""

    address: str
    changed_at: datetime | None = None
    alternates: tuple[Alternate, ...] = ()


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page of the site; of courses only those of its own catalogue."""
    site = get_site(request)
    listed = list(_list_all(site, build_site_address(request, site)))[:MOST]
    return render(request, "storefront/courses/sitemap.xml", {"listed": listed}, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines are asked to leave alone: pages that are somebody's own."""
    site = get_site(request)
    starts = ["" if code == settings.LANGUAGE_CODE else f"{code}/" for code in site.languages]
    lines = ["User-agent: *", *(f"Disallow: /{start}{closed}" for start in starts for closed in _CLOSED)]
    lines += ["Allow: /", "", f"Sitemap: {build_site_address(request, site)}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _list_all(site: Site, start: str) -> Iterator[Listed]:
    for name in _PAGES:
        alternates = tuple(
            Alternate(code, start + _write("storefront:" + name, code), code == site.default_language)
            for code in site.languages
        )
        yield from (Listed(alternate.address, None, alternates) for alternate in alternates)
    families: dict[str, list[Course]] = {}
    for course in list_courses(site).order_by("key"):
        families.setdefault(course.family or f"only {course.key}", []).append(course)
    for courses in families.values():
        yield from _list_family(site, start, courses)
    for lesson in list_free_lessons(site):
        course = lesson.course
        yield Listed(
            start + _write("storefront:free_lesson", course.language, course.key, lesson.key), course.changed_at
        )
    for program in list_programs(site):
        yield Listed(start + _write("storefront:program", program.language, program.key), program.changed_at)


def _list_family(site: Site, start: str, courses: Sequence[Course]) -> Iterator[Listed]:
    alternates = list_alternates(site, start, courses)
    changed_at = max(course.changed_at for course in courses)
    yield from (Listed(alternate.address, changed_at, alternates) for alternate in alternates)


def _write(name: str, language: str, *keys: str) -> str:
    with override(language):
        return reverse(name, args=keys)
