"""Every pair of colors laid on each other reads, in each brand, light and dark (WCAG 2.2, 1.4.3 and 1.4.11).

The mixes are read from the very style sheet and resolved here as a browser does.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

from lerna.companies.contrast import contrast_ratio
from lerna.companies.files import load_company_file

TOKENS = (Path(__file__).parents[1] / "static" / "look" / "tokens.css").read_text()
VALUES = dict(re.findall(r"(--[a-z0-9-]+): (.+?);", TOKENS))
TEXT, CONTROL = 4.5, 3.0
GROUNDS = ("--ground", "--surface", "--tint")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("--ink", "--ink-soft", "--brand", "--brand-hover") for ground in GROUNDS),
    *((ink, ground, TEXT) for ink in ("--bad", "--good", "--warn") for ground in ("--ground", "--surface")),
    *((f"--{tone}", f"--{tone}-tint", TEXT) for tone in ("good", "bad", "warn")),
    *(("--ink", f"--{tone}-tint", TEXT) for tone in ("good", "bad", "warn")),
    ("--on-brand", "--brand", TEXT),
    ("--on-brand", "--brand-hover", TEXT),
    ("--on-deep", "--deep", TEXT),
    ("--on-deep-soft", "--deep", TEXT),
    ("--deep-brand", "--deep", TEXT),
    *(("--line-strong", ground, CONTROL) for ground in GROUNDS),
    *(("--focus", ground, CONTROL) for ground in GROUNDS),
]
BRANDS = {
    site.key: site.brand
    for path in sorted((settings.LERNA_POLICIES / "companies").glob("*.toml"))
    for site in load_company_file(path).sites
}


def resolve(value: str, accents: dict[str, str], *, dark: bool) -> str:
    """The `#rrggbb` that a browser makes of a token's value: var(), light-dark() and color-mix(in srgb, …)."""
    value = value.strip()
    if value.startswith("#"):
        return value
    name, inside = value.split("(", 1)
    inside = inside.rsplit(")", 1)[0]
    if name == "var":
        return resolve(accents.get(inside) or VALUES[inside], accents, dark=dark)
    parts = split(inside)
    if name == "light-dark":
        return resolve(parts[dark], accents, dark=dark)
    assert (name, parts[0]) == ("color-mix", "in srgb")
    first, share = parts[1].rsplit(" ", 1)
    weight = float(share.removesuffix("%")) / 100
    pair = [resolve(part, accents, dark=dark) for part in (first, parts[2])]
    channels = [[int(color[start : start + 2], 16) for start in (1, 3, 5)] for color in pair]
    mixed = [round(one * weight + other * (1 - weight)) for one, other in zip(*channels, strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def split(text: str) -> list[str]:
    """Arguments between commas, those inside parentheses left alone."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("brand", sorted(BRANDS))
def test_what_stands_on_something_reads(brand: str, dark: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    accents = {"--accent": BRANDS[brand].accent, "--accent-dark": BRANDS[brand].accent_dark}
    for above, below, enough in PAIRS:
        colors = [resolve(VALUES[name], accents, dark=dark) for name in (above, below)]
        assert contrast_ratio(*colors) >= enough, (above, below, colors)


def test_the_resolver_mixes_as_a_browser_does() -> None:
    accents = {"--accent": "#ff0000", "--accent-dark": "#00ff00"}
    assert resolve("color-mix(in srgb, var(--accent) 50%, #0000ff)", accents, dark=False) == "#800080"
    assert (
        resolve("light-dark(#ffffff, color-mix(in srgb, var(--accent-dark) 25%, #000000))", accents, dark=True)
        == "#004000"
    )
