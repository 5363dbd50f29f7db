"""The real demo course of Open edX: as many entries in the report as its files hold, counted apart from the reader."""

import json
import re
import tarfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as lxml_html

from lerna.companies.models import Company
from lerna.school.blocks.kinds import Html
from lerna.school.blocks.stored import read_blocks
from lerna.school.catalogue.models import Course, LessonRevision, MediaFile
from lerna.school.exchange.ledger import Outcome
from lerna.school.exchange.models import ImportReport
from lerna.school.exchange.operations import import_package
from lerna.school.exchange.reading import Wishes
from lerna.school.exchange.tests.conftest import NOW

_UNITS = re.compile(r"course/vertical/[^/]+\.xml")


@dataclass(frozen=True)
class Held:
    """What the archive holds, found with nothing but a list of its files and the tags in its units."""

    files: Counter[str]
    tags: Counter[str]


@pytest.fixture(scope="module")
def package(shared_dir: Path) -> Path:
    return shared_dir / "content" / "openedx-demo-course.tar.gz"


@pytest.fixture(scope="module")
def held(package: Path) -> Held:
    files: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    with tarfile.open(package) as archive:
        for member in archive:
            if member.isfile():
                files[Path(member.name).parent.name] += 1
            if _UNITS.search(member.name):
                content = archive.extractfile(member)
                assert content
                tags.update(str(child.tag) for child in etree.fromstring(content.read()))
    return Held(files, tags)


@pytest.fixture
def report(company: Company, package: Path) -> ImportReport:
    return import_package(company=company, path=package, now=NOW, wishes=Wishes(sites=("skillbox",)))


def test_every_part_has_its_entry(report: ImportReport, held: Held) -> None:
    kinds = Counter(entry.kind for entry in report.list_entries())
    for folder in ("chapter", "sequential", "vertical", "problem", "video", "static"):
        assert kinds[folder] == held.files[folder], folder
    for tag, count in held.tags.items():
        expected = count if tag != "problem" else held.files["problem"]  # six more stand in a library
        assert kinds[tag] == expected, tag
    assert (kinds["chapter"], kinds["sequential"], kinds["vertical"], kinds["html"]) == (6, 17, 58, 266)
    assert (kinds["problem"], kinds["video"], kinds["static"]) == (29, 11, 124)


def test_nothing_is_lost_in_silence(report: ImportReport) -> None:
    for entry in report.list_entries():
        assert entry.outcome is Outcome.KEPT or entry.why, entry
    assert report.count()[Outcome.UNSAFE] == 127
    assert sum(report.count().values()) == len(report.list_entries())


def test_a_learner_can_study_it(company: Company, report: ImportReport) -> None:
    course = Course.objects.get(company=company, key="openedx-demox")
    assert (course.title, course.language, course.lessons.count()) == ("Open edX Demo Course", "en", 58)
    assert course.cover
    assert [run.key for run in course.runs.all()] == ["open"]
    assert course.grading["pass_mark"] == 50
    assert [part["weight"] for part in course.grading["parts"]] == [30, 35, 35]
    blocks = [block for revision in LessonRevision.objects.all() for block in read_blocks(revision.blocks)]
    kinds = Counter(block.KIND for block in blocks)
    assert kinds["video"] == 1
    assert kinds["link"] == 10
    assert kinds["quiz"] >= 13
    assert report.lessons["new"] == 58


def test_nothing_of_it_can_run_or_be_loaded_from_elsewhere(report: ImportReport) -> None:
    assert report.course
    stored = list(LessonRevision.objects.values_list("blocks", flat=True))
    pages = [block.html for blocks in stored for block in read_blocks(blocks) if isinstance(block, Html)]
    assert pages
    for element in (one for page in pages for one in lxml_html.fragment_fromstring(page, create_parent="div").iter()):
        assert element.tag not in {"script", "style", "iframe", "object", "embed", "form", "input", "link", "svg"}
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        assert element.get("src", "media:").startswith("media:")
        assert element.get("href", "media:").startswith(("media:", "http://", "https://", "mailto:"))
    written = json.dumps(stored)
    assert "811a447706c1" not in json.dumps(report.entries) + written  # a key to an outside tool
    digests = set(re.findall(r"media:([0-9a-f]{64})", written))
    assert digests
    assert digests <= set(MediaFile.objects.values_list("digest", flat=True))
    assert "media:static" not in written


def test_it_comes_in_again_in_place(company: Company, report: ImportReport, package: Path) -> None:
    assert report.course
    report.course.runs.update(seats=30)
    again = import_package(company=company, path=package, now=NOW)
    assert again.lessons == {"new": 0, "changed": 0, "unchanged": 58, "retired": 0}
    assert LessonRevision.objects.count() == 58
    assert [run.seats for run in report.course.runs.filter(retired_at=None)] == [30]
    assert [site.key for site in report.course.sites.all()] == ["skillbox"]
