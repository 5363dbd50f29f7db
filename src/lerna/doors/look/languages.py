"""The same page in the site's other languages. The language stands in the address (`/kk/policy/`): no cookie."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, translate_url
from django.utils.translation import get_language

SHORT_NAMES = {"ru": "Рус", "kk": "Қаз", "en": "Eng"}  # as each language's readers shorten it; never translated


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A page in one language. `href` keeps the query; `address` is absolute and without it, for hreflang."""

    code: str
    name: str
    short_name: str
    href: str
    address: str
    current: bool


def list_language_links(request: HttpRequest, languages: list[str], *, start: str) -> tuple[LanguageLink, ...]:
    """The request's page in each of these languages, in this order; a page that isn't found leads to the front page.

    `start` is the site's own address, on which each link's `address` is built.
    """
    names = dict(settings.LANGUAGES)
    query = request.META.get("QUERY_STRING", "")
    links = []
    for code in languages:
        path = translate_path(request.path, code)
        links.append(
            LanguageLink(
                code=code,
                name=str(names[code]),
                short_name=SHORT_NAMES[code],
                href=f"{path}?{query}" if query else path,
                address=start + path,
                current=code == get_language(),
            )
        )
    return tuple(links)


def translate_path(path: str, language: str) -> str:
    """The path of the same page in another language; that language's front page where nothing answers to `path`."""
    try:
        resolve(path)
    except Resolver404:
        return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    return translate_url(path, language)
