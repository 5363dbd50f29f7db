"""A site's brand as a style sheet: the few values that differ, everything else is mixed from them in tokens.css."""

import hashlib
from typing import Protocol

_FAMILIES = {
    "onest": ('"Onest", "Onest Fallback", system-ui, sans-serif', 700, "-0.03em"),
    "moderustic": ('"Moderustic", "Moderustic Fallback", "Onest", system-ui, sans-serif', 800, "-0.025em"),
    "tektur": ('"Tektur", "Tektur Fallback", system-ui, sans-serif', 600, "-0.015em"),
    "source-serif-4": ('"Source Serif", "Source Serif Fallback", Georgia, serif', 600, "-0.015em"),
}


class BrandedSite(Protocol):
    """What the look must know of a site; `companies.models.Site` has it."""

    accent: str
    accent_dark: str
    display_font: str


def build_brand_css(site: BrandedSite) -> str:
    """The style sheet of `/brand.css`. Nothing here needs escaping: the database holds colors to `#rrggbb`."""
    family, weight, tracking = _FAMILIES[site.display_font]
    values = {
        "--accent": site.accent,
        "--accent-dark": site.accent_dark,
        "--display": family,
        "--weight-display": str(weight),
        "--tracking-display": tracking,
    }
    lines = "".join(f"    {name}: {value};\n" for name, value in values.items())
    return f"@layer tokens {{\n  :root {{\n{lines}  }}\n}}\n"


def hash_brand_css(site: BrandedSite) -> str:
    """Short name of the sheet's very content, so that a browser may keep it forever."""
    return hashlib.sha256(build_brand_css(site).encode()).hexdigest()[:12]


def list_preloads(display_font: str, language: str) -> tuple[str, ...]:
    """Font files, below the static folder, that the first screen of a page in this language surely needs.

    Text and display face, each in the letters of the language; the Kazakh letters are a small file of their own.
    """
    scripts = {"ru": ("cyrillic",), "kk": ("cyrillic", "cyrillic-ext"), "en": ("latin",)}[language]
    faces = dict.fromkeys(("onest", display_font))
    return tuple(
        f"vendor/@fontsource-variable/{face}/files/{face}-{script}-wght-normal.woff2"
        for face in faces
        for script in scripts
    )
