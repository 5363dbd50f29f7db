"""Keys for what a foreign package calls by names of its own."""

import re
import unicodedata

from lerna.school.catalogue.models import KEY_LENGTH

_OTHER = re.compile(r"[^a-z0-9]+")
_LATIN = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхыіңғқұүһәөё", "abvgdeziyklmnoprstufhyingkuuhaoe", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "э": "e", "ю": "yu", "я": "ya"}
)


def make_key(name: str, fallback: str) -> str:
    """The name in small Latin letters, digits and hyphens: always the same for the same name."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LATIN)).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", plain)[:KEY_LENGTH].strip("-") or fallback


class Keys:
    """Gives out keys, none twice."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, name: str, fallback: str) -> str:
        """The key of this name; a number behind it where it is taken."""
        wanted = make_key(name, fallback)
        key, number = wanted, 1
        while key in self._given:
            number += 1
            key = f"{wanted[: KEY_LENGTH - 5]}-{number}"
        self._given.add(key)
        return key
