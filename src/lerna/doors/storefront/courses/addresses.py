"""Where a course stands in each language: its translation where the family has one, else itself in that frame.

A page whose words are Russian in a Kazakh frame isn't another page to a search engine, so it names the Russian one as
its canonical address.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override

from lerna.companies.models import Site
from lerna.doors.look.addresses import build_site_address
from lerna.school.catalogue.models import Course


@dataclass(frozen=True, slots=True)
class Alternate:
    """A course's page in one language, by an absolute address."""

    code: str
    address: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Addresses:
    """One page's own address among those of all languages."""

    canonical: str
    alternates: tuple[Alternate, ...]


def find_addresses(request: HttpRequest, site: Site, course: Course, translations: Sequence[Course]) -> Addresses:
    """Addresses of the course's page; `translations` are the family's courses on this site, itself among them."""
    start = build_site_address(request, site)
    alternates = list_alternates(site, start, translations)
    language = get_language() or settings.LANGUAGE_CODE
    here = start + write_path(course, language)
    known = {alternate.address for alternate in alternates}
    return Addresses(here if here in known else start + write_path(course, course.language), alternates)


def list_alternates(site: Site, start: str, translations: Sequence[Course]) -> tuple[Alternate, ...]:
    """The family's page in each of the site's languages; `start` is the site's own address."""
    own = {each.language: each for each in reversed(translations)}
    first = own.get(site.default_language, translations[0])
    return tuple(
        Alternate(code, start + write_path(own.get(code, first), code), code == site.default_language)
        for code in site.languages
    )


def write_path(course: Course, language: str) -> str:
    """The path of the course's page in the frame of this language."""
    with override(language):
        return reverse("storefront:course", args=[course.key])
