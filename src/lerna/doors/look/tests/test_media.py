"""Files are sent whole or in ranges, to those alone for whom their address was written, and never as our page."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponseBase
from django.test import Client

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.doors.look.media.addresses import (
    WINDOW,
    address_for_lesson,
    frame_address,
    is_for_account,
    media_url,
)
from lerna.doors.look.media.addresses import address_for_account as for_account
from lerna.doors.look.media.playlists import playlist_address
from lerna.doors.look.media.sending import UnsatisfiableRangeError, read_range
from lerna.kit import clock
from lerna.school.blocks.course import CourseContent, LessonContent, SectionContent
from lerna.school.catalogue.media import keep_file
from lerna.school.catalogue.models import Lesson, MediaFile
from lerna.school.catalogue.operations import bring_course
from lerna.school.catalogue.renditions.operations import FILMS, prepare_due
from lerna.school.catalogue.renditions.tests.conftest import shoot

NOW = datetime(2026, 12, 7, 10, 0, tzinfo=clock.ZONE)
BYTES = bytes(range(256)) * 40
AIGERIM, MALLORY = UUID(int=1), UUID(int=2)


@pytest.fixture
def company(db: None) -> Company:  # noqa: ARG001
    """Newskills, with its sites; KERBEZ is there too."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    return Company.objects.get(slug="newskills")


def keep(company: Company, name: str, content: bytes = BYTES) -> MediaFile:
    return keep_file(company=company, content=BytesIO(content), name=name, now=NOW)


def bring(company: Company, cover: str = "") -> Lesson:
    """A course of one free lesson."""
    lesson = LessonContent(key="light", title="Жарық", blocks=(), is_free=True)
    sections = (SectionContent(key="seeing", title="Көру", lessons=(lesson,)),)
    content = CourseContent(key="color-kk", language="kk", title="Түс", sections=sections, cover=cover)
    return bring_course(company=company, content=content, now=NOW).course.lessons.get()


def fetch(address: str, host: str = "lerna.kz", **headers: str) -> HttpResponseBase:
    return Client().get(address, headers={"host": host, **headers})


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", None),
        ("bytes=0-99", (0, 99)),
        ("bytes=100-", (100, 999)),
        ("bytes=-10", (990, 999)),
        ("bytes=-5000", (0, 999)),
        ("bytes=990-5000", (990, 999)),
        ("bytes=5-2", None),
        ("bytes=0-1,4-5", None),
        ("bytes=-", None),
        ("letters=0-1", None),
    ],
)
def test_a_range_is_read_as_the_standard_says(header: str, wanted: tuple[int, int] | None) -> None:
    assert read_range(header, 1000) == wanted


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1005", "bytes=-0"])
def test_a_range_behind_the_end_cant_be_satisfied(header: str) -> None:
    with pytest.raises(UnsatisfiableRangeError):
        read_range(header, 1000)


def test_a_cover_is_everybodys_and_kept_for_good(company: Company) -> None:
    cover, other = keep(company, "cover.webp"), keep(company, "plan.webp", b"secret")
    bring(company, cover.digest)
    response = fetch(media_url(cover), **{"accept-encoding": "gzip"})
    assert body(response) == BYTES
    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]
    assert "Content-Encoding" not in response
    assert response["X-Content-Type-Options"] == "nosniff"
    assert fetch(media_url(cover), **{"if-none-match": response["ETag"]}).status_code == 304
    assert fetch(media_url(other)).status_code == 404
    assert fetch(media_url(cover), host="e-distant.kz").status_code == 404


def test_a_video_is_sent_in_pieces(company: Company) -> None:
    address = address_for_lesson(bring(company).pk, now=clock.now())(keep(company, "light.mp4"))
    piece = fetch(address, range="bytes=100-199")
    assert (piece.status_code, body(piece)) == (206, BYTES[100:200])
    assert (piece["Content-Range"], piece["Content-Length"]) == (f"bytes 100-199/{len(BYTES)}", "100")
    same = fetch(address, range="bytes=100-199", **{"if-range": piece["ETag"]})
    assert same.status_code == 206
    other = fetch(address, range="bytes=100-199", **{"if-range": '"other"'})
    assert (other.status_code, body(other)) == (200, BYTES)
    behind = fetch(address, range=f"bytes={len(BYTES)}-")
    assert (behind.status_code, behind["Content-Range"]) == (416, f"bytes */{len(BYTES)}")
    head = Client().head(address, headers={"host": "lerna.kz", "range": "bytes=0-9"})
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(len(BYTES)), b"")


@pytest.mark.parametrize(
    ("name", "media_type", "disposition"),
    [
        ("page.html", "application/octet-stream", "attachment"),
        ("code.js", "application/octet-stream", "attachment"),
        ("drawing.svg", "image/svg+xml", "attachment"),
        ("plan.pdf", "application/pdf", "attachment"),
        ("words.kk.vtt", "text/vtt", "inline"),
        ("cones.webp", "image/webp", "inline"),
    ],
)
@pytest.mark.clause("3.3")
def test_nothing_that_could_run_is_shown_on_our_host(
    company: Company, name: str, media_type: str, disposition: str
) -> None:
    response = fetch(address_for_lesson(bring(company).pk, now=clock.now())(keep(company, name)))
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"].startswith(disposition)
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_free_lessons_address_is_for_its_lesson_and_its_time_alone(company: Company) -> None:
    lesson, media = bring(company), keep(company, "cones.webp")
    now = clock.now()
    address = address_for_lesson(lesson.pk, now=now)(media)
    assert fetch(address).status_code == 200
    assert fetch(address.replace(f"/{lesson.pk}/", f"/{lesson.pk + 1}/")).status_code == 404
    assert fetch(address.replace(media.digest, keep(company, "b.webp", b"b").digest)).status_code == 404
    assert fetch(address, host="e-distant.kz").status_code == 404
    old = address_for_lesson(lesson.pk, now=now - 2 * WINDOW)(media)
    assert fetch(old).status_code == 404


def test_a_films_playlists_lead_to_its_pieces_and_open_by_its_own_signature(company: Company) -> None:
    lesson, now = bring(company), clock.now()
    film = keep(company, "light.mp4", shoot(64, 48).getvalue())
    list(prepare_due(FILMS, clock.now))
    write = address_for_lesson(lesson.pk, now=now)
    page = body(fetch(playlist_address(film, write))).decode()
    assert page.startswith("#EXTM3U\n")
    assert "RESOLUTION=64x48" in page
    (inner,) = (line for line in page.splitlines() if line.startswith("/"))
    response = fetch(inner)
    assert response["Content-Type"] == "application/vnd.apple.mpegurl"
    assert response["Cache-Control"] == "private, no-cache"
    pieces = re.findall(r"#EXT-X-BYTERANGE:(\d+)@(\d+)\n(\S+)", body(response).decode())
    assert len(pieces) == 2
    for length, place, address in pieces:
        piece = fetch(address, range=f"bytes={place}-{int(place) + int(length) - 1}")
        assert piece.status_code == 206
        assert b"moof" in body(piece)[:64]
    assert fetch(inner.replace(f"/{lesson.pk}/", f"/{lesson.pk + 1}/")).status_code == 404
    assert fetch(inner, host="e-distant.kz").status_code == 404
    assert fetch(playlist_address(film, address_for_lesson(lesson.pk, now=now - 2 * WINDOW))).status_code == 404
    assert fetch(playlist_address(film, for_account(AIGERIM, now=now))).status_code == 404, "nobody is logged in"
    assert fetch(playlist_address(keep(company, "plan.csv", b"a"), write)).status_code == 404


def test_an_accounts_address_names_nobody_and_is_theirs_for_half_a_day(company: Company) -> None:
    media = keep(company, "cones.webp")
    address = for_account(AIGERIM, now=NOW)(media)
    token = address.rstrip("/").rpartition("/")[2]
    assert str(AIGERIM) not in address
    assert for_account(AIGERIM, now=NOW + timedelta(seconds=1))(media) == address, "a browser keeps what it loaded"
    assert is_for_account(token, media.digest, AIGERIM, now=NOW + WINDOW)
    assert not is_for_account(token, media.digest, AIGERIM, now=NOW + 2 * WINDOW)
    assert not is_for_account(token, media.digest, MALLORY, now=NOW)
    assert not is_for_account(token, "0" * 64, AIGERIM, now=NOW)
    assert fetch(for_account(AIGERIM, now=clock.now())(media)).status_code == 404, "nobody is logged in"


@pytest.mark.clause("3.3")
def test_an_authors_program_runs_apart_and_reaches_its_own_files_alone(company: Company) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("index.html", "<script src=app.js></script>")
        archive.writestr("js/app.js", "1")
    media = keep(company, "game.zip", packed.getvalue())
    address = frame_address(media, path="index.html", now=clock.now())
    page = fetch(address)
    assert (page.content, page["Content-Type"]) == (b"<script src=app.js></script>", "text/html")  # type: ignore[attr-defined]
    policy = page["Content-Security-Policy"]
    assert "sandbox allow-scripts" in policy
    assert "allow-same-origin" not in policy
    assert f"connect-src http://lerna.kz{address.removesuffix('index.html')};" in policy
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert fetch(address.replace("index.html", "js/app.js"))["Content-Type"] == "text/javascript"
    for path in ("nothing.js", "../index.html", "js/"):
        assert fetch(address.replace("index.html", path)).status_code == 404, path
    assert fetch(address.replace(media.digest, "0" * 64)).status_code == 404
    alone = keep(company, "one.html", b"<p>1")
    assert fetch(frame_address(alone, path="index.html", now=clock.now())).status_code == 200
    assert fetch(frame_address(alone, path="other.html", now=clock.now())).status_code == 404
