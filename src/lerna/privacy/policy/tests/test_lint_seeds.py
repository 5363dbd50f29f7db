"""Lint: the defects that stand in the two companies' texts, each by name."""

from pathlib import Path

import pytest

from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.source import read_source
from lerna.privacy.policy.lint.finding import Finding
from lerna.privacy.policy.lint.rules import lint
from lerna.privacy.policy.lint.subject import build_subject, guess_company, load_companies

BOTH = ("kerbez-agy", "newskills")
FOUND_IN_BOTH = [
    ("gap", "ru", "9.6"),
    ("gap", "kk", "9.6"),
    ("list-letters", "ru", "5.4"),
    ("list-letters", "kk", "5.4"),
    ("item-count", "kk", "8.4-е"),
    ("slow-correction", "ru", "6.6"),
    ("slow-correction", "kk", "6.6"),
    ("slow-destruction", "ru", "6.7"),
    ("slow-destruction", "kk", "6.7"),
    ("giving-is-consent", "ru", "5.5"),
    ("giving-is-consent", "kk", "5.5"),
    ("use-is-consent", "ru", "10.1"),
    ("use-is-consent", "kk", "10.1"),
    ("silence-is-acceptance", "ru", "11.5"),
    ("silence-is-acceptance", "kk", "11.5"),
    ("wrong-identity-number", "ru", "9.2"),
    ("mixed-alphabet", "kk", "6.8"),
    ("address-spelling", "kk", "5.1"),
]
FOUND = {
    "kerbez-agy": [
        ("wrong-company", "kk", "1.1"),
        ("name-spelling", "ru", "1.1"),
        ("address", "ru", "1.1"),
        ("address-spelling", "ru", "5.1"),
        ("section-number", "kk", "1"),
        ("clause-number", "kk", "5.2"),
        ("malformed-email", "ru", "6.4"),
        ("malformed-email", "ru", "11.6"),
        ("figures", "kk", "1.1"),
        ("contacts", "kk", "6.4"),
    ],
    "newskills": [
        ("law-reference", "ru", "5.6"),
        ("missing-site", "ru", "2.2"),
        ("missing-site", "kk", "2.2"),
        ("mixed-alphabet", "ru", "1.1"),
    ],
}


@pytest.fixture(scope="module")
def findings(shared_dir: Path) -> dict[str, tuple[Finding, ...]]:
    companies = load_companies()
    found = {}
    for name in BOTH:
        document = recognize(read_source(shared_dir / "seeds" / f"{name}.txt")).document
        company = guess_company(document, companies).company
        assert company.slug == name
        found[name] = lint(build_subject(document, company, companies))
    return found


@pytest.mark.parametrize("defect", FOUND_IN_BOTH)
@pytest.mark.parametrize("name", BOTH)
def test_defects_of_both_texts(
    findings: dict[str, tuple[Finding, ...]], name: str, defect: tuple[str, str, str]
) -> None:
    assert defect in {(finding.rule, finding.language, finding.clause) for finding in findings[name]}


@pytest.mark.parametrize(("name", "defect"), [(name, defect) for name in BOTH for defect in FOUND[name]])
def test_defects_of_one_text(findings: dict[str, tuple[Finding, ...]], name: str, defect: tuple[str, str, str]) -> None:
    assert defect in {(finding.rule, finding.language, finding.clause) for finding in findings[name]}
    other = next(other for other in BOTH if other != name)
    assert defect not in {(finding.rule, finding.language, finding.clause) for finding in findings[other]}


def test_the_fourth_item_is_named_with_its_place_in_russian(findings: dict[str, tuple[Finding, ...]]) -> None:
    for name in BOTH:
        (slid,) = (finding for finding in findings[name] if finding.rule == "item-count")
        assert "(н)" in slid.sentence
        assert "8.4 (ж)" in slid.sentence
        assert slid.quote.startswith("7)")


def test_quotes_are_words_of_the_text(findings: dict[str, tuple[Finding, ...]], shared_dir: Path) -> None:
    unspaced = {name: "".join((shared_dir / "seeds" / f"{name}.txt").read_text().split()) for name in BOTH}
    for name in BOTH:
        for finding in findings[name]:
            if finding.rule in {"mixed-alphabet", "malformed-email", "law-reference", "address", "missing-site"}:
                assert "".join(finding.quote.strip("…").split()) in unspaced[name]
