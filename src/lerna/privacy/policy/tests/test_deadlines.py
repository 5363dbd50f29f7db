from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from lerna.kit.clock import ZONE
from lerna.kit.datafile import DataFileError
from lerna.kit.terms import Term
from lerna.kit.workdays import load_calendar
from lerna.privacy.policy.deadlines import ActKind, Mark, load_deadlines, read_deadlines

DEADLINES = load_deadlines(settings.LERNA_POLICIES)
CALENDAR = load_calendar(settings.LERNA_POLICIES / "calendar.toml")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)

# The table of law and policy, copied by hand: event, step → who orders which term.
TABLE = {
    ("sign-up", "consent"): {"law": "before", "policy": "before"},
    ("consent-withdrawn", "stop"): {"law": "at once", "policy": "at once"},
    ("consent-withdrawn", "erase"): {"law": "15 working days"},
    ("withdrawal-under-obligation", "stop-the-rest"): {"law": "at once"},
    ("withdrawal-under-obligation", "refuse"): {"law": "15 working days", "digital-code": "15 working days"},
    ("marketing-opt-out", "stop"): {"policy": "at once"},
    ("new-text", "ask-again"): {"law": "before"},
    ("access", "answer"): {"law": "3 working days", "rules": "3 working days", "gdpr": "1 month"},
    ("refusal", "explain"): {"law": "3 working days"},
    ("correction", "correct"): {"law": "1 working day", "policy": "7 working days"},
    ("account-deleted", "erase"): {"policy": "at once"},
    ("unpublish", "remove"): {"law": "1 working day"},
    ("automated-decision", "review"): {"law": "3 working days"},
    ("complaint", "answer"): {"law": "3 working days", "gdpr": "1 month"},
    ("consumer-claim", "answer"): {"consumer-law": "10 calendar days"},
    ("unlawful-suspected", "block"): {"law": "1 working day"},
    ("unlawful-confirmed", "destroy"): {"law": "1 working day", "policy": "7 working days"},
    ("unlawful-refuted", "unblock"): {"law": "1 working day"},
    ("breach", "notify-authority"): {"law": "1 working day", "gdpr": "72 hours"},
    ("breach-with-danger", "notify-people"): {"gdpr": "at once", "platforms-law": "at once"},
    ("third-party-transfer", "check"): {"law": "before", "policy": "before"},
    ("third-party-transfer", "notify"): {"law": "10 working days"},
    ("onward-duty", "correct"): {"law": "1 working day", "policy": "7 working days"},
    ("onward-duty", "stop"): {"law": "15 working days"},
    ("onward-duty", "block"): {"law": "1 working day"},
    ("onward-duty", "unblock"): {"law": "1 working day"},
    ("onward-duty", "destroy"): {"law": "1 working day", "policy": "7 working days"},
    ("transfer-abroad", "consent"): {"law": "before"},
    ("research", "depersonalize"): {"law": "before"},
    ("identity-document-copy", "refuse"): {"law": "always"},
    ("purpose-achieved", "destroy"): {"law": "on the day", "policy": "on the day"},
    ("inactivity", "destroy"): {"policy": "3 years"},
    ("payment", "keep"): {"tax-code": "5 years"},
}


def test_the_file_says_what_law_and_policy_say() -> None:
    found = {
        (deadline.key, step.key): {each.source.act.key: str(each.term) for each in step.terms}
        for deadline in DEADLINES.deadlines
        for step in deadline.steps
    }
    assert found == TABLE


@pytest.mark.clause("5.6")
@pytest.mark.parametrize(
    ("deadline", "step", "ruling", "last_day"),
    [
        ("correction", "correct", "law", date(2026, 11, 24)),
        ("unlawful-confirmed", "destroy", "law", date(2026, 11, 24)),
        ("access", "answer", "law", date(2026, 11, 26)),
        ("breach", "notify-authority", "law", date(2026, 11, 24)),
        ("consent-withdrawn", "erase", "law", date(2026, 12, 14)),
        ("third-party-transfer", "notify", "law", date(2026, 12, 7)),
        ("consumer-claim", "answer", "consumer-law", date(2026, 12, 3)),
        ("marketing-opt-out", "stop", "policy", date(2026, 11, 23)),
    ],
)
def test_the_strictest_source_rules(deadline: str, step: str, ruling: str, last_day: date) -> None:
    found = DEADLINES.step(deadline, step)
    dues = found.dues(MONDAY, CALENDAR)
    assert (dues[0].source.act.key, dues[0].last_day) == (ruling, last_day)
    assert len(dues) == len(found.terms)


@pytest.mark.clause("5.6")
def test_a_breach_before_nauryz_is_ruled_by_the_72_hours() -> None:
    hours, working_day = DEADLINES.step("breach", "notify-authority").dues(
        datetime(2026, 3, 20, 10, 30, tzinfo=ZONE), CALENDAR
    )
    assert (hours.source.act.kind, hours.at) == (ActKind.GDPR, datetime(2026, 3, 23, 10, 30, tzinfo=ZONE))
    assert (working_day.source.act.kind, working_day.last_day) == (ActKind.LAW, date(2026, 3, 26))


@examples(deadline=None)  # the first example of a year builds its calendar
@given(st.datetimes(datetime(2024, 3, 2), datetime(2060, 1, 1), timezones=st.just(ZONE)))  # noqa: DTZ001 - st adds it
def test_for_any_moment_every_source_has_its_due_and_the_first_one_rules(moment: datetime) -> None:
    for deadline in DEADLINES.deadlines:
        for step in deadline.steps:
            dues = step.dues(moment, CALENDAR)
            assert {due.source for due in dues} == {each.source for each in step.terms}
            ends = [due.at for due in dues]
            assert ends == sorted(ends)
            assert all(end >= moment for end in ends)


def test_evidence_of_a_payment_is_kept_five_years_from_the_next_tax_period() -> None:
    (due,) = DEADLINES.step("payment", "keep").dues(datetime(2026, 2, 3, 9, 0, tzinfo=ZONE), CALENDAR)
    assert due.last_day == date(2031, 12, 31)


@pytest.mark.clause("7.3")
def test_no_holiday_stretches_three_years() -> None:
    (due,) = DEADLINES.step("inactivity", "destroy").dues(datetime(2026, 3, 21, 9, 0, tzinfo=ZONE), CALENDAR)
    assert due.last_day == date(2029, 3, 21)


def test_an_aim_is_kept_beside_what_binds() -> None:
    assert DEADLINES.step("withdrawal-under-obligation", "refuse").aim == Term.parse("3 working days")
    assert DEADLINES.step("access", "answer").aim is None


def test_a_citation_reads_in_every_language() -> None:
    source = DEADLINES.step("correction", "correct").terms[0].source
    assert source.mark is Mark.READ
    assert source.cite("ru") == "Закон № 94-V, ст. 25(2)(8)"
    assert source.cite("kk") == "№ 94-V Заң, 25(2)(8)-бап"
    assert source.cite("en") == "Law No 94-V, art. 25(2)(8)"


def test_what_is_not_in_the_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        DEADLINES.deadline("tomorrow")
    with pytest.raises(KeyError):
        DEADLINES.step("access", "tomorrow")


GOOD = """\
[[act]]
key = "policy"
kind = "policy"
title = { ru = "Политика", kk = "Саясат", en = "Policy" }
citation = { ru = "п. {place}", kk = "{place}-тармақ", en = "clause {place}" }
[[act]]
key = "law"
kind = "law"
title = { ru = "Закон", kk = "Заң", en = "Law" }
citation = { ru = "ст. {place}", kk = "{place}-бап", en = "art. {place}" }
[[deadline]]
key = "correction"
title = { ru = "Ошибка", kk = "Қате", en = "Mistake" }
[[deadline.step]]
key = "correct"
action = { ru = "Исправить", kk = "Түзету", en = "Correct" }
aim = "2 working days"
terms = [
  { within = "3 working days", act = "law", place = "25", mark = "P" },
  { within = "7 working days", act = "policy", place = "6.6" },
]
"""


def read(folder: Path, text: str) -> None:
    file = folder / "deadlines.toml"
    file.write_text(text)
    read_deadlines(file)


def test_the_example_is_good(tmp_path: Path) -> None:
    read(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"3 working days"', '"soon"', 19, "not a term"),
        ('"3 working days"', '"3 days"', 19, "not what terms are counted in"),
        ('"3 working days"', '"0 working days"', 19, "not a term"),
        ('act = "law"', 'act = "lore"', 19, 'No act has the key "lore"'),
        ('place = "25", mark = "P"', 'place = "25"', 19, "verified"),
        ('place = "25", mark = "P"', 'mark = "P"', 19, "place"),
        ('mark = "P"', 'mark = "X"', 19, "isn't known"),
        ('"6.6"', '"6.6", mark = "P"', 20, "takes no mark"),
        ('"6.6"', '"six"', 20, "no clause"),
        ('"policy", place = "6.6"', '"law", place = "25", mark = "P"', 18, "gives two terms"),
        ('aim = "2 working days"', 'aim = "3 working days"', 17, "shorter"),
        ('aim = "2 working days"', 'aim = "1 hour"', 17, "in the unit"),
        ('aim = "2 working days"', 'bound = "more or less"', 17, "isn't known"),
        ('aim = "2 working days"', 'goal = "2 working days"', 17, "goal"),
        ('kk = "Түзету", ', "", 16, "kk"),
        ('kk = "Қате"', 'kk = ""', 13, "empty"),
        ('kk = "{place}-бап"', 'kk = "бап"', 10, "once"),
        ('key = "law"', 'key = "policy"', 7, "taken already"),
        ('key = "law"', 'key = "Law 94"', 7, "no key"),
        ('kind = "law"', 'kind = "rumor"', 8, "isn't known"),
        ("[[deadline.step]]", '[[deadline]]\nkey = "correction"\n[[deadline.step]]', 11, "step"),
    ],
)
def test_nonsense_is_refused_with_file_line_and_sentence(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in GOOD
    with pytest.raises(DataFileError, match=words) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert (caught.value.path, caught.value.line) == (tmp_path / "deadlines.toml", line)


def test_an_act_that_nothing_cites_is_refused(tmp_path: Path) -> None:
    unused = '  { within = "7 working days", act = "policy", place = "6.6" },\n'
    with pytest.raises(DataFileError, match='Nothing cites the act "policy"'):
        read(tmp_path, GOOD.replace(unused, ""))


@pytest.mark.parametrize(
    ("extra", "within", "words"),
    [
        ('bound = "at least"', "at once", "minimum needs a length"),
        ('from = "next tax period"', "72 hours", "Only days, months and years"),
    ],
)
def test_a_minimum_and_another_origin_need_a_length(tmp_path: Path, extra: str, within: str, words: str) -> None:
    text = GOOD.replace('aim = "2 working days"', extra).replace("3 working days", within)
    with pytest.raises(DataFileError, match=words):
        read(tmp_path, text)


def test_the_longest_minimum_rules(tmp_path: Path) -> None:
    file = tmp_path / "deadlines.toml"
    file.write_text(GOOD.replace('aim = "2 working days"', 'bound = "at least"'))
    dues = read_deadlines(file).step("correction", "correct").dues(MONDAY, CALENDAR)
    assert [due.source.act.key for due in dues] == ["policy", "law"]
