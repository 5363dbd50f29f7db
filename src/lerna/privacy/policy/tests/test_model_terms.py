"""Clause 7.1 says what the terms say, because it is filled from them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from lerna.companies.files import load_company_file
from lerna.kit.datafile import DataFileError
from lerna.kit.terms import Unit
from lerna.privacy.policy.deadlines import load_deadlines
from lerna.privacy.policy.document import LANGUAGES, Item, Language, Paragraph, Text, iter_items
from lerna.privacy.policy.model.terms import length_in_words, limit_in_words
from lerna.privacy.policy.model.text import Model, load_model
from lerna.privacy.policy.purposes import Event, Purpose, PurposeTerms, Terms
from lerna.privacy.policy.terms import load_terms

POLICIES = Path(settings.LERNA_POLICIES)
NEWSKILLS = load_company_file(POLICIES / "companies" / "newskills.toml")
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(POLICIES / "model")


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(POLICIES / "terms.toml")


def items_of(text: Text, number: str) -> dict[str, str]:
    """The words of a clause's items, those below an item counted to it as well."""
    clause = next(clause for clause in text.clauses() if clause.number == number)
    return {anchor: " ".join(words(item)) for anchor, item in iter_items(clause.body, number)}


def words(part: Paragraph | Item) -> list[str]:
    return [part.text, *(word for inner in getattr(part, "body", ()) for word in words(inner))]


def change(terms: Terms, key: Purpose, **changes: object) -> Terms:
    """The terms with this purpose's retention changed."""

    def changed(purpose: PurposeTerms) -> PurposeTerms:
        assert purpose.retention
        return replace(purpose, retention=replace(purpose.retention, **changes))

    return replace(terms, purposes=tuple(changed(each) if each.key is key else each for each in terms.purposes))


def without(terms: Terms, *keys: Purpose) -> Terms:
    return replace(terms, purposes=tuple(purpose for purpose in terms.purposes if purpose.key not in keys))


@pytest.mark.clause("7.1")
@each_language
def test_it_states_the_term_of_every_purpose_in_its_own_item(model: Model, terms: Terms, language: Language) -> None:
    items = items_of(model.render(NEWSKILLS, terms, language), "7.1")
    events = {event.key: event for event in terms.events}
    for purpose in terms.purposes:
        if purpose.retention is None:
            continue
        item = items[purpose.clause]
        lengths = {in_words(purpose.retention.months, language) for in_words in (length_in_words, limit_in_words)}
        assert any(length in item for length in lengths), purpose.key
        since = events[purpose.retention.since].since
        assert since
        assert since.in_language(language) in item
        for key in purpose.retention.until:
            until = events[key].until
            assert until
            assert set(until.in_language(language).split()) <= set(re.findall(r"\w+", item))


def test_it_says_once_what_the_ends_of_a_term_share(model: Model, terms: Terms) -> None:
    said = [items_of(model.render(NEWSKILLS, terms, language), "7.1")["7.1-ж"] for language in LANGUAGES]
    assert "— пока вы не удалите аккаунт или не потребуете удалить данные, но не дольше" in said[0]
    assert "– аккаунтыңызды жойғанға немесе деректерді жоюды талап еткенге дейін, бірақ" in said[1]
    assert ": until you delete your account or ask us to erase the data, but no longer" in said[2]


@each_language
def test_it_names_a_single_end_as_the_terms_do(model: Model, terms: Terms, language: Language) -> None:
    (event,) = (event for event in terms.events if event.key is Event.CONSENT_WITHDRAWN)
    one = change(terms, Purpose.MARKETING, until=(event.key,))
    assert event.until
    said = items_of(model.render(NEWSKILLS, one, language), "7.1")["7.1-г"]
    assert f"{event.until.in_language(language)}, " in said


@pytest.mark.clause("7.3")
@each_language
def test_it_states_the_longest_term_that_needs_no_law(model: Model, terms: Terms, language: Language) -> None:
    clause = next(clause for clause in model.render(NEWSKILLS, terms, language).clauses() if clause.number == "7.3")
    assert limit_in_words(terms.limit.months, language) in clause.body[0].text


@pytest.mark.parametrize(
    ("clause", "deadline", "step"),
    [
        ("6.2", "access", "answer"),
        ("6.2", "automated-decision", "review"),
        ("6.5", "consent-withdrawn", "erase"),
        ("6.5", "refusal", "explain"),
        ("6.6", "correction", "correct"),
        ("6.7", "unlawful-suspected", "block"),
        ("6.7", "unlawful-confirmed", "destroy"),
        ("6.7", "unlawful-refuted", "unblock"),
        ("6.8", "refusal", "explain"),
        ("8.1", "unpublish", "remove"),
        ("8.3", "breach", "notify-authority"),
        ("9.5", "third-party-transfer", "notify"),
    ],
)
def test_its_promises_are_the_strictest_of_the_deadlines(
    model: Model, terms: Terms, clause: str, deadline: str, step: str
) -> None:
    (sought,) = (each for each in model.render(NEWSKILLS, terms, "ru").clauses() if each.number == clause)
    said = " ".join(word for part in sought.body for word in words(part))
    term = min(
        (
            each.term
            for each in load_deadlines(POLICIES).step(deadline, step).terms
            if each.term.unit is Unit.WORKING_DAYS
        ),
        key=lambda each: each.count,
    )
    assert re.search(rf"(?<!\d){term.count} рабоч", said)


def test_a_company_that_keeps_data_for_less_says_so(model: Model, terms: Terms) -> None:
    shorter = change(terms, Purpose.MARKETING, months=6)
    said = {language: items_of(model.render(NEWSKILLS, shorter, language), "7.1")["7.1-г"] for language in LANGUAGES}
    assert "не дольше 6 месяцев" in said["ru"]
    assert "6 айдан асырмай" in said["kk"]
    assert "no longer than 6 months" in said["en"]


@each_language
def test_an_item_of_a_purpose_switched_off_keeps_its_letter_and_says_so(
    model: Model, terms: Terms, language: Language
) -> None:
    full = items_of(model.render(NEWSKILLS, terms, language), "7.1")
    fewer = without(terms, Purpose.MARKETING, Purpose.PERSONAL_OFFERS)
    items = items_of(model.render(NEWSKILLS, fewer, language), "7.1")
    not_used = model.not_used.in_language(language)
    assert items.keys() == full.keys()
    assert items["7.1-г"] == items["7.1-а-2"] == f"{not_used};"
    changed = {anchor for anchor, item in items.items() if item != full[anchor]}
    assert changed == {"7.1-а", "7.1-а-2", "7.1-г"}


def test_it_refuses_to_say_what_the_terms_do_not(model: Model, terms: Terms) -> None:
    with pytest.raises(DataFileError) as caught:
        model.render(NEWSKILLS, change(terms, Purpose.MARKETING, until=()), "kk")
    assert caught.value.path.name == "kk.md"
    assert caught.value.sentence == "The terms have nothing that “terms.marketing.until” could stand for."
    with pytest.raises(DataFileError) as caught:
        model.render(NEWSKILLS, without(terms, Purpose.ACCOUNTING), "ru")
    assert caught.value.sentence == (
        "“terms.accounting.limit” is of a purpose that is switched off; only an item can say that it is not used."
    )


def test_it_refuses_to_leave_a_purpose_unsaid(terms: Terms, tmp_path: Path) -> None:
    for source in (POLICIES / "model").iterdir():
        silent = source.read_text("utf-8")
        for part in ("length", "since"):
            silent = silent.replace(f" {{{{ terms.security.{part} }}}}", "")
        (tmp_path / source.name).write_text(silent, "utf-8")
    with pytest.raises(DataFileError) as caught:
        load_model(tmp_path).render_document(NEWSKILLS, terms)
    assert (caught.value.path.name, caught.value.line) == ("ru.md", 1)
    assert caught.value.sentence == "The text nowhere states the term of the purpose “security”."


@pytest.mark.parametrize(
    ("months", "language", "length", "limit"),
    [
        (12, "ru", "1 год", "1 года"),
        (36, "ru", "3 года", "3 лет"),
        (60, "ru", "5 лет", "5 лет"),
        (132, "ru", "11 лет", "11 лет"),
        (252, "ru", "21 год", "21 года"),
        (1, "ru", "1 месяц", "1 месяца"),
        (18, "ru", "18 месяцев", "18 месяцев"),
        (22, "ru", "22 месяца", "22 месяцев"),
        (36, "kk", "3 жыл", "3 жылдан"),
        (6, "kk", "6 ай", "6 айдан"),
        (12, "en", "1 year", "1 year"),
        (36, "en", "3 years", "3 years"),
        (1, "en", "1 month", "1 month"),
        (18, "en", "18 months", "18 months"),
    ],
)
def test_it_writes_lengths_as_each_language_does(months: int, language: Language, length: str, limit: str) -> None:
    assert (length_in_words(months, language), limit_in_words(months, language)) == (length, limit)
