"""What a person takes with them holds the files they handed in, byte by byte, and one at a time."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.exporting.archive import write_archive
from lerna.privacy.lifecycle.exporting.read import export_person
from lerna.privacy.subjects.crypto.envelope import SealError
from lerna.privacy.subjects.models import DataSubject
from lerna.school.learning.assignments.tests.conftest import NOW, Studies, study
from lerna.school.learning.assignments.tests.test_files import DRAWING, attach, list_bytes
from lerna.school.learning.assignments.tests.test_kept_files import write

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def take(subject: DataSubject) -> Iterator[bytes]:
    export = export_person(subject=subject.pk, actor=Actor.PERSON, now=NOW)
    return write_archive(export, "ru", title="*")


@pytest.mark.clause("6.2")
def test_files_come_along_under_the_names_that_the_person_gave_them(
    studies: Studies, kerbez: Company, boris: DataSubject
) -> None:
    attach(write(study(boris, kerbez)), "чужой.png", b"of Boris")
    draft = write(studies)
    number = str(attach(draft, '../План: "вид".png').pk)
    attach(draft, "план.txt", "Сөз".encode())
    with ZipFile(io.BytesIO(b"".join(take(draft.subject)))) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist() if name.startswith("files/")}
        page, data = archive.read("my-data.html").decode(), json.loads(archive.read("my-data.json"))
    assert sorted(files.values()) == sorted([DRAWING, "Сөз".encode()])
    assert {name.partition("-")[2] for name in files} == {"План_ _вид_.png", "план.txt"}
    assert {one["entry"] for one in data["files"]} == set(files)
    assert number in {one["row"] for one in data["files"]}
    for name in files:
        assert f">{name}</a>" in page
    assert "чужой" not in page


def test_the_operators_archive_has_them_too(studies: Studies, tmp_path: Path) -> None:
    draft, file = write(studies), tmp_path / "export.zip"
    attach(draft)
    call_command("export", str(draft.subject_id), "--to", str(file))
    with ZipFile(file) as archive:
        assert archive.read("files/1-Плакат.PNG") == DRAWING


def test_it_is_written_while_it_leaves_a_file_at_a_time(studies: Studies, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = write(studies)
    for number in range(3):
        attach(draft, f"{number}.png")
    opened: list[str] = []
    really_open = default_storage.open

    def notice(name: str, mode: str = "rb") -> "File[bytes]":
        opened.append(name)
        return really_open(name, mode)

    monkeypatch.setattr(default_storage, "open", notice)
    parts = take(draft.subject)
    counts = [len(opened) for _part in parts]
    assert counts == [0, 0, 1, 2, 3, 3], "page, JSON, each file, and the end"


def test_changed_bytes_are_never_handed_out(studies: Studies) -> None:
    draft = write(studies)
    attach(draft)
    (path,) = list_bytes()
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(SealError):
        list(take(draft.subject))
