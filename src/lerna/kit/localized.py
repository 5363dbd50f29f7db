"""One fact in the three languages that every site speaks."""

from dataclasses import dataclass
from typing import Literal

LanguageCode = Literal["ru", "kk", "en"]
LANGUAGE_CODES: tuple[LanguageCode, ...] = ("ru", "kk", "en")


@dataclass(frozen=True, slots=True)
class Localized:
    """One fact in the three languages; none may be empty."""

    ru: str
    kk: str
    en: str

    def in_language(self, language: LanguageCode) -> str:
        """The fact in this language."""
        return {"ru": self.ru, "kk": self.kk, "en": self.en}[language]
