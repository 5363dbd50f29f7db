"""The words of the front pages: whole in three languages, wrong files refused where they're wrong."""

from pathlib import Path

import pytest
from django.conf import settings

from lerna.companies.files import load_company_file
from lerna.doors.storefront.front_page import CONTENT, FrontPage, load_front_page, read_front_page
from lerna.kit.datafile import DataFileError
from lerna.kit.localized import LANGUAGE_CODES, Localized

KEYS = [
    site.key
    for path in sorted((settings.LERNA_POLICIES / "companies").glob("*.toml"))
    for site in load_company_file(path).sites
]


def list_texts(page: FrontPage) -> list[Localized]:
    passages = (*page.steps, *page.questions, page.invitation)
    return [
        page.heading,
        page.lead,
        *(text for direction in page.directions for text in (direction.title, direction.text)),
        *(text for passage in passages for text in (passage.title, passage.text)),
        *(text for review in page.reviews for text in (review.text, review.about)),
    ]


@pytest.mark.parametrize("key", KEYS)
def test_each_site_has_a_front_page_with_drawing_mark_and_border(key: str) -> None:
    door = CONTENT.parent
    assert read_front_page(CONTENT / f"{key}.toml")
    assert (door / "templates" / "storefront" / "art" / f"{key}.svg").is_file()
    look = door.parent / "look" / "static" / "look" / "brands"
    assert (look / f"{key}.svg").is_file()
    assert (look / f"{key}-border.svg").is_file()


@pytest.mark.parametrize("key", KEYS)
def test_kazakh_and_russian_are_not_one_another_s_copy(key: str) -> None:
    page = load_front_page(key)
    assert page
    same = [text.ru for text in list_texts(page) if text.ru == text.kk]
    # A word that both languages borrowed may stand alike; a sentence may not.
    assert [text for text in same if len(text) > 25] == []
    assert all(set(text.kk) & set("ӘәҒғҚқҢңӨөҰұҮүҺһІі") for text in list_texts(page) if len(text.kk) > 60)


def test_no_two_sites_say_the_same() -> None:
    texts = [text.ru for key in KEYS for text in list_texts(load_front_page(key) or pytest.fail(key))]
    assert len(texts) == len(set(texts))


def test_a_site_without_words_has_no_front_page() -> None:
    assert load_front_page("nobody") is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (("months = 9", "months = 90"), '"months" is 90; it must be 24 or less'),
        (('level = "beginner"', 'level = "wizard"'), '"wizard" isn\'t known for "level"'),
        (("months = 9", 'months = 9\nprice = "1"'), 'Nothing is known by the name "price" here'),
        ((', kk = "Сөйлесеміз"', ""), '"title" has no translation into kk'),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_sentence(tmp_path: Path, wrong: tuple[str, str], sentence: str) -> None:
    text = (CONTENT / "lerna.toml").read_text()
    assert wrong[0] in text
    file = tmp_path / "lerna.toml"
    file.write_text(text.replace(*wrong, 1))
    with pytest.raises(DataFileError) as refused:
        read_front_page(file)
    assert sentence in str(refused.value)
    assert refused.value.line > 1


@pytest.mark.parametrize("key", KEYS)
def test_a_heading_in_large_letters_breaks_at_no_hyphen(key: str) -> None:
    page = load_front_page(key)
    assert page is not None
    for heading in (page.heading, page.invitation.title):
        for language in LANGUAGE_CODES:
            words = heading.in_language(language)
            assert words.count("-") == words.count("-\u2060"), words
