"""`./lerna course`: a folder comes in with its files, comes in again in place, and a trial changes nothing."""

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lerna.companies.models import Company
from lerna.school.catalogue.models import Course, Direction, Lesson, LessonRevision, MediaFile, MediaUse, Program
from lerna.school.exchange.models import ImportReport
from lerna.school.exchange.tests.conftest import LESSON, write_course

PICTURE = hashlib.sha256(b"picture").hexdigest()


def run(*words: str) -> str:
    """What the command says."""
    said = StringIO()
    call_command("course", *words, "--company", "newskills", stdout=said)
    return said.getvalue()


def test_a_folder_comes_in_with_its_files(company: Company, folder: Path) -> None:
    said = run("import", str(folder))
    assert said.splitlines() == [
        "color-ru:", "  files 1 of 1", "  course: color-ru, course folder", "  lessons: 1 new", "  parts: 3 kept",
    ]  # fmt: skip
    course = Course.objects.select_related("cover", "direction").get(company=company)
    assert course.cover
    assert course.direction
    assert (course.cover.digest, course.direction.key) == (PICTURE, "design")
    revision = LessonRevision.objects.get()
    text, image, poll = revision.blocks
    assert text["markdown"] == f"Текст с картинкой: ![кривые](media:{PICTURE})."
    assert (image["file"], poll["key"]) == (PICTURE, "lamp")
    assert MediaUse.objects.get().media.name == "cones.webp"
    assert run("list").split() == ["color-ru", "ru", "1", "lessons", "Цвет", "с", "нуля"]


def test_it_comes_in_again_in_place(company: Company, folder: Path) -> None:
    run("import", str(folder))
    lesson = Lesson.objects.get()
    assert "lessons: 1 unchanged" in run("import", str(folder))
    (folder / "01-seeing" / "01-light.md").write_text(LESSON.replace("Видно?", "Темно?"), encoding="utf-8")
    assert "lessons: 1 changed" in run("import", str(folder))
    assert Lesson.objects.get().pk == lesson.pk
    assert ImportReport.objects.filter(company=company).count() == len(("first", "again", "changed"))


def test_a_trial_changes_nothing(company: Company, folder: Path) -> None:
    said = run("import", str(folder), "--dry-run")
    assert "lessons: 1 new" in said
    assert said.endswith("A trial: nothing was changed.\n")
    for model in (Course, Direction, MediaFile, ImportReport):
        assert not model.objects.exists()
    assert company.courses.count() == 0


def test_several_courses_come_in_behind_those_that_they_follow(company: Company, tmp_path: Path) -> None:
    write_course(tmp_path / "courses", "a-second", after="b-first")
    write_course(tmp_path / "courses", "b-first")
    run("import", str(tmp_path / "courses"))
    assert [course.key for course in Course.objects.get(company=company, key="a-second").after.all()] == ["b-first"]


def test_courses_that_wait_for_each_other_are_refused(company: Company, tmp_path: Path) -> None:
    write_course(tmp_path / "courses", "one", after="two")
    write_course(tmp_path / "courses", "two", after="one")
    with pytest.raises(CommandError, match="each come after the other"):
        run("import", str(tmp_path / "courses"))
    assert company.courses.count() == 0


def test_a_fault_is_a_sentence_and_nothing_comes_in(company: Company, folder: Path) -> None:
    (folder / "01-seeing" / "01-light.md").write_text(LESSON.replace("cones.webp", "no.webp"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"01-light\.md:5: There is no file"):
        run("import", str(folder))
    assert company.courses.count() == MediaFile.objects.count() == 0


def test_a_key_that_the_company_lacks_is_a_sentence(company: Company, folder: Path) -> None:
    text = (folder / "course.toml").read_text(encoding="utf-8")
    (folder / "course.toml").write_text(text.replace("skillbox", "nowhere"), encoding="utf-8")
    with pytest.raises(CommandError, match="The company has no site nowhere"):
        run("import", str(folder))
    assert company.courses.count() == ImportReport.objects.count() == 0


def test_what_is_no_course_and_no_company_is_said(company: Company, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no course in a format that is known here"):
        run("import", str(tmp_path))
    with pytest.raises(CommandError, match='no company "nobody"'):
        call_command("course", "list", "--company", "nobody")
    assert company.courses.count() == 0


PROGRAM = """[[program]]
key = "designer"
language = "ru"
title = "Дизайнер"
courses = ["b-first", "a-second"]
sites = ["skillbox"]
"""


def test_programs_come_in_behind_their_courses_and_again_after_a_change(company: Company, tmp_path: Path) -> None:
    for key in ("a-second", "b-first"):
        write_course(tmp_path / "courses", key)
    file = tmp_path / "courses" / "programs.toml"
    file.write_text(PROGRAM, encoding="utf-8")
    assert "program: designer" in run("import", str(tmp_path / "courses"), "--dry-run")
    assert not Program.objects.exists()
    assert "program: designer" in run("import", str(tmp_path / "courses"))
    file.write_text(PROGRAM.replace('"b-first", ', ""), encoding="utf-8")
    run("import", str(tmp_path / "courses"))
    program = Program.objects.get(company=company)
    assert [place.course.key for place in program.programcourse_set.order_by("place")] == ["a-second"]
    assert [site.key for site in program.sites.all()] == ["skillbox"]
    assert program.published_at


def test_a_program_of_an_unknown_course_is_a_sentence(company: Company, tmp_path: Path) -> None:
    for key in ("a-second", "b-first"):
        write_course(tmp_path / "courses", key)
    (tmp_path / "courses" / "programs.toml").write_text(PROGRAM.replace("b-first", "nobody"), encoding="utf-8")
    with pytest.raises(CommandError, match="The company has no course nobody"):
        run("import", str(tmp_path / "courses"))
    assert not Program.objects.filter(company=company).exists()
