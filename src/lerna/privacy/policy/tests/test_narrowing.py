"""A company may ask for less than the common terms, never for more."""

from pathlib import Path
from shutil import copyfile, copytree

import hypothesis
import pytest
from django.conf import LazySettings, settings
from hypothesis import given
from hypothesis import strategies as st

from lerna.companies.files import load_company_file
from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.checks import check_terms
from lerna.privacy.policy.narrowing import narrow_terms, terms_for
from lerna.privacy.policy.purposes import Category, Purpose, Terms
from lerna.privacy.policy.terms import load_terms


@pytest.fixture(scope="module")
def common() -> Terms:
    return load_terms(settings.LERNA_POLICIES / "terms.toml")


def narrow(common: Terms, folder: Path, text: str) -> Terms:
    path = folder / "alma.toml"
    path.write_text(text)
    return narrow_terms(common, path)


def test_a_file_that_says_nothing_leaves_the_terms(common: Terms, tmp_path: Path) -> None:
    assert narrow(common, tmp_path, 'slug = "alma"') is common


@pytest.mark.clause("8.2")
def test_a_company_may_shorten_drop_and_switch_off(common: Terms, tmp_path: Path) -> None:
    text = '[terms.marketing]\nmonths = 18\ncategories = ["contact"]\n[terms.bank-credit]\nenabled = false\n'
    narrowed = narrow(common, tmp_path, text)
    marketing = narrowed.find_purpose(Purpose.MARKETING)
    assert marketing is not None
    assert marketing.retention is not None
    assert (marketing.retention.months, marketing.categories) == (18, (Category.CONTACT,))
    assert not narrowed.allows(Purpose.MARKETING, Category.IDENTITY)
    assert narrowed.find_purpose(Purpose.BANK_CREDIT) is None
    assert not narrowed.allows(Purpose.BANK_CREDIT, Category.CONTACT)
    others = [purpose for purpose in common.purposes if purpose.key not in {Purpose.MARKETING, Purpose.BANK_CREDIT}]
    assert [purpose for purpose in narrowed.purposes if purpose.key != Purpose.MARKETING] == others


WIDER = [
    ("[terms.gossip]\nenabled = true", 2, 'There is no purpose "gossip" to narrow'),
    ("[terms.marketing]\nyears = 4", 3, "The common terms give 36 months; a company may only shorten them"),
    ("[terms.security]\nmonths = 13", 3, "The common terms give 12 months"),
    ("[terms.accounting]\nyears = 4", 3, "Tax Code, article 206(3) orders this term; it can't be shortened"),
    ("[terms.accounting]\nenabled = false", 3, 'The law demands the purpose "accounting"'),
    ('[terms.marketing]\ncategories = [\n"contact",\n"payer-iin"]', 5, 'have no "payer-iin" for this purpose'),
    ('[terms.marketing]\ncategories = ["biometric"]', 3, "biometric and genetic data are never processed"),
    ("[terms.marketing]\ncategories = []", 3, "at least one category"),
    ("[terms.advertising-statistics]\nyears = 1", 3, "no term to shorten"),
    ("[terms.marketing]\nyears = 1\nmonths = 6", 2, 'either "years" or "months"'),
    ("[terms.marketing]\nrecipients = []", 3, 'Nothing is known by the name "recipients"'),
    ("[terms.marketing]\nenabled = false\nwhim = 1", 4, 'Nothing is known by the name "whim"'),
]


@pytest.mark.clause("7.3")
@pytest.mark.parametrize(("text", "line", "sentence"), WIDER)
def test_a_company_may_not_widen(common: Terms, tmp_path: Path, text: str, line: int, sentence: str) -> None:
    with pytest.raises(DataFileError) as refused:
        narrow(common, tmp_path, f'slug = "alma"\n{text}\n')
    assert sentence in refused.value.sentence
    assert refused.value.line == line


@pytest.mark.clause("7.3")
@hypothesis.settings(deadline=None)  # each example writes a file, and a busy disk is no failure
@given(
    purpose=st.sampled_from(Purpose),
    lines=st.tuples(
        st.sampled_from(["", "enabled = false"]),
        st.just("") | st.integers(1, 80).map("months = {}".format),
        st.just("") | st.lists(st.sampled_from([*map(str, Category)]), min_size=1).map("categories = {}".format),
    ),
)
def test_whatever_a_file_says_the_terms_never_grow(
    common: Terms, tmp_path_factory: pytest.TempPathFactory, purpose: Purpose, lines: tuple[str, ...]
) -> None:
    try:
        narrowed = narrow(common, tmp_path_factory.getbasetemp(), "\n".join([f"[terms.{purpose}]", *lines]))
    except DataFileError:
        return
    for terms in narrowed.purposes:
        before = common.find_purpose(terms.key)
        assert before is not None
        assert set(terms.categories) <= set(before.categories)
        assert (terms.retention is None) == (before.retention is None)
        if terms.retention and before.retention:
            assert terms.retention.months <= before.retention.months
            assert terms.retention.until == before.retention.until


def test_terms_for_both_companies_are_read_and_follow_the_files(tmp_path: Path, settings: LazySettings) -> None:
    (tmp_path / "companies").mkdir()
    copyfile(settings.LERNA_POLICIES / "terms.toml", tmp_path / "terms.toml")
    for slug in ("kerbez-agy", "newskills"):
        own = settings.LERNA_POLICIES / "companies" / f"{slug}.toml"
        facts = load_company_file(own)
        assert terms_for(facts).find_purpose(Purpose.MARKETING) is not None
        copyfile(own, tmp_path / "companies" / own.name)
    settings.LERNA_POLICIES = tmp_path
    own = tmp_path / "companies" / "newskills.toml"
    own.write_text(own.read_text() + "[terms.marketing]\nenabled = false\n")
    facts = load_company_file(own)
    assert terms_for(facts).find_purpose(Purpose.MARKETING) is None
    assert terms_for(facts) is terms_for(facts)
    copyfile(tmp_path / "companies" / "kerbez-agy.toml", own)
    assert terms_for(facts).find_purpose(Purpose.MARKETING) is not None


def test_the_system_check_names_every_wrong_file(tmp_path: Path, settings: LazySettings) -> None:
    assert check_terms(None) == []
    copytree(settings.LERNA_POLICIES, tmp_path, dirs_exist_ok=True)
    settings.LERNA_POLICIES = tmp_path
    for slug in ("kerbez-agy", "newskills"):
        path = tmp_path / "companies" / f"{slug}.toml"
        path.write_text(path.read_text() + "[terms.marketing]\nyears = 9\n")
    assert [(error.id, "a company may only shorten them" in error.msg) for error in check_terms(None)] == [
        ("policy.E001", True),
        ("policy.E001", True),
    ]
    (tmp_path / "terms.toml").write_text("")
    [error] = check_terms(None)
    assert error.msg.endswith('terms.toml:1: "limit" is missing here.')
