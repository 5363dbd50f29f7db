"""The stores of `policies/stores.toml` with the countries that this installation declares for them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lerna.kit.datafile import DataFileError, Reader
from lerna.kit.localized import Localized

FILE_NAME = "stores.toml"


class StoreError(ImproperlyConfigured):
    """Personal data would lie where they may not, or nobody knows where; the sentence says which and what to do."""


@dataclass(frozen=True, slots=True)
class Store:
    """One place that personal data lie in: what it holds, and in which country (ISO 3166-1) it is."""

    key: str
    title: Localized
    holds: Localized
    country: str
    country_title: Localized


@dataclass(frozen=True, slots=True)
class _Rule:
    """What the file says: the clause, the countries allowed, the stores without their countries."""

    clause: str
    countries: dict[str, Localized]
    stores: dict[str, tuple[Localized, Localized]]


def list_stores() -> tuple[Store, ...]:
    """Every store with the country declared for it. StoreError, as `check_stores`; DataFileError."""
    rule, declared = _load_rule(), _read_declared()
    for store in declared:
        if store not in rule.stores:
            raise StoreError(f"LERNA_STORES names “{store}”; {FILE_NAME} has: {', '.join(rule.stores)}.")
    if missing := [store for store in rule.stores if store not in declared]:
        wanted = ",".join(f"{store}={next(iter(rule.countries))}" for store in missing)
        raise StoreError(f"LERNA_STORES doesn't say in which country these lie: {', '.join(missing)}. Add {wanted}.")
    for store, country in declared.items():
        if country not in rule.countries:
            raise StoreError(
                f"LERNA_STORES puts “{store}” into {country}; personal data may lie in "
                f"{', '.join(rule.countries)} alone (clause {rule.clause})."
            )
    return tuple(
        Store(key, title, holds, declared[key], rule.countries[declared[key]])
        for key, (title, holds) in rule.stores.items()
    )


def check_stores() -> None:
    """Runs when the software starts. StoreError for an undeclared store, an unknown one, and a country not allowed."""
    try:
        list_stores()
    except DataFileError as error:
        raise StoreError(str(error)) from None


def _read_declared() -> dict[str, str]:
    """By store; on a machine of development, which has only invented people, the first country where none is named."""
    declared: dict[str, str] = settings.LERNA_STORES
    if declared or settings.IN_PRODUCTION:
        return declared
    rule = _load_rule()
    return dict.fromkeys(rule.stores, next(iter(rule.countries)))


def _load_rule() -> _Rule:
    path = Path(settings.LERNA_POLICIES) / FILE_NAME
    return _read_rule(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=8)
def _read_rule(path: Path, _changed: int) -> _Rule:
    reader = Reader.load(path)
    rule = _Rule(
        reader.text("clause"),
        {table.text("key"): table.localized("title") for table in reader.tables("country")},
        {
            table.text("key"): (table.localized("title"), table.localized("holds"))
            for table in reader.tables("store")
        },
    )  # fmt: skip
    reader.done()
    return rule
