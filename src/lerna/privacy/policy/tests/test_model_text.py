"""The model text that ships says the same in three languages, and nothing about any company but its own."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from lerna.companies.facts import CompanyFacts
from lerna.companies.files import load_company_files
from lerna.privacy.policy.document import LANGUAGES, Item, Language, Paragraph, Text, iter_items
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.source import read_source
from lerna.privacy.policy.model.facts import date_in_words, enumerate_words
from lerna.privacy.policy.model.text import Model, load_model, render, render_document
from lerna.privacy.policy.terms import load_terms

POLICIES = Path(settings.LERNA_POLICIES)
COMPANIES = {
    file.facts.slug: file.facts for file in load_company_files(sorted((POLICIES / "companies").glob("*.toml")))
}
NEWSKILLS = COMPANIES["newskills"]
TERMS = load_terms(POLICIES / "terms.toml")
KERBEZ = COMPANIES["kerbez-agy"]
CLAUSES_IN_SECTION = {1: 1, 2: 6, 3: 4, 4: 3, 5: 6, 6: 8, 7: 3, 8: 4, 9: 6, 10: 2, 11: 6}
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_company = pytest.mark.parametrize("company", COMPANIES.values(), ids=COMPANIES.keys())


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(POLICIES / "model")


def words_of(text: Text) -> str:
    parts = [text.title]
    for section in text.sections:
        parts.append(section.title)
        for clause in section.clauses:
            parts += leaves(clause.body)
    return "\n".join(parts)


def leaves(body: tuple[Paragraph | Item, ...]) -> list[str]:
    found = []
    for part in body:
        found.append(part.text)
        found += leaves(part.body) if isinstance(part, Item) else []
    return found


def printed_lines(text: Text) -> list[str]:
    lines = [text.title]
    for section in text.sections:
        lines.append(f"{section.printed}. {section.title}")
        for clause in section.clauses:
            first, *rest = printed_parts(clause.body)
            lines += [f"{clause.printed}. {first}", *rest]
    return lines


def printed_parts(body: tuple[Paragraph | Item, ...]) -> list[str]:
    found = []
    for part in body:
        found.append(f"{part.printed} {part.text}" if isinstance(part, Item) else part.text)
        found += printed_parts(part.body) if isinstance(part, Item) else []
    return found


def runs_of_ten(words: str) -> set[tuple[str, ...]]:
    found = re.findall(r"\w+", words.casefold())
    return {tuple(found[i : i + 10]) for i in range(len(found) - 9)}


def words_of_clause(text: Text, number: str) -> str:
    return "\n".join(*(leaves(clause.body) for clause in text.clauses() if clause.number == number))


@each_language
def test_it_numbers_every_clause_without_a_gap(model: Model, language: Language) -> None:
    numbers = [clause.number for clause in model.render(NEWSKILLS, TERMS, language).clauses()]
    assert numbers == [f"{section}.{i + 1}" for section, count in CLAUSES_IN_SECTION.items() for i in range(count)]


def test_it_has_every_clause_that_the_software_answers_for(model: Model, shared_dir: Path) -> None:
    table = (shared_dir / "clauses.md").read_text("utf-8")
    named = set(re.findall(r"(?<![\d.])\d{1,2}\.\d(?!\d|\.\d)", "\n".join(re.findall(r"(?m)^\| (\d[^|]*)\|", table))))
    assert len(named) > 30
    assert named <= {clause.number for clause in model.render(NEWSKILLS, TERMS, "ru").clauses()}


def test_its_items_have_the_same_keys_in_every_language(model: Model) -> None:
    keys = [
        [
            (anchor, type(item.body))
            for clause in text.clauses()
            for anchor, item in iter_items(clause.body, clause.number)
        ]
        for text in model.render_document(KERBEZ, TERMS).texts
    ]
    assert keys[0] == keys[1] == keys[2]
    anchors = {anchor for anchor, _ in keys[0]}
    assert {"5.3-а", "5.4-в", "5.4-г", "7.1-а", "7.1-и", "8.1-г", "8.2-ж", "8.4-е-3", "8.4-ж", "9.4-в"} <= anchors


def test_its_english_letters_are_english_and_its_kazakh_ones_those_of_the_russian(model: Model) -> None:
    document = model.render_document(NEWSKILLS, TERMS)
    printed = [
        next(
            "".join(part.printed for part in clause.body if isinstance(part, Item))
            for clause in text.clauses()
            if clause.number == "7.1"
        )
        for text in document.texts
    ]
    assert printed == ["(а)(б)(в)(г)(д)(е)(ж)(з)(и)", "(а)(б)(в)(г)(д)(е)(ж)(з)(и)", "(a)(b)(c)(d)(e)(f)(g)(h)(i)"]


@pytest.mark.clause("1.1")
@pytest.mark.clause("5.1")
@pytest.mark.clause("11.6")
@each_language
@each_company
def test_it_names_its_company_where_the_policy_must(model: Model, company: CompanyFacts, language: Language) -> None:
    text = model.render(company, TERMS, language)
    name, address = company.name.in_language(language), company.address.in_language(language)
    for fact in (name, company.legal_form.in_language(language)[1:], company.bin, address):
        assert fact in words_of_clause(text, "1.1")
    for fact in (name, company.short_form.in_language(language), company.bin, address, company.email):
        assert fact in words_of_clause(text, "5.1")
    for fact in (name, company.bin, company.email):
        assert fact in words_of_clause(text, "11.6")
    for site in company.sites:
        assert site.host in words_of_clause(text, "2.2")
    assert date_in_words(company.policy_dated, language) in words_of_clause(text, "11.4")


@each_language
@each_company
def test_it_never_names_another_company(model: Model, company: CompanyFacts, language: Language) -> None:
    words = words_of(model.render(company, TERMS, language)).casefold()
    (other,) = (facts for facts in COMPANIES.values() if facts is not company)
    names = {other.name.in_language(each) for each in LANGUAGES} | {other.bin, other.email, *other.other_names}
    names |= {other.address.in_language(each) for each in LANGUAGES}
    names |= {site.host for site in other.sites} | {site.brand.name for site in other.sites}
    assert [name for name in names if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", words)] == []


@each_language
def test_it_leaves_no_placeholder_and_no_markup(model: Model, language: Language) -> None:
    words = words_of(model.render(NEWSKILLS, TERMS, language))
    assert re.findall(r"[{}*<>`]|  ", words) == []


def test_its_facts_come_only_from_placeholders(model: Model) -> None:
    plain = "\n".join(place.text for text in model.texts.values() for place in text.places.values())
    assert re.findall(r"\w@\w|\.kz|\d{12}", plain) == []
    assert [name for facts in COMPANIES.values() for name in (facts.name.ru, facts.name.en) if name in plain] == []


def test_it_is_the_same_each_time(model: Model) -> None:
    assert load_model(POLICIES / "model").render_document(KERBEZ, TERMS) == model.render_document(KERBEZ, TERMS)
    assert render_document(KERBEZ) == model.render_document(KERBEZ, TERMS)
    assert render(KERBEZ, "kk") == model.render(KERBEZ, TERMS, "kk")


@each_company
def test_its_figures_agree_between_the_languages(model: Model, company: CompanyFacts) -> None:
    figures = [
        [(clause.number, sorted(re.findall(r"\d+", "\n".join(leaves(clause.body))))) for clause in text.clauses()]
        for text in model.render_document(company, TERMS).texts
    ]
    assert figures[0] == figures[1] == figures[2]


@each_language
def test_it_promises_the_stricter_of_law_and_habit(model: Model, language: Language) -> None:
    text = model.render(NEWSKILLS, TERMS, language)
    promised = {
        number: sorted(re.findall(r"\d+", words_of_clause(text, number))) for number in ("6.2", "6.6", "6.7", "8.3")
    }
    assert promised == {"6.2": ["3"], "6.6": ["1"], "6.7": ["1", "1"], "8.3": ["1", "72"]}
    assert re.findall(r"\d+", words_of_clause(text, "6.5")) == ["15", "3"]
    assert re.findall(r"\d+", words_of_clause(text, "7.3")) == ["3", "5"]
    assert "7" not in re.findall(r"\d+", words_of(text))


def test_its_words_are_not_borrowed(model: Model, shared_dir: Path) -> None:
    """Beyond the law's own title and the subjects of letters, no ten words run as in the companies' older texts."""
    theirs = {run for seed in (shared_dir / "seeds").glob("*.txt") for run in runs_of_ten(seed.read_text("utf-8"))}
    ours = {run for text in model.texts.values() for run in runs_of_ten(words_of(text.text))}
    assert len(theirs) > 1000
    assert {run for run in ours & theirs if not {"2013", "прекратить"} & set(run)} == set()


def test_printed_and_imported_again_it_is_the_same_text(model: Model, tmp_path: Path) -> None:
    document = model.render_document(KERBEZ, TERMS)
    printed = tmp_path / "policy.txt"
    printed.write_text("\n\n".join(line for text in document.texts for line in printed_lines(text)), "utf-8")
    recognized = recognize(read_source(printed))
    assert recognized.document == document
    assert recognized.leftovers == ()


def test_a_company_of_the_same_facts_but_another_bin_has_another_text(model: Model) -> None:
    assert model.render_document(NEWSKILLS, TERMS) != model.render_document(
        replace(NEWSKILLS, bin="181040018713"), TERMS
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ru", "3 января 2024 года"), ("kk", "2024 жылғы 3 қаңтар"), ("en", "3 January 2024")],
)
def test_it_writes_dates_as_each_language_does(language: Language, expected: str) -> None:
    assert date_in_words(date(2024, 1, 3), language) == expected


def test_it_has_twelve_months_in_every_language() -> None:
    for language in LANGUAGES:
        assert len({date_in_words(date(2026, month, 1), language) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        (["a.kz"], "ru", "a.kz"),
        (["a.kz", "b.kz"], "kk", "a.kz және b.kz"),
        (["a.kz", "b.kz", "c.kz"], "ru", "a.kz, b.kz и c.kz"),
        (["a.kz", "b.kz", "c.kz"], "en", "a.kz, b.kz and c.kz"),
    ],
)
def test_it_lists_hosts_as_each_language_does(words: list[str], language: Language, expected: str) -> None:
    assert enumerate_words(words, language) == expected
