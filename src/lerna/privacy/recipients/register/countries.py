"""Countries by ISO 3166-1, named in the three languages: `policies/countries.toml`, strictly read."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized

_CODE = re.compile(r"[A-Z]{2}")


def load_countries() -> Mapping[str, Localized]:
    """Code → name, as the file says now; DataFileError for anything wrong in it."""
    path = Path(settings.LERNA_POLICIES) / "countries.toml"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Mapping[str, Localized]:
    reader = Reader.load(path)
    countries: dict[str, Localized] = {}
    for row in reader.tables("country"):
        code = row.text("code")
        if not _CODE.fullmatch(code):
            row.fail(f'"{code}" is no country; ISO 3166-1 writes two capital letters, such as KZ.', "code")
        if code in countries:
            row.fail(f"The country {code} stands twice.", "code")
        countries[code] = row.localized("name")
    reader.done()
    return countries
