"""A course goes out as a folder and comes in again from it as the same course."""

import shutil
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lerna.companies.models import Company
from lerna.school.catalogue.models import Course, LessonRevision, MediaFile
from lerna.school.exchange.operations import import_package
from lerna.school.exchange.queries import read_stored_course
from lerna.school.exchange.tests.conftest import NOW


def test_a_course_goes_out_and_comes_in_unchanged(company: Company, folder: Path, tmp_path: Path) -> None:
    import_package(company=company, path=folder, now=NOW)
    course = Course.objects.get(company=company)
    before = read_stored_course(course)
    call_command("course", "export", "color-ru", "--company", "newskills", "--to", str(tmp_path / "out"))
    assert (tmp_path / "out" / "files" / "cones.webp").read_bytes() == b"picture"
    assert "![кривые](files/cones.webp)" in (tmp_path / "out" / "01-seeing" / "01-light.md").read_text(encoding="utf-8")
    report = import_package(company=company, path=tmp_path / "out", now=NOW)
    assert report.lessons == {"new": 0, "changed": 0, "unchanged": 1, "retired": 0}
    assert read_stored_course(course) == before
    assert (LessonRevision.objects.count(), MediaFile.objects.count()) == (1, 1)


def test_a_zip_of_the_folder_comes_in_as_the_folder_does(company: Company, folder: Path, tmp_path: Path) -> None:
    import_package(company=company, path=folder, now=NOW)
    shutil.make_archive(str(tmp_path / "packed"), "zip", folder.parent)
    report = import_package(company=company, path=tmp_path / "packed.zip", now=NOW)
    assert report.lessons["unchanged"] == 1


@pytest.mark.parametrize(
    "name", ["openedx-demo-course.tar.gz", "cc-1.1-allyworkshop.imscc", "cc-all-question-types.imscc"]
)
def test_what_came_from_elsewhere_goes_out_whole(company: Company, shared_dir: Path, tmp_path: Path, name: str) -> None:
    report = import_package(company=company, path=shared_dir / "content" / name, now=NOW)
    assert report.course
    before = read_stored_course(report.course)
    call_command("course", "export", report.course.key, "--company", "newskills", "--to", str(tmp_path / "out"))
    again = import_package(company=company, path=tmp_path / "out", now=NOW)
    assert (again.lessons["changed"], again.lessons["new"]) == (0, 0)
    assert read_stored_course(report.course) == before


def test_a_place_that_is_taken_and_a_course_that_is_not_there_are_said(company: Company, folder: Path) -> None:
    import_package(company=company, path=folder, now=NOW)
    with pytest.raises(CommandError, match="is there already"):
        call_command("course", "export", "color-ru", "--company", "newskills", "--to", str(folder))
    with pytest.raises(CommandError, match='has no course "nothing"'):
        call_command("course", "export", "nothing", "--company", "newskills", "--to", str(folder))
    assert company.courses.count() == 1


MANIFEST = """\
<manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations><organization identifier="o"><title>Safety</title>
<item identifier="one" identifierref="r1"><title>First</title><adlcp:masteryscore>80</adlcp:masteryscore></item>
<item identifier="two" identifierref="r2"><title>Second</title><adlcp:masteryscore>very</adlcp:masteryscore></item>
<item identifier="three" identifierref="gone"><title>Third</title></item>
</organization></organizations>
<resources>
<resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="a/index.html?page=1"/>
<resource identifier="r2" type="webcontent" adlcp:scormtype="sco" href="b.html"/>
<resource identifier="shared" type="webcontent" adlcp:scormtype="asset"><file href="a/look.css"/></resource>
</resources></manifest>"""


def test_a_scorm_package_stays_whole_and_each_part_of_it_is_a_lesson(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "safety.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {"imsmanifest.xml": MANIFEST, "a/index.html": "a", "b.html": "b", "a/look.css": ""}.items():
            archive.writestr(name, text)
    report = import_package(company=company, path=path, now=NOW)
    assert report.course
    assert (report.format, report.course_key, report.course.title) == ("scorm", "safety", "Safety")
    blocks = [lesson.published.blocks[0] for lesson in report.course.lessons.all() if lesson.published]
    assert [block.get("pass_mark") for block in blocks] == [80, None]
    media = MediaFile.objects.get()
    assert [(block["kind"], block["file"], block["launch"], block["standard"]) for block in blocks] == [
        ("package", media.digest, "a/index.html?page=1", "scorm-1.2"), ("package", media.digest, "b.html", "scorm-1.2"),
    ]  # fmt: skip
    assert (media.name, media.size) == ("package.zip", path.stat().st_size)
    assert [(entry.kind, str(entry.outcome)) for entry in report.list_entries()] == [
        ("sco", "kept"), ("sco", "kept"), ("item", "dropped"), ("asset", "kept"),
    ]  # fmt: skip


def test_a_course_goes_out_as_a_cartridge_with_its_files(company: Company, folder: Path, tmp_path: Path) -> None:
    import_package(company=company, path=folder, now=NOW)
    to = tmp_path / "color.imscc"
    call_command("course", "export", "color-ru", "--company", "newskills", "--to", str(to))
    with zipfile.ZipFile(to) as archive:
        assert archive.read("files/cones.webp") == b"picture"
        assert sorted(archive.namelist()) == ["files/cones.webp", "imsmanifest.xml", "pages/light-3.html"]
    report = import_package(company=company, path=to, now=NOW)
    assert (report.format, report.lessons["new"], report.course_key) == ("cartridge", 1, "tsvet-s-nulya")
    assert MediaFile.objects.count() == 1
