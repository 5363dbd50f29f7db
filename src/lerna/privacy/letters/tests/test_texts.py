"""The files of letters are read strictly: what is wrong is said with file and line, before anybody gets it."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from lerna.kit import clock
from lerna.kit.datafile import DataFileError
from lerna.kit.localized import LANGUAGE_CODES
from lerna.privacy.letters.checks import check_server, check_texts
from lerna.privacy.letters.texts import UnknownTextError, fill, list_texts, load_text, load_words
from lerna.privacy.letters.values import read_context, write_context
from lerna.privacy.letters.wire.delivery import SmtpUrlError, read_smtp_url

GOOD = "Subject: Hello {name}\n\nDear {name},\n\n- {items}\n"


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    """One good letter."""
    settings.LERNA_POLICIES = tmp_path
    letter = tmp_path / "letters" / "hello"
    letter.mkdir(parents=True)
    for language in LANGUAGE_CODES:
        (letter / f"{language}.txt").write_text(GOOD)
    return letter


def test_our_own_letters_are_whole() -> None:
    assert set(list_texts()) >= {
        "application-received", "confirmation-code", "consent-receipt", "data-erased", "policy-changed",
        "policy-changed-goes-on", "retention-warning",
    }  # fmt: skip
    assert check_texts(None) == []


@pytest.mark.parametrize("name", ["confirmation-code", "consent-receipt", "application-received", "policy-changed",
                                  "policy-changed-goes-on", "retention-warning", "data-erased",
                                  "represented-data-erased"])  # fmt: skip
def test_kazakh_is_kazakh_and_russian_russian(name: str) -> None:
    texts = load_text(name).texts
    own = set("әғқңөұүһі")
    assert own & set("".join(texts["kk"].paragraphs))
    assert not own & set("".join(texts["ru"].paragraphs))
    assert texts["ru"].subject != texts["kk"].subject != texts["en"].subject
    assert len({len(text.paragraphs) for text in texts.values()}) == 1


def test_a_missing_language_is_an_error(folder: Path) -> None:
    (folder / "kk.txt").unlink()
    with pytest.raises(DataFileError, match=r"kk\.txt:1: The letter has no text in this language"):
        load_text("hello")
    assert [message.id for message in check_texts(None)].count("letters.E001") == 2, "and words.toml is missing too"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("Hello\n\nDear {name}, {items}\n", ":1:"),
        ("Subject: \n\nDear {name}, {items}\n", ":1:"),
        (f"Subject: {'x' * 121}\n\nDear {{name}}, {{items}}\n", ":1:"),
        ("Subject: Hello\n\n\n", ":2:"),
        ("Subject: Hello\n\nDear {Name}, {items}\n", ":3:"),
        ("Subject: Hello\n\nDear {name}, {items}\n}\n", ":4:"),
        ("Subject: Hello\n\nDear {name}\n", "Other words in braces than in Russian: items"),
        ("Subject: Hello\n\nDear {name.__class__}, {items}\n", ":3:"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(folder: Path, content: str, place: str) -> None:
    (folder / "en.txt").write_text(content)
    with pytest.raises(DataFileError, match=place):
        load_text("hello")


@pytest.mark.parametrize("name", ["missing", "../letters/hello", "Hello", "", "words.toml"])
def test_no_name_leads_out_of_the_folder(folder: Path, name: str) -> None:
    assert folder.is_dir()
    with pytest.raises(UnknownTextError):
        load_text(name)


def test_a_changed_file_is_read_anew(folder: Path) -> None:
    assert load_text("hello").texts["en"].subject == "Hello {name}"
    for language in LANGUAGE_CODES:
        (folder / f"{language}.txt").write_text(GOOD.replace("Hello", "Good day"))
    assert load_text("hello").texts["en"].subject == "Good day {name}"


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert fill("Dear {name}", {"name": "{code}", "code": "482913"}) == "Dear {code}"


def test_values_come_back_as_the_reader_writes_them(folder: Path) -> None:
    (folder / "ru.txt").write_text("Subject: A\n\n{day} {items}\n")
    for language in LANGUAGE_CODES:
        (folder / f"{language}.txt").write_text("Subject: A\n\n{day} {items}\n")
    moment = datetime(2026, 11, 21, 9, 5, tzinfo=clock.ZONE)
    written = write_context(load_text("hello"), {"day": moment, "items": ["a", "b"]})
    assert read_context(written, "kk") == {"day": "2026 жылғы 21 қараша, 09:05", "items": ["a", "b"]}
    assert read_context(written, "ru")["day"] == "21 ноября 2026 г., 09:05"


def test_the_words_below_know_nothing_else(settings: LazySettings, tmp_path: Path) -> None:
    path = settings.LERNA_POLICIES / "letters" / "words.toml"
    assert "{purpose}" in load_words().why.kk
    settings.LERNA_POLICIES = tmp_path
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "words.toml").write_text(path.read_text().replace("{responsible}", "{name}", 1))
    with pytest.raises(DataFileError, match="Nothing is known here for the words in braces: name"):
        load_words()


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://mail.example.kz", 25, False, False),
        ("smtp+starttls://lerna%40example.kz:p%40ss@mail.example.kz", 587, True, False),
        ("smtps://lerna:p@mail.example.kz:2465", 2465, False, True),
    ],
)
def test_a_server_is_read(url: str, port: int, *, starttls: bool, tls: bool) -> None:
    server = read_smtp_url(url)
    assert server is not None
    assert (server.host, server.port, server.starttls, server.tls) == ("mail.example.kz", port, starttls, tls)
    if starttls:
        assert (server.user, server.password) == ("lerna@example.kz", "p@ss")


@pytest.mark.parametrize(
    "url", ["http://user:secret@mail", "smtp://", "smtp://h:99999", "smtp://h/x", "smtp://u:%D2%9B@h", "mail.example"]
)
def test_a_wrong_server_is_a_sentence_without_its_password(settings: LazySettings, url: str) -> None:
    with pytest.raises(SmtpUrlError) as caught:
        read_smtp_url(url)
    assert "secret" not in str(caught.value)
    settings.LERNA_SMTP_URL = url
    assert [message.id for message in check_texts(None)] == ["letters.E002"]


def test_production_without_a_server_is_said(settings: LazySettings) -> None:
    assert [message.id for message in check_server(None)] == ["letters.W001"]
    settings.LERNA_SMTP_URL = "smtp://mail.example.kz"
    assert check_server(None) == []
