"""Contrast agrees with published values of WCAG's own definition."""

import pytest

from lerna.companies.contrast import contrast_ratio

# The last three are the ratios that WebAIM's checker publishes for these grays on white.
RATIOS = [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#777777", 4.48), ("#595959", 7.0)]


@pytest.mark.parametrize(("color", "ratio"), RATIOS)
def test_it_measures_contrast_on_white(color: str, ratio: float) -> None:
    assert contrast_ratio(color, "#ffffff") == pytest.approx(ratio, abs=0.006)
    assert contrast_ratio("#ffffff", color) == contrast_ratio(color, "#ffffff")
