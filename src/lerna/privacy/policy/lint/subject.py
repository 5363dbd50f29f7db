"""Whose policy a text is, and what it is held against."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lerna.companies.facts import CompanyFacts
from lerna.companies.files import load_company_files
from lerna.companies.hosts import covers
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.lint.facts import HOST, NAMES, TWELVE_DIGITS
from lerna.privacy.policy.lint.finding import Subject, passages_of
from lerna.privacy.policy.lint.phrases import load_phrases
from lerna.privacy.policy.narrowing import terms_for

BIN_WEIGHT = 3  # a BIN names one company only; a name or a host may be a slip


class UnknownCompanyError(Exception):
    """Nobody can say whose policy this is; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A company and how strongly the text speaks for each one, by slug."""

    company: CompanyFacts
    votes: dict[str, int]


def load_companies() -> tuple[CompanyFacts, ...]:
    """The facts of every company in `policies/companies/`; DataFileError where a file is wrong."""
    folder = Path(settings.LERNA_POLICIES) / "companies"
    return tuple(file.facts for file in load_company_files(sorted(folder.glob("*.toml"))))


def find_company(companies: Sequence[CompanyFacts], slug: str) -> CompanyFacts:
    """The company of this slug; UnknownCompanyError where there is none."""
    for company in companies:
        if company.slug == slug:
            return company
    known = ", ".join(company.slug for company in companies)
    raise UnknownCompanyError(
        _("There is no company “%(slug)s”; known are: %(known)s.") % {"slug": slug, "known": known}
    )


def guess_company(document: Document, companies: Sequence[CompanyFacts]) -> Guess:
    """The company that the text's BINs, names and hosts speak for; UnknownCompanyError where none or two are alike."""
    votes: Counter[str] = Counter()
    for text in document.texts:
        for passage in passages_of(text):
            numbers = TWELVE_DIGITS.findall(passage.text)
            names = [match["name"].strip() for match in NAMES[passage.language].finditer(passage.text)]
            hosts = [match["host"].lower() for match in HOST.finditer(passage.text)]
            for company in companies:
                own = {company.name.ru, company.name.kk, company.name.en, *company.other_names}
                votes[company.slug] += BIN_WEIGHT * numbers.count(company.bin) + sum(name in own for name in names)
                votes[company.slug] += sum(covers(site.host, host) for host in hosts for site in company.sites)
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] == 0 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        raise UnknownCompanyError(_("The text doesn't say whose policy it is: name the company with --company."))
    return Guess(find_company(companies, ranked[0][0]), dict(votes))


def build_subject(document: Document, company: CompanyFacts, companies: Sequence[CompanyFacts]) -> Subject:
    """A document with everything that the rules need; DataFileError where a data file is wrong."""
    others = tuple(other for other in companies if other.slug != company.slug)
    return Subject(document, company, others, terms_for(company), load_phrases(Path(settings.LERNA_POLICIES)))
