"""A company's own terms: the common ones, narrowed by the table `terms` of its file, never widened."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.privacy.policy.purposes import LegalBasis, Purpose, PurposeTerms, Retention, Terms
from lerna.privacy.policy.terms import load_terms, months_key, read_categories, read_months


class _HasSlug(Protocol):
    @property
    def slug(self) -> str: ...


def terms_for(company: _HasSlug) -> Terms:
    """The terms that this company (its facts or its row) works by; DataFileError where a file is wrong.

    Read from `policies/` again only after a file has changed.
    """
    common, own = _find_files(settings.LERNA_POLICIES, company.slug)
    return _load(common, own, _stamp(common), _stamp(own))


def narrow_terms(terms: Terms, company_file: Path) -> Terms:
    """The common terms as this company's file narrows them; DataFileError where it would widen them."""
    own = Reader.load(company_file).optional_table("terms")
    if own is None:
        return terms
    for key in own.keys():  # noqa: SIM118 -- a reader isn't a dictionary
        if key not in set(Purpose):
            own.fail(f'There is no purpose "{key}" to narrow.', key)
    narrowed = replace(terms, purposes=tuple(_narrow_purposes(terms, own)))
    own.done()
    return narrowed


def _narrow_purposes(terms: Terms, own: Reader) -> Iterator[PurposeTerms]:
    for purpose in terms.purposes:
        table = own.optional_table(purpose.key)
        if table is None:
            yield purpose
        elif table.optional_boolean("enabled", default=True):
            yield _narrow(purpose, table)
        elif purpose.basis is LegalBasis.LAW:
            table.fail(f'The law demands the purpose "{purpose.key}"; it can\'t be switched off.', "enabled")


def _narrow(purpose: PurposeTerms, table: Reader) -> PurposeTerms:
    if "categories" in table:
        categories = read_categories(table)
        for index, category in enumerate(categories):
            if category not in purpose.categories:
                table.fail(f'The common terms have no "{category}" for this purpose.', "categories", index)
        purpose = replace(purpose, categories=categories)
    if "years" in table or "months" in table:
        if purpose.retention is None:
            table.fail("This purpose has no term to shorten.", months_key(table))
        purpose = replace(purpose, retention=_shorten(purpose.retention, table))
    return purpose


def _shorten(retention: Retention, table: Reader) -> Retention:
    months, key = read_months(table), months_key(table)
    if months > retention.months:
        table.fail(f"The common terms give {retention.months} months; a company may only shorten them.", key)
    if months < retention.months and retention.ordered_by is not None:
        table.fail(f"{retention.ordered_by.title.en} orders this term; it can't be shortened.", key)
    return replace(retention, months=months)


@lru_cache(maxsize=64)
def _find_files(policies: Path, slug: str) -> tuple[Path, Path]:
    """The common terms and the company's own. Kept: each block of work asks, and paths are slow to put together."""
    return policies / "terms.toml", policies / "companies" / f"{slug}.toml"


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _load(common: Path, own: Path, _common_stamp: tuple[int, int], own_stamp: tuple[int, int]) -> Terms:
    terms = load_terms(common)
    return narrow_terms(terms, own) if any(own_stamp) else terms
