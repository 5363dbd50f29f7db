"""Covers and faces: in the size that the screen needs, and no page dearer for showing many."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.localized import Localized
from lerna.school.blocks.course import CourseContent, TeacherContent
from lerna.school.catalogue.media import keep_file
from lerna.school.catalogue.operations import bring_course
from lerna.school.catalogue.renditions.operations import PICTURES, prepare_due
from lerna.school.catalogue.renditions.tests.conftest import draw
from lerna.school.catalogue.tests.conftest import NOW

HOST = "skillbox.kz"
NAME = Localized("Сәуле Ахметова", "Сәуле Ахметова", "Saule Akhmetova")


def bring(company: Company, content: CourseContent, count: int) -> None:
    """So many courses, each with a cover and a teacher's photo of its own, made ready."""
    for number in range(count):
        cover, photo = (
            keep_file(company=company, content=draw(700 + number, height), name="a.jpg", now=NOW)
            for height in (350, 700)
        )
        teachers = (
            TeacherContent(key="saule", name=NAME, about=NAME, photo=photo.digest),
            TeacherContent(key="dana", name=NAME, about=NAME),
        )
        course = replace(content, key=f"color-{number}", cover=cover.digest, teachers=teachers)
        bring_course(company=company, content=course, now=NOW)
    list(prepare_due(PICTURES, clock.now))


@pytest.mark.parametrize("count", [1, 3])
def test_the_catalogue_offers_covers_in_sizes_for_one_query(
    client: Client,
    company: Company,
    content: CourseContent,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    bring(company, content, count)
    with django_assert_num_queries(8):
        page = client.get("/courses/", headers={"host": HOST}).content.decode()
    covers = re.findall(r'<img class="cover"[^>]+>', page)
    assert len(covers) == count
    assert all('height="350"' in cover and " 320w, " in cover and 'sizes="' in cover for cover in covers)
    assert [("lazy" in cover) for cover in covers] == [False, True, True][:count]


def test_a_course_shows_its_teachers_faces_and_letters_where_there_is_none(
    client: Client, company: Company, content: CourseContent
) -> None:
    bring(company, content, 1)
    page = client.get("/kk/courses/color-0/", headers={"host": HOST}).content.decode()
    (face,) = re.findall(r'<img class="face"[^>]+>', page)
    assert 'loading="lazy"' in face
    assert re.search(r'aria-hidden="true">СА</span>', page)
    for address in re.findall(r"(/media/[0-9a-f]+/) \d+w", page):
        response = client.get(address, headers={"host": HOST})
        assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
