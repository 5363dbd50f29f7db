"""Files are read out of a kept ZIP as they would be unpacked, and what no file's name is leads nowhere."""

import gzip
import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from lerna.school.learning.packages.archives import Member, find_member

WORDS = "".join(random.Random(12).choices("абвгд \n", k=700_000)).encode()  # noqa: S311 -- any bytes that pack a little
FILES = {"imsmanifest.xml": b"<manifest/>", "media/film.mp4": WORDS, "Қалта/бет 1.html": WORDS, "empty.js": b""}


@pytest.fixture
def path(settings: Settings, tmp_path: Path) -> str:
    settings.MEDIA_ROOT = tmp_path
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES.items():
            how = zipfile.ZIP_STORED if name.endswith(".mp4") else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, compress_type=how)
        archive.writestr("folder/", b"")
    return default_storage.save(f"{tmp_path.name}.zip", content)


def need(path: str, name: str) -> Member:
    found = find_member(path, name)
    assert found
    return found


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_read_whole_and_as_gzip_where_it_lies_so(path: str, name: str) -> None:
    member = need(path, name)
    assert b"".join(member.read(0, member.size - 1)) == FILES[name]
    if member.is_deflated:
        packed = b"".join(member.read_gzip())
        assert (gzip.decompress(packed), len(packed)) == (FILES[name], member.gzip_size)


@pytest.mark.parametrize("name", ["media/film.mp4", "Қалта/бет 1.html"])
@pytest.mark.parametrize(
    ("first", "last"), [(0, 0), (1, 300_000), (262_143, 262_145), (len(WORDS) - 5, len(WORDS) - 1)]
)
def test_a_piece_of_a_file_is_those_very_bytes(path: str, name: str, first: int, last: int) -> None:
    assert b"".join(need(path, name).read(first, last)) == WORDS[first : last + 1]


def test_a_name_in_other_case_is_found_where_no_other_has_it(path: str) -> None:
    assert need(path, "Media/FILM.mp4") == need(path, "media/film.mp4")


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "media/../imsmanifest.xml", "folder/", "folder", "", "media"]
)
def test_what_is_no_file_of_the_archive_is_not_found(path: str, name: str) -> None:
    assert find_member(path, name) is None


def test_what_is_no_archive_or_is_gone_has_no_files(path: str) -> None:
    assert find_member(default_storage.save("words.zip", BytesIO(b"words")), "a") is None
    assert find_member(f"{path}.gone", "a") is None
