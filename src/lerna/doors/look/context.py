"""What the frame of every page knows: its site, company, brand and languages. No query of its own."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import get_language

from lerna.doors.look.addresses import build_site_address
from lerna.doors.look.brand import hash_brand_css, list_preloads
from lerna.doors.look.languages import list_language_links


def look(request: HttpRequest) -> dict[str, Any]:
    """`site`, `company`, `languages`, and what the head needs; nothing where the host is nobody's."""
    site = getattr(request, "site", None)
    if site is None:
        return {}
    own_address = build_site_address(request, site)  # not the sub-domain asked: a page has one canonical address
    languages = list_language_links(request, site.languages, start=own_address)
    return {
        "site": site,
        "company": site.company,
        "languages": languages,
        "canonical": next((link.address for link in languages if link.current), own_address + request.path),
        "brand_version": hash_brand_css(site),
        "font_preloads": _list_font_addresses(site.display_font, get_language() or settings.LANGUAGE_CODE),
        "shows_gallery": not settings.IN_PRODUCTION,
    }


@cache
def _list_font_addresses(display_font: str, language: str) -> tuple[str, ...]:
    # An installation without the npm packages falls back on the system's fonts; it must not ask for missing files.
    present = [path for path in list_preloads(display_font, language) if finders.find(path)]
    # The style sheet writes @ as it is; an address written otherwise is another one to a browser, and fetched twice.
    return tuple(static(path).replace("%40", "@") for path in present)
