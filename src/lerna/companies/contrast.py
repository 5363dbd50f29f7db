"""How well a color reads on another: the contrast ratio of WCAG 2.2."""

MINIMUM_FOR_TEXT = 4.5  # WCAG 2.2, success criterion 1.4.3 (AA), text of ordinary size
LIGHT_GROUND = "#ffffff"
DARK_GROUND = "#1c1d22"  # no dark ground of the design system is lighter than this


def contrast_ratio(color: str, other: str) -> float:
    """The contrast of two `#rrggbb` colors, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(color), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    # The figures are those of WCAG 2.2, "relative luminance" in sRGB.
    red, green, blue = (_linear(int(color[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- see above
