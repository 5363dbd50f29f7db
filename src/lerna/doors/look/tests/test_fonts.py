"""The typefaces: every letter of Kazakh and Russian is there, in the file that the style sheet says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from lerna.companies.facts import DISPLAY_FONTS
from lerna.doors.look.brand import list_preloads

LOOK = Path(__file__).parents[1] / "static" / "look"
KAZAKH = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
OTHER = "ABCXYZabcxyz0123456789№«»—–’…©"
TENGE = ord("₸")  # the system's own: for it alone each price would fetch a file of 28 kB
FACE = re.compile(r'@font-face \{\s+font-family: "([^"]+)";[^}]*?src: url\("([^"]+)"\)[^}]*?unicode-range: ([^;]+);')


def list_faces() -> Iterator[tuple[str, Path, set[int]]]:
    for family, address, ranges in FACE.findall((LOOK / "fonts.css").read_text()):
        bounds = [part.strip().removeprefix("U+").split("-") for part in ranges.split(",")]
        letters = {code for first, *last in bounds for code in range(int(first, 16), int((last or [first])[0], 16) + 1)}
        file = settings.ROOT / "node_modules" / address.removeprefix("../vendor/").replace("%40", "@")
        yield family, file, letters


@pytest.mark.parametrize("family", ["Onest", "Moderustic", "Tektur", "Source Serif"])
def test_a_face_has_each_letter_in_the_file_that_is_asked_for_it(family: str) -> None:
    faces = [(set(TTFont(file).getBestCmap()), ranges) for name, file, ranges in list_faces() if name == family]
    assert not any(TENGE in ranges for _, ranges in faces)
    for letter in KAZAKH + OTHER:
        files = [there for there, ranges in faces if ord(letter) in ranges]
        assert len(files) == 1, f"{letter} is promised by {len(files)} files of {family}"
        assert ord(letter) in files[0], f"{letter} is not in {family}"


def test_each_display_font_that_a_brand_may_name_is_shipped() -> None:
    shipped = {file for _, file, _ in list_faces()}
    for font in DISPLAY_FONTS:
        for language in ("ru", "kk", "en"):
            for path in list_preloads(font, language):
                assert settings.ROOT / "node_modules" / path.removeprefix("vendor/") in shipped


def test_kazakh_preloads_its_own_letters() -> None:
    assert any("cyrillic-ext" in path for path in list_preloads("tektur", "kk"))
    assert not any("cyrillic-ext" in path for path in list_preloads("tektur", "ru"))
    assert list_preloads("onest", "ru") == ("vendor/@fontsource-variable/onest/files/onest-cyrillic-wght-normal.woff2",)
