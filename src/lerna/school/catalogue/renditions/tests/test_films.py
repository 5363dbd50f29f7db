"""Films are cut for streaming, small enough for a slow line, by a program that takes nobody along when it fails."""

import os
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import av
import pytest
from django.core.files.storage import default_storage

from lerna.companies.models import Company
from lerna.school.catalogue.media import keep_file, list_streams
from lerna.school.catalogue.models import MediaFile, Rendition
from lerna.school.catalogue.renditions.films import Stream, UnreadableFilmError, make_films, read_stream
from lerna.school.catalogue.renditions.operations import FILMS, PICTURES, prepare_due
from lerna.school.catalogue.renditions.tests.conftest import NOW, shoot


def make(content: BytesIO, folder: Path) -> list[tuple[int, int, Stream]]:
    film = folder / "film"
    film.write_bytes(content.getvalue())
    return sorted((one.width, one.height, one.stream) for one in make_films(film, folder, lambda: None))


def test_a_film_that_can_be_cut_stays_as_it_is(tmp_path: Path) -> None:
    ((width, height, stream),) = make(shoot(64, 48), tmp_path)
    assert (width, height) == (64, 48)
    assert stream.codecs.startswith("avc1.")
    assert len(stream.segments) == 2
    assert round(sum(seconds for seconds, _, _ in stream.segments)) == 9
    assert stream.start[1] == 0
    made = (tmp_path / "full.mp4").read_bytes()
    places = [stream.start, *((length, place) for _, length, place in stream.segments)]
    assert all(place + length == following for (length, place), (_, following) in pairwise(places))
    assert sum(length for length, _ in places) == len(made)
    assert read_stream(stream.store()) == stream
    with av.open(str(tmp_path / "full.mp4")) as film:
        assert sum(1 for _ in film.decode(video=0)) == 45


@pytest.mark.parametrize(
    ("how", "size"),
    [
        ({"kind": "webm", "codec": "libvpx"}, (64, 48)),
        ({"rotation": 90}, (48, 64)),
        ({"rotation": -90}, (48, 64)),
        ({"rotation": 180}, (64, 48)),
        ({"keys": 1000, "seconds": 20}, (64, 48)),
    ],
)
def test_another_is_written_anew(tmp_path: Path, how: dict[str, object], size: tuple[int, int]) -> None:
    ((width, height, stream),) = make(shoot(64, 48, **how), tmp_path)  # type: ignore[arg-type]
    assert (width, height) == size
    assert stream.codecs.startswith("avc1.")
    assert all(seconds <= 6 for seconds, _, _ in stream.segments)


def test_a_rich_film_gets_a_small_one_cut_at_the_same_seconds(tmp_path: Path) -> None:
    small, full = make(shoot(640, 480, is_rich=True, seconds=8), tmp_path)
    assert (small[:2], full[:2]) == ((480, 360), (640, 480))
    assert small[2].bandwidth < full[2].bandwidth / 3
    cuts = [[round(seconds, 1) for seconds, _, _ in stream.segments] for _, _, stream in (small, full)]
    assert cuts[0] == cuts[1]
    assert len(cuts[0]) == 2


@pytest.mark.clause("3.3")
@pytest.mark.parametrize(
    "content", [b"", b"no film", shoot(64, 48).getvalue()[:700], b"#EXTM3U\n#EXTINF:6,\n/etc/passwd\n"]
)
def test_what_is_no_film_is_refused_and_a_playlist_opens_no_file_of_ours(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFilmError):
        make(BytesIO(content), tmp_path)


def test_the_program_ends_when_whoever_began_it_is_gone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "film")  # nobody writes into it, so that reading it would never end
    command = [sys.executable, "-m", "lerna.school.catalogue.renditions.film_program", tmp_path / "film", tmp_path]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, check=False, timeout=30)
    assert ended.returncode == 1


def test_a_film_is_kept_beside_its_renditions_and_a_second_time_changes_nothing(company: Company) -> None:
    media = keep_file(company=company, content=shoot(64, 48), name="light.mp4", now=NOW)
    assert not list(prepare_due(PICTURES, lambda: NOW))
    assert list(prepare_due(FILMS, lambda: NOW)) == [media]
    media.refresh_from_db()
    assert (media.width, media.height, media.fault) == (64, 48, "")
    (rendition,) = list_streams(media)
    assert (rendition.file.media_type, rendition.file.is_made) == ("video/mp4", True)
    assert default_storage.size(rendition.file.path) == rendition.file.size
    assert list(list_streams(rendition.file)) == [rendition]
    assert not list(prepare_due(FILMS, lambda: NOW))
    MediaFile.objects.update(prepared_at=None)
    assert list(prepare_due(FILMS, lambda: NOW)) == [media]
    assert Rendition.objects.get().file == rendition.file


def test_a_film_that_cant_be_read_stays_a_plain_file_and_says_so(company: Company) -> None:
    media = keep_file(company=company, content=BytesIO(b"no film"), name="light.mp4", now=NOW)
    list(prepare_due(FILMS, lambda: NOW))
    media.refresh_from_db()
    assert (media.fault, media.prepared_at) == (MediaFile.Fault.UNREADABLE, NOW)
    assert not list_streams(media)
