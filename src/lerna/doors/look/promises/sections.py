"""The clauses under the headings of the policy that the company has in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from django.urls import reverse
from django.utils.translation import get_language

from lerna.companies.models import Company
from lerna.privacy.policy.document import LANGUAGES, Language
from lerna.privacy.policy.promises.clauses import Clause, Means
from lerna.privacy.policy.queries import choose_text, current_version, read_document

_DESK = "/desk/"  # what stands there a visitor can't open


@dataclass(frozen=True, slots=True)
class Section:
    """Clauses of one section; `title` is empty where the company's own text has no such section."""

    number: str
    title: str
    clauses: tuple[Clause, ...]


def list_sections(company: Company, clauses: Iterable[Clause]) -> tuple[Section, ...]:
    """In the order of the clauses, titled in the language of the page or the nearest that the policy has. One query."""
    titles = _read_titles(company)
    return tuple(
        Section(number, titles.get(number, ""), tuple(found)) for number, found in groupby(clauses, _number_of_section)
    )


def list_means(clauses: Iterable[Clause]) -> tuple[Means, ...]:
    """Every means that keeps one of these, each once."""
    return tuple(dict.fromkeys(means for clause in clauses for means in clause.means))


def find_address(clause: Clause, *, at_desk: bool = False) -> str:
    """The address, in the language of the page, where the clause is seen kept; empty where the reader can't see it."""
    page = clause.entry.page
    is_open = page and (at_desk or not page.startswith(_DESK))
    return reverse("storefront:home") + page.removeprefix("/") if is_open else ""


def _number_of_section(clause: Clause) -> str:
    return clause.number.partition(".")[0]


def _read_titles(company: Company) -> dict[str, str]:
    version = current_version(company)
    if version is None:
        return {}
    language = get_language()
    text = choose_text(read_document(version), cast("Language", language) if language in LANGUAGES else LANGUAGES[0])
    return {section.number: section.title for section in text.sections}
