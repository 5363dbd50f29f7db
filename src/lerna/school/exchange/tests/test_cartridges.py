"""The three real cartridges: as many entries in the report as their manifests and quizzes hold, counted apart."""

import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from lerna.companies.models import Company
from lerna.school.blocks.kinds import Assignment, Block, Discussion, Quiz
from lerna.school.blocks.questions import AcceptedNumber, Gaps, Match, Number, Pair, TrueFalse
from lerna.school.blocks.stored import read_blocks
from lerna.school.catalogue.models import LessonRevision, MediaFile
from lerna.school.exchange.ledger import Outcome
from lerna.school.exchange.models import ImportReport
from lerna.school.exchange.operations import import_package
from lerna.school.exchange.tests.conftest import NOW

ALL = ("cc-1.1-allyworkshop", "cc-all-question-types", "cc-course-1")


def bring(company: Company, shared: Path, name: str) -> ImportReport:
    return import_package(company=company, path=shared / "content" / f"{name}.imscc", now=NOW)


def list_blocks() -> list[Block]:
    return [block for revision in LessonRevision.objects.all() for block in read_blocks(revision.blocks)]


def count_tags(package: Path, pattern: str, tag: str) -> int:
    """How often a tag stands in the files of a package whose names match."""
    with zipfile.ZipFile(package) as archive:
        roots = [etree.fromstring(archive.read(name)) for name in archive.namelist() if re.fullmatch(pattern, name)]
    return sum(len(root.findall(f".//{{*}}{tag}")) for root in roots)


@pytest.mark.parametrize("name", ALL)
def test_every_resource_and_every_question_has_its_entry(company: Company, shared_dir: Path, name: str) -> None:
    report = bring(company, shared_dir, name)
    package = shared_dir / "content" / f"{name}.imscc"
    kinds = Counter(entry.kind.split(":")[0] for entry in report.list_entries())
    resources = sum(count for kind, count in kinds.items() if kind != "item")
    items = sum(entry.kind.startswith("item:") for entry in report.list_entries())
    assert resources == count_tags(package, r"imsmanifest\.xml", "resource")
    assert items == sum(
        count_tags(package, f"non_cc_assessments/{re.escape(quiz)}\\.xml\\.qti", "item")
        for quiz in {entry.source.split("/")[0] for entry in report.list_entries() if entry.kind == "imsqti"}
    )
    for entry in report.list_entries():
        assert entry.outcome is Outcome.KEPT or entry.why, entry


def test_ten_types_of_questions_come_in_or_say_why_not(company: Company, shared_dir: Path) -> None:
    report = bring(company, shared_dir, "cc-all-question-types")
    outcomes = {entry.kind: str(entry.outcome) for entry in report.list_entries() if entry.kind.startswith("item:")}
    assert outcomes == {
        "item:multiple_choice": "degraded",
        "item:true_false": "kept",
        "item:multiple_answers": "kept",
        "item:multiple_dropdowns": "degraded",
        "item:matching": "kept",
        "item:numerical": "kept",
        "item:calculated": "degraded",
        "item:essay": "degraded",
        "item:text_only": "kept",
        "item:file_upload": "degraded",
    }
    blocks = list_blocks()
    (quiz,) = (block for block in blocks if isinstance(block, Quiz))
    by_kind = {question.KIND: question for question in quiz.questions}
    assert isinstance(by_kind["truefalse"], TrueFalse)
    assert not by_kind["truefalse"].is_true
    assert isinstance(by_kind["gaps"], Gaps)
    assert by_kind["gaps"].text == "Roses are [[RED]], violets are [[BLUE]]"
    assert isinstance(by_kind["match"], Match)
    assert by_kind["match"].pairs[0] == Pair(left="Toyota", right="Corolla")
    assert isinstance(by_kind["number"], Number)
    assert by_kind["number"].accepted == (AcceptedNumber(value="33.33", tolerance="0.01"),)
    assert [block.accepts for block in blocks if isinstance(block, Assignment)] == [("text",), ("files",)]
    assert (quiz.attempts, len(quiz.questions)) == (1, 6)


def test_a_small_cartridge_keeps_its_order_and_its_files(company: Company, shared_dir: Path) -> None:
    report = bring(company, shared_dir, "cc-course-1")
    assert report.course
    lessons = list(report.course.lessons.select_related("section"))
    assert {lesson.section.title for lesson in lessons} == {"First Module"}
    kinds = [
        block.KIND for lesson in lessons for block in read_blocks(lesson.published.blocks if lesson.published else [])
    ]
    assert kinds == ["assignment", "quiz", "html", "discussion", "link", "file", "image", "assignment", "html"]
    assert set(MediaFile.objects.values_list("name", flat=True)) == {"photo.jpg", "sample-document.pdf"}
    (topic,) = (block for block in list_blocks() if isinstance(block, Discussion))
    assert topic.prompt == "**This is RCE content for a Discussion**"


def test_a_cartridge_comes_in_again_in_place(company: Company, shared_dir: Path) -> None:
    first = bring(company, shared_dir, "cc-1.1-allyworkshop")
    again = bring(company, shared_dir, "cc-1.1-allyworkshop")
    assert first.lessons["new"] == again.lessons["unchanged"] == 16
    assert (again.lessons["new"], again.lessons["changed"], again.lessons["retired"]) == (0, 0, 0)
