"""Files are made ready once, by one process, and whatever happens to it, nothing stays half done."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.school.blocks.course import CourseContent
from lerna.school.catalogue.authoring.drafts import list_media
from lerna.school.catalogue.jobs import prepare_pictures
from lerna.school.catalogue.media import find_public_media, keep_file, list_renditions
from lerna.school.catalogue.models import MediaFile, Rendition
from lerna.school.catalogue.operations import bring_course
from lerna.school.catalogue.renditions.operations import (
    CLAIM,
    FILMS,
    PICTURES,
    claim_next,
    prepare_due,
    renew_claim,
)
from lerna.school.catalogue.renditions.tests.conftest import NOW, draw


def keep(company: Company, content: BytesIO, name: str = "cones.jpg") -> MediaFile:
    return keep_file(company=company, content=content, name=name, now=NOW)


def prepare(media: MediaFile) -> MediaFile:
    list(prepare_due(PICTURES, lambda: NOW))
    media.refresh_from_db()
    return media


def waiting_jobs() -> Iterator[str]:
    yield from ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True)


def test_a_picture_gets_its_sizes_by_a_job_that_is_asked_for_once(company: Company) -> None:
    media, plan = keep(company, draw(700, 350)), keep(company, BytesIO(b"a,b"), "plan.csv")
    keep(company, draw(50, 50), "dot.png")
    assert list(waiting_jobs()) == ["catalogue.prepare_pictures"]
    prepare_pictures.func(0)
    media.refresh_from_db()
    plan.refresh_from_db()
    found = list_renditions([media])[media.pk]
    assert [(one.file.width, one.file.height) for one in found] == [(320, 160), (480, 240), (700, 350)]
    assert {(one.file.media_type, one.file.name, one.file.is_made) for one in found} == {
        ("image/webp", "cones.webp", True)
    }
    assert all(default_storage.size(one.file.path) == one.file.size for one in found)
    assert media.prepared_at
    assert plan.prepared_at is None


def test_a_second_time_changes_nothing(company: Company) -> None:
    media = prepare(keep(company, draw(700, 350)))
    before = list(Rendition.objects.order_by("pk").values_list("source", "file"))
    assert len(before) == 3
    prepare(media)
    assert list(Rendition.objects.order_by("pk").values_list("source", "file")) == before
    call_command("media", "prepare", "--again")
    assert list(Rendition.objects.order_by("pk").values_list("source", "file")) == before
    assert MediaFile.objects.count() == 4


@pytest.mark.parametrize(("content", "fault"), [(b"no picture", "unreadable"), (b"", "unreadable")])
def test_a_file_that_cant_be_read_stays_a_plain_file_and_says_so(company: Company, content: bytes, fault: str) -> None:
    media = prepare(keep(company, BytesIO(content)))
    assert (media.fault, media.prepared_at) == (fault, NOW)
    assert not list_renditions([media])


def test_a_drawing_needs_no_sizes(company: Company) -> None:
    media = prepare(keep(company, BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "plan.svg"))
    assert (media.fault, media.prepared_at) == ("", NOW)
    assert not Rendition.objects.exists()


def test_a_file_is_claimed_by_one_process_until_that_is_taken_for_dead(company: Company) -> None:
    media = keep(company, draw(50, 50))
    keep(company, draw(60, 60), "dot.png")
    assert claim_next(kind=PICTURES, now=NOW) == media
    assert claim_next(kind=PICTURES, now=NOW) is None, "another process is at work"
    assert claim_next(kind=FILMS, now=NOW) is None
    renew_claim(media=media, now=NOW + CLAIM)
    assert claim_next(kind=PICTURES, now=NOW + CLAIM) is None
    assert claim_next(kind=PICTURES, now=NOW + 2 * CLAIM) == media


def test_what_we_made_isnt_in_the_authors_library_until_an_author_brings_it(company: Company) -> None:
    media = prepare(keep(company, draw(700, 350)))
    assert [file for file, _ in list_media(company, 9)] == [media]
    small = list_renditions([media])[media.pk][0].file
    with default_storage.open(small.path) as content:
        assert keep_file(company=company, content=content, name="mine.webp", now=NOW) == small
    assert {file for file, _ in list_media(company, 9)} == {media, small}


def test_a_covers_sizes_are_as_public_as_the_cover(company: Company) -> None:
    cover, other = keep(company, draw(700, 350)), keep(company, draw(350, 700), "other.jpg")
    content = CourseContent(key="color-ru", language="ru", title="Цвет", sections=(), cover=cover.digest)
    bring_course(company=company, content=content, now=NOW)
    prepare(cover)
    for source, is_public in ((cover, True), (other, False)):
        for one in Rendition.objects.filter(source=source).select_related("file"):
            assert (find_public_media(company, one.file.digest) == one.file) is is_public
    kerbez = Company.objects.get(slug="kerbez-agy")
    assert find_public_media(kerbez, Rendition.objects.filter(source=cover)[0].file.digest) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_sizes_of_many_pictures_are_one_query(
    company: Company, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    media = [keep(company, draw(700 + number, 350)) for number in range(count)]
    prepare(media[0])
    media = list(MediaFile.objects.filter(is_made=False))
    with django_assert_num_queries(1):
        found = list_renditions(media)
        assert sum(one.file.width == 320 for sizes in found.values() for one in sizes) == count
    with django_assert_num_queries(0):
        assert not list_renditions([])
