"""What a package says is read as its standard writes it, refused where it doesn't, and given back in the same words."""

from decimal import Decimal

import pytest

from lerna.school.learning.packages.models import Completion, PackageRecord, Success
from lerna.school.learning.packages.runtime import MessageError, RunTime, Standard, read_runtime, write_runtime
from lerna.school.learning.packages.tests.conftest import NOW

OLD: Standard = "scorm-1.2"
NEW: Standard = "scorm-2004"


@pytest.mark.parametrize(
    ("standard", "said", "meant"),
    [
        (OLD, {"cmi.core.lesson_status": "passed"}, RunTime(completion=Completion.COMPLETED, success=Success.PASSED)),
        (OLD, {"cmi.core.lesson_status": "failed"}, RunTime(completion=Completion.INCOMPLETE, success=Success.FAILED)),
        (OLD, {"cmi.core.lesson_status": "browsed"}, RunTime(completion=Completion.INCOMPLETE)),
        (OLD, {"cmi.core.lesson_status": "not attempted"}, RunTime()),
        (OLD, {"cmi.core.session_time": "0001:02:03.50"}, RunTime(seconds=3723)),
        (OLD, {"cmi.core.score.raw": "85.123456789", "cmi.core.score.max": "100"},
         RunTime(raw=Decimal("85.1234567"), high=Decimal(100))),
        (OLD, {"cmi.core.lesson_location": "7", "cmi.suspend_data": "a|b"}, RunTime(location="7", suspend_data="a|b")),
        (NEW, {"cmi.completion_status": "completed", "cmi.success_status": "failed"},
         RunTime(completion=Completion.COMPLETED, success=Success.FAILED)),
        (NEW, {"cmi.success_status": "passed"}, RunTime(success=Success.PASSED)),
        (NEW, {"cmi.session_time": "P1DT2H3M4.5S"}, RunTime(seconds=86400 + 7200 + 180 + 4)),
        (NEW, {"cmi.score.scaled": "-0.5"}, RunTime(scaled=Decimal("-0.5"))),
    ],
)  # fmt: skip
def test_each_word_of_a_standard_is_understood(standard: Standard, said: dict[str, str], meant: RunTime) -> None:
    assert read_runtime(standard, said) == meant


@pytest.mark.parametrize(
    ("standard", "name", "value"),
    [
        (OLD, "cmi.core.lesson_status", "done"),
        (OLD, "cmi.core.lesson_location", "x" * 256),
        (OLD, "cmi.suspend_data", "x" * 4097),
        (OLD, "cmi.suspend_data", "a\0b"),
        (OLD, "cmi.core.score.raw", "many"),
        (OLD, "cmi.core.score.raw", "1e9"),
        (OLD, "cmi.core.score.raw", "12345678"),
        (OLD, "cmi.core.session_time", "PT5M"),
        (NEW, "cmi.location", "x" * 1001),
        (NEW, "cmi.suspend_data", "x" * 64_001),
        (NEW, "cmi.score.scaled", "1.5"),
        (NEW, "cmi.session_time", "00:05:00"),
        (NEW, "cmi.session_time", f"PT{'9' * 50}S"),
    ],
)
def test_what_its_standard_does_not_allow_is_refused_by_name_and_not_by_value(
    standard: Standard, name: str, value: str
) -> None:
    with pytest.raises(MessageError) as refused:
        read_runtime(standard, {name: value})
    assert str(refused.value) == name


@pytest.mark.parametrize(
    ("said", "share"),
    [
        (RunTime(), None),
        (RunTime(raw=Decimal(42)), Decimal("0.42")),
        (RunTime(raw=Decimal(15), low=Decimal(10), high=Decimal(20)), Decimal("0.5")),
        (RunTime(raw=Decimal(15), high=Decimal(0)), None),
        (RunTime(raw=Decimal(150)), Decimal(1)),
        (RunTime(raw=Decimal(10), scaled=Decimal("0.9")), Decimal("0.9")),
        (RunTime(scaled=Decimal("-0.5")), Decimal(0)),
    ],
)
def test_a_score_is_a_share_of_what_could_be_reached(said: RunTime, share: Decimal | None) -> None:
    assert said.share == share


def test_what_was_kept_is_told_in_the_words_of_the_standard() -> None:
    record = PackageRecord(
        location="7", suspend_data="a", completion="completed", success="passed", raw=Decimal("85.0000000"), kept_at=NOW
    )
    old, new = (write_runtime(standard, record, seconds=3725) for standard in (OLD, NEW))
    told = [old[f"cmi.core.{name}"] for name in ("lesson_status", "entry", "total_time", "score.raw")]
    assert told == ["passed", "resume", "0001:02:05", "85"]
    assert (new["cmi.completion_status"], new["cmi.success_status"], new["cmi.total_time"]) == (
        "completed", "passed", "PT3725S",
    )  # fmt: skip
    assert not {"cmi.student_data.mastery_score", "cmi.scaled_passing_score"} & (old.keys() | new.keys())
    assert {old["cmi.suspend_data"], new["cmi.suspend_data"]} == {"a"}
    fresh = write_runtime(OLD, PackageRecord(), seconds=0)
    assert (fresh["cmi.core.lesson_status"], fresh["cmi.core.entry"]) == ("not attempted", "ab-initio")
    assert "cmi.core.student_name" not in fresh


def test_a_package_is_told_of_how_much_it_is_passed() -> None:
    old, new = (write_runtime(standard, PackageRecord(), seconds=0, pass_mark=80) for standard in (OLD, NEW))
    assert old["cmi.student_data.mastery_score"] == "80"
    assert new["cmi.scaled_passing_score"] == "0.80"
