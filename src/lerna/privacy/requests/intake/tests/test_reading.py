"""No bytes make the reader raise; words come out of whatever character set and shape they came in."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lerna.privacy.requests.intake.foresee import foresee
from lerna.privacy.requests.intake.meaning.matching import distance, normalize, parse_pattern, split_sentences
from lerna.privacy.requests.intake.meaning.matching import find_places as find
from lerna.privacy.requests.intake.meaning.parts import split_parts
from lerna.privacy.requests.intake.meaning.words import load_words
from lerna.privacy.requests.intake.reading.decoding import decode_header, decode_text
from lerna.privacy.requests.intake.reading.letter import fingerprint, read_letter
from lerna.privacy.requests.intake.reading.senders import is_proven, read_sender
from lerna.privacy.requests.intake.trial.build import list_trials
from lerna.privacy.requests.intake.trial.page import OURS, SITES

patiently = settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=150)
CONTENTS = [trial.content for trial in list_trials()]
TEXTS = [
    "Прошу прекратить обработку моих персональных данных.",
    "Дербес деректерімді өңдеуді тоқтатуыңызды өтінемін, құрметпен Әйгерім Ұлықпанова.",
    "Здравствуйте! Удалите, пожалуйста, номер телефона и все сведения обо мне, спасибо.",
]


def read_all(content: bytes) -> None:
    letter = read_letter(content, OURS)
    outcome, understood = foresee(content, letter, load_words(), SITES, OURS)
    assert outcome
    assert len(fingerprint(content, b"key")) == 32
    for text in (letter.subject, letter.name, letter.address, understood.text, understood.name):
        assert "\0" not in text
        text.encode()  # no half of a character, which no database takes


@patiently
@given(st.binary(max_size=600))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    read_all(content)


@patiently
@given(st.sampled_from(CONTENTS), st.integers(0, 2000), st.integers(0, 60), st.binary(max_size=30))
def test_no_broken_letter_makes_it_raise(content: bytes, at: int, gone: int, put: bytes) -> None:
    read_all(content[:at] + put + content[at + gone :])


@patiently
@given(
    st.sampled_from(["Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "From", "Subject", "Date"]),
    st.text(max_size=80),
    st.binary(max_size=80),
)
@example("Content-Type", "text/plain; charset*0*=x'y'%; charset*1=", b"x")
@example("Content-Type", "message/rfc822", b"From: x")
@example("Content-Disposition", "attachment; filename*=''%ff", b"x")
@example("Content-Transfer-Encoding", "x-uuencode", b"begin 666 x\nM")
def test_no_header_makes_it_raise(name: str, value: str, body: bytes) -> None:
    read_all(f"{name}: {value}\r\n\r\n".encode("utf-8", "replace") + body)


RUSSIAN = ["utf-8", "cp1251", "koi8-r", "kz1048", "cp866", "iso8859-5"]


@pytest.mark.parametrize(
    ("text", "charset"),
    [(text, charset) for text in (TEXTS[0], TEXTS[2]) for charset in RUSSIAN]
    + [(TEXTS[1], "utf-8"), (TEXTS[1], "kz1048")],
)
@pytest.mark.parametrize("label", ["", "utf-8", "windows-1251", "koi8-r", "iso-8859-1", "us-ascii", "nonsense", "hex"])
def test_text_is_read_whatever_its_label_says(text: str, charset: str, label: str) -> None:
    assert decode_text(text.encode(charset), label) == text


def test_headers_of_several_words_are_joined() -> None:
    assert decode_header("=?utf-8?B?0KPRgtC+0Yc=?=\r\n =?UTF-8?B?0L3QuNGC0Yw=?= x") == "Уточнить x"
    halves = "=?utf-8?B?0J8=?= =?utf-8?B?0YA=?=", "=?koi8-r?Q?=F0=D2?="
    assert [decode_header(value) for value in halves] == ["Пр", "Пр"]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [("", "", 0), ("данные", "даные", 1), ("данные", "даныне", 1), ("уточнить", "уточинть", 1), ("abc", "", 3)],
)
def test_slips_are_counted(one: str, two: str, expected: int) -> None:
    assert distance(one, two) == distance(two, one) == expected


@given(st.text("абв", max_size=6), st.text("абв", max_size=6), st.text("абв", max_size=6))
def test_a_distance_is_one(one: str, two: str, three: str) -> None:
    assert distance(one, two) == distance(two, one)
    assert (distance(one, two) == 0) == (one == two)
    assert distance(one + three, two + three) <= distance(one, two)


def test_words_are_alike_for_a_reader() -> None:
    assert normalize("Дербес") == normalize("ДЕРБЕС")
    assert normalize("өңдеуді") == normalize("ондеуди")
    assert normalize("дaнныe") == normalize("данные")
    assert normalize("data") == "data"


def test_words_of_a_pattern_stand_in_one_sentence() -> None:
    pattern = parse_pattern("удал данн")
    near, far = (
        split_sentences("Данные мои удалите. Удалите файл! Данные верны.")[0],
        split_sentences("Удалите. Данные."),
    )
    assert find(pattern, near)
    assert not any(find(pattern, words) for words in far)


def test_what_others_wrote_is_cut_off_and_an_answer_below_is_kept() -> None:
    words = load_words()
    above = split_parts("Удалите.\n\nOn Mon, 2 Mar 2026 at 10:00, Lerna\n<info@lerna.kz> wrote:\n> Хотите?", words)
    below = split_parts("2 марта 2026 г., Lerna пишет:\n> Хотите удалить?\n\nДа, удалите.", words)
    assert (above.own, below.own) == ("Удалите.", "Да, удалите.")
    signed = split_parts("Удалите.\n-- \nАйгерім, бухгалтер", words)
    assert (signed.own, signed.foot) == ("Удалите.", "-- \nАйгерім, бухгалтер")


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (["mx.lerna.kz; dmarc=pass header.from=example.kz"], True),
        (["mx.lerna.kz; dkim=pass header.d=example.kz; spf=fail"], True),
        (["mx.lerna.kz; spf=pass smtp.mailfrom=x@mail.example.kz"], True),
        (["mx.lerna.kz; dkim=pass header.d=evil.example; spf=fail smtp.mailfrom=example.kz"], False),
        (["mx.lerna.kz; dkim=pass header.d=evil.example"], None),
        (["mx.lerna.kz; dmarc=fail", "mx.lerna.kz; dmarc=pass"], False),
        (["mx.evil.example; dmarc=pass"], None),
        (["mx.lerna.kz.evil.example; dmarc=pass"], None),
        (["mx.lerna.kz; none"], None),
        ([], None),
    ],
)
def test_our_own_server_alone_is_believed(results: list[str], *, expected: bool | None) -> None:
    assert is_proven(results, "mx.lerna.kz", "aigerim@example.kz") is expected
    assert is_proven(results, "", "aigerim@example.kz") is None


def test_an_encoded_name_is_no_address() -> None:
    content = b"From: =?utf-8?Q?=3Caigerim=40example=2Ekz=3E?= <mallory@example.kz>\r\n\r\nx"
    assert read_letter(content).address == "mallory@example.kz"
    assert read_sender("Айгерім (менеджер) <a@example.kz>") == ("Айгерім (менеджер)", "a@example.kz")
