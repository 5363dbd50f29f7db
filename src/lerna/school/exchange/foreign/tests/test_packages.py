"""A package that would harm this machine is refused with a sentence, and nothing of it is left behind."""

import io
import stat
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest

from lerna.school.exchange.foreign.packages import Limits, PackageError, open_package
from lerna.school.exchange.foreign.xml import parse_xml

SMALL = Limits(files=3, size=4000, ratio=10, free=2000)


def write_zip(path: Path, *files: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return path


def write_tar(path: Path, member: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(member, io.BytesIO(b"x" * member.size))
    return path


def make_link(name: str) -> zipfile.ZipInfo:
    link = zipfile.ZipInfo(name)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return link


def make_member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname, member.size = kind, target, 1 if kind == tarfile.REGTYPE else 0
    return member


ZIPS: list[tuple[list[tuple[str | zipfile.ZipInfo, bytes]], str]] = [
    ([("../out.txt", b"x")], "leads out of it"),
    ([("/etc/passwd", b"x")], "leads out of it"),
    ([("a/../../out.txt", b"x")], "leads out of it"),
    ([("a\\..\\out.txt", b"x")], "leads out of it"),
    ([("C:/out.txt", b"x")], "leads out of it"),
    ([("n" * 300, b"x")], "a name that is too long"),
    ([(make_link("link"), b"/etc/passwd")], "a link to another place"),
    ([("a", b"x"), ("a/b", b"x")], "twice, or as a file and a folder"),
    ([(f"{number}.txt", b"x") for number in range(4)], "more than 3 files"),
    ([("zeros", b"\0" * 3000)], "more than it may become"),
]


@pytest.mark.parametrize(("files", "sentence"), ZIPS)
def test_a_harmful_zip_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[tuple[str | zipfile.ZipInfo, bytes]], sentence: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "unpacked"))
    (tmp_path / "unpacked").mkdir()
    path = write_zip(tmp_path / "package.zip", *files)
    with pytest.raises(PackageError, match=sentence), open_package(path, SMALL):
        pass
    assert not list((tmp_path / "unpacked").iterdir())
    assert {one.name for one in tmp_path.iterdir()} == {"package.zip", "unpacked"}


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        (make_member("../out.txt"), "leads out of it"),
        (make_member("link", tarfile.SYMTYPE, "/etc/passwd"), "a link or a device"),
        (make_member("link", tarfile.LNKTYPE, "/etc/passwd"), "a link or a device"),
        (make_member("pipe", tarfile.FIFOTYPE), "a link or a device"),
        (make_member("disk", tarfile.BLKTYPE), "a link or a device"),
    ],
)
def test_a_harmful_tar_is_refused(tmp_path: Path, member: tarfile.TarInfo, sentence: str) -> None:
    path = write_tar(tmp_path / "package.tar.gz", member)
    with pytest.raises(PackageError, match=sentence), open_package(path):
        pass
    assert [one.name for one in tmp_path.iterdir()] == ["package.tar.gz"]


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with pytest.warns(UserWarning, match="Duplicate name"):
        write_zip(path, ("a.txt", b"1"), ("a.txt", b"2"))
    with pytest.raises(PackageError, match=r'holds "a\.txt" twice'), open_package(path):
        pass


def test_what_is_no_archive_or_damaged_is_said(tmp_path: Path) -> None:
    whole = write_tar(tmp_path / "package.tar.gz", make_member("a.txt")).read_bytes()
    for spoiled in (b"no archive at all", whole[:30], whole[:-20]):
        (tmp_path / "package.tar.gz").write_bytes(spoiled)
        with pytest.raises(PackageError, match=r"neither a ZIP nor a tar archive|damaged"):
            open_and_close(tmp_path / "package.tar.gz")


def open_and_close(path: Path) -> None:
    with open_package(path):
        pass


def test_what_is_harmless_is_unpacked_and_gone_afterwards(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "package.zip", ("a/", b""), ("a/b.txt", b"words"))
    with open_package(path) as folder:
        assert (folder / "a" / "b.txt").read_bytes() == b"words"
    assert not folder.exists()


def test_a_folder_with_a_link_out_of_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "link").symlink_to("/etc/passwd")
    with pytest.raises(PackageError, match='"link" is a link that leads out'), open_package(tmp_path / "course"):
        pass


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>', "declares entities"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "declares entities"),
        (b"<a>\n<b></a>", "isn't XML that can be read: line 2"),
    ],
)
def test_xml_that_grows_or_reaches_out_is_refused(document: bytes, sentence: str) -> None:
    with pytest.raises(PackageError, match=sentence):
        parse_xml(document, "manifest.xml")
