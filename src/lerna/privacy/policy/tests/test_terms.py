"""The terms say what clause 7.1 says, and nonsense in them is refused where it stands."""

from pathlib import Path

import pytest
from django.conf import settings

from lerna.kit.datafile import DataFileError, Reader
from lerna.privacy.policy.purposes import Category, Event, LegalBasis, Purpose, RecipientKind, Terms
from lerna.privacy.policy.terms import load_terms, parse_terms

FILE = Path("terms.toml")


@pytest.fixture(scope="module")
def text() -> str:
    return (settings.LERNA_POLICIES / "terms.toml").read_text()


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(settings.LERNA_POLICIES / "terms.toml")


@pytest.mark.clause("5.2")
@pytest.mark.clause("5.3")
def test_the_categories_are_those_of_clause_5(terms: Terms) -> None:
    assert {category.key: category.clause for category in terms.categories} == {
        Category.IDENTITY: "5.3-а",
        Category.CONTACT: "5.3-б",
        Category.PAYMENT: "5.4",
        Category.PAYER_IIN: "5.4",
        Category.APPEALS: "5.4-в",
        Category.TECHNICAL: "5.4-г",
        Category.LEARNING: "5.3",
    }


CONSENT_3_YEARS = (LegalBasis.CONSENT, 36, Event.LAST_ACTIVITY, Event.CONSENT_WITHDRAWN)
POLICY = [
    (Purpose.CONSULTING, "7.1-а", CONSENT_3_YEARS),
    (Purpose.PERSONAL_OFFERS, "7.1-а", CONSENT_3_YEARS),
    (Purpose.SITE_QUALITY, "7.1-б", CONSENT_3_YEARS),
    (Purpose.MARKETING, "7.1-г", CONSENT_3_YEARS),
    (Purpose.AUDIENCE_RESEARCH, "7.1-д", CONSENT_3_YEARS),
    (Purpose.BANK_CREDIT, "7.1-е", (LegalBasis.CONSENT, 36, Event.CONSENT_GIVEN, Event.ACCOUNT_DELETED)),
    (Purpose.PAYMENTS, "7.1-ж", (LegalBasis.CONTRACT, 36, Event.PAYMENT_MADE, Event.ACCOUNT_DELETED)),
    (Purpose.LEARNING, "7.1-з", (LegalBasis.CONTRACT, 36, Event.LAST_ACTIVITY, Event.ACCOUNT_DELETED)),
    (Purpose.ACCOUNTING, "7.1-и", (LegalBasis.LAW, 60, Event.TAX_PERIOD_STARTED, None)),
    (Purpose.STATE_BODIES, "7.1-и", (LegalBasis.LAW, 36, Event.REQUEST_CLOSED, None)),
    (Purpose.SECURITY, "7.1-и", (LegalBasis.LAW, 12, Event.RECORDED, None)),
    (Purpose.REQUESTS, "7.1-и", (LegalBasis.LAW, 36, Event.REQUEST_CLOSED, None)),
    (Purpose.CONSENT_PROOF, "7.1-и", (LegalBasis.LAW, 36, Event.CONSENT_ENDED, None)),
]


@pytest.mark.clause("7.1")
@pytest.mark.parametrize(("key", "clause", "expected"), POLICY)
def test_each_purpose_has_the_basis_and_term_of_its_clause(
    terms: Terms, key: Purpose, clause: str, expected: tuple[LegalBasis, int, Event, Event | None]
) -> None:
    basis, months, since, until = expected
    purpose = terms.find_purpose(key)
    assert purpose is not None
    assert purpose.retention is not None
    assert (purpose.clause, purpose.basis) == (clause, basis)
    assert (purpose.retention.months, purpose.retention.since) == (months, since)
    assert until in purpose.retention.until if until else purpose.retention.until == ()


@pytest.mark.clause("7.1")
def test_clause_7_1_is_covered_letter_by_letter(terms: Terms) -> None:
    assert {purpose.clause for purpose in terms.purposes} == {f"7.1-{letter}" for letter in "абвгдежзи"}
    consulting_and_offers = [purpose.key for purpose in terms.list_purposes_of("7.1-а")]
    assert consulting_and_offers == [Purpose.CONSULTING, Purpose.PERSONAL_OFFERS]
    [statistics] = terms.list_purposes_of("7.1-в")
    assert statistics.depersonalized_only
    assert statistics.retention is None


@pytest.mark.clause("7.3")
def test_only_a_law_makes_a_term_longer_than_3_years(terms: Terms) -> None:
    assert (terms.limit.clause, terms.limit.months) == ("7.3", 36)
    longer = [purpose for purpose in terms.purposes if purpose.retention and purpose.retention.months > 36]
    assert [purpose.key for purpose in longer] == [Purpose.ACCOUNTING]
    assert all(purpose.retention and purpose.retention.ordered_by for purpose in longer)


@pytest.mark.clause("8.2")
def test_a_purpose_gets_only_the_categories_it_needs(terms: Terms) -> None:
    assert terms.allows(Purpose.MARKETING, Category.CONTACT)
    assert not terms.allows(Purpose.MARKETING, Category.PAYER_IIN)
    with_iin = {purpose.key for purpose in terms.purposes if Category.PAYER_IIN in purpose.categories}
    assert with_iin == {Purpose.BANK_CREDIT, Purpose.PAYMENTS, Purpose.ACCOUNTING, Purpose.STATE_BODIES}


def test_a_partner_bank_gets_data_for_credit_only_and_by_a_consent_of_its_own(terms: Terms) -> None:
    [credit] = [purpose for purpose in terms.purposes if RecipientKind.PARTNER_BANK in purpose.recipients]
    assert credit.key is Purpose.BANK_CREDIT
    assert credit.needs_own_consent


def check_refusal(text: str, old: str, new: str, sentence: str) -> None:
    """`new` stands for `old` in the file; the mark ¶ in it stands on the line that the refusal must name."""
    assert text.count(old)
    spoiled = text.replace(old, new, 1)
    line = spoiled.count("\n", 0, spoiled.index("¶")) + 1
    with pytest.raises(DataFileError) as refused:
        parse_terms(Reader.parse(FILE, spoiled.replace("¶", "")))
    assert sentence in refused.value.sentence
    assert refused.value.line == line


@pytest.mark.clause("5.2")
@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('key = "contact"', '¶key = "biometric"', '"biometric": biometric and genetic data can\'t be declared'),
        ('key = "contact"', '¶key = "genetics"', "biometric and genetic data can't be declared"),
        ('key = "contact"\nclause = "5.3-б"\ntitle = { ru = "Контакты"',
         '¶key = "contact"\nclause = "5.3-б"\ntitle = { ru = "Генетические данные"', "can't be declared"),
        ('["technical", "appeals"]', '["technical",\n¶"genetic"]', "are never processed"),
    ],
)  # fmt: skip
def test_biometric_and_genetic_data_are_refused(text: str, old: str, new: str, sentence: str) -> None:
    check_refusal(text, old, new, sentence)


TERM = 'years = 1\nsince = "recorded"'


@pytest.mark.clause("7.3")
@pytest.mark.parametrize("term", ["years = 4", "months = 37"])
def test_a_longer_term_without_a_law_is_refused(text: str, term: str) -> None:
    check_refusal(text, TERM, f'¶{term}\nsince = "recorded"', "No term is longer than 3 years (clause 7.3)")


@pytest.mark.clause("7.3")
def test_a_longer_term_needs_the_law_that_orders_it(text: str) -> None:
    start = text.index("[purpose.retention.law]")
    law = text[start : text.index("\n\n", start)]
    check_refusal(text, f'years = 5\nsince = "tax-period-started"\n{law}', '¶years = 5\nsince = "tax-period-started"',
                  "shorten it or cite the law")  # fmt: skip


MARKETING = '[[purpose]]\nkey = "marketing"\nclause = "7.1-г"\n'
CREDIT_UNTIL = 'until = ["consent-withdrawn", "account-deleted", "erasure-demanded"]'
STATISTICS = (
    '[[purpose]]\nkey = "advertising-statistics"\nclause = "7.1-в"\nbasis = "law"\ndepersonalized_only = true\n'
)
LEARNING = 'basis = "contract"\ncategories = ["identity", "contact", "learning"'
WRONG = [
    (MARKETING, '¶[[purpose]]\nkey = "marketing"\n', '"clause" is missing here'),
    (MARKETING, '[[purpose]]\nkey = "marketing"\n¶clause = "9.9"\n', '"9.9" is no clause that this can stand on'),
    (MARKETING, '[[purpose]]\n¶key = "consulting"\nclause = "7.1-г"\n', 'The purpose "consulting" stands twice'),
    (MARKETING, '[[purpose]]\n¶key = "gossip"\nclause = "7.1-г"\n', '"gossip" isn\'t known for "key"'),
    ('["technical", "appeals"]', '["technical",\n¶"shoe-size"]', '"shoe-size" isn\'t known for "categories"'),
    ('categories = ["technical", "appeals"]', "¶categories = []", "at least one category"),
    (TERM, '¶years = 0\nsince = "recorded"', '"years" is 0; it must be 1 or more'),
    ("[purpose.retention]\n" + TERM, "¶[purpose.retention]\nmonths = 1\n" + TERM, 'either "years" or "months"'),
    ('since = "recorded"', '¶since = "account-deleted"', 'has no words for "since"'),
    (CREDIT_UNTIL, 'until = ["consent-withdrawn",\n¶"recorded"]', 'has no words for "until"'),
    (CREDIT_UNTIL, '¶until = ["account-deleted"]', 'rests on consent and must end by "consent-withdrawn"'),
    ('title = { ru = "Обучение", kk = "Оқыту", ', '¶title = { ru = "Обучение", ', "has no translation into kk"),
    (LEARNING, LEARNING.replace('basis = "contract"', '¶basis = "law"'), "rests on a law and cites none"),
    (LEARNING, f"needs_own_consent = true\n{LEARNING}".replace("needs", "¶needs"), "No consent is asked"),
    ('basis = "consent"\ncategories', 'basis = "consent"\n¶recipients = ["contractor"]\ncategories', "of their own"),
    ('recipients = ["partner-bank"]', '¶recipients = ["neighbor"]', '"neighbor" isn\'t known for "recipients"'),
    (STATISTICS, f"¶{STATISTICS}".replace("depersonalized_only = true\n", ""), "has no retention"),
    (CREDIT_UNTIL, "¶until = []", "must end by"),
    ('mark = "M"', '¶mark = "X"', '"X" isn\'t known for "mark"'),
    ("[limit]", "[limit]\n¶floor = 1", 'Nothing is known by the name "floor"'),
]


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG)
def test_nonsense_is_refused_where_it_stands(text: str, old: str, new: str, sentence: str) -> None:
    check_refusal(text, old, new, sentence)


@pytest.mark.parametrize("name", ["event", "recipient", "category", "purpose"])
def test_nothing_the_software_works_for_may_be_left_out(text: str, name: str) -> None:
    start = text.rindex(f"[[{name}]]")
    end = text.find("\n[[", start + 1)
    shorter = text[:start] + (text[end:] if end > 0 else "")
    with pytest.raises(DataFileError, match=f"The {name} .* is missing in the file"):
        parse_terms(Reader.parse(FILE, shorter))
