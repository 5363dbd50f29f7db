"""The facts of a company and its sites, as its file in `policies/companies/` states them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from lerna.kit.localized import LanguageCode, Localized

__all__ = ["BrandFacts", "CompanyFacts", "LanguageCode", "Localized", "ResponsiblePerson", "SiteFacts"]

DisplayFont = Literal["onest", "moderustic", "tektur", "source-serif-4"]  # shipped; each has every Kazakh letter
DISPLAY_FONTS: tuple[DisplayFont, ...] = get_args(DisplayFont)


@dataclass(frozen=True, slots=True)
class ResponsiblePerson:
    """Who answers for personal data at the company (law 94-V, art. 25(2)(10))."""

    name: Localized
    position: Localized
    email: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class BrandFacts:
    """How a site looks: tokens, never CSS. Colors are `#rrggbb`; the design system derives the rest from them."""

    name: str
    tagline: Localized
    logo: str  # file in the static folder of doors/look, such as `brands/lerna.svg`
    accent: str
    accent_dark: str  # the accent on dark ground
    display_font: DisplayFont


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site: a host with all its sub-domains (clause 2.2)."""

    key: str  # short name, such as `lerna`; of all companies' sites no two have the same
    host: str  # such as `lerna.kz`
    brand: BrandFacts
    languages: tuple[LanguageCode, ...]
    default_language: LanguageCode
    sender: str  # address that letters come from


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """A controller (clauses 1.1, 5.1, 11.6)."""

    slug: str
    legal_form: Localized
    short_form: Localized  # such as ТОО / ЖШС / LLP
    name: Localized
    other_names: tuple[str, ...]  # other spellings by which the same company is honestly known
    bin: str
    address: Localized
    email: str
    phone: str | None
    platform_host: str  # where the platform is reached, clause 2.2
    policy_dated: date
    responsible: ResponsiblePerson
    sites: tuple[SiteFacts, ...]
