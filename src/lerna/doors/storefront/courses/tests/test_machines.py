"""The sitemap names a site's own pages and nobody else's, and robots are asked to leave people's own pages alone."""

from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.school.blocks.course import CourseContent, SectionContent
from lerna.school.catalogue.operations import bring_course
from lerna.school.catalogue.tests.conftest import NOW, write

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def read_sitemap(client: Client, host: str) -> dict[str, dict[str, str]]:
    """Addresses, and of each those of its languages."""
    response = client.get("/sitemap.xml", headers={"host": host})
    assert response["Content-Type"] == "application/xml"
    tree = fromstring(response.content)  # noqa: S314 -- of our own making
    return {
        url.findtext(f"{SITEMAP}loc") or "": {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall(f"{XHTML}link")
        }
        for url in tree
    }


def test_a_sitemap_names_the_site_s_own_courses_in_their_languages(
    client: Client, company: Company, content: CourseContent
) -> None:
    free = SectionContent(key="a", title="А", lessons=(replace(write("light"), is_free=True), write("dark")))
    bring_course(company=company, content=replace(content, family="color", sections=(free,)), now=NOW)
    bring_course(company=company, content=replace(content, family="color", key="color-kk", language="kk"), now=NOW)
    listed = read_sitemap(client, "skillbox.kz")
    own = "https://skillbox.kz"
    assert listed[f"{own}/courses/color-ru/"]["kk"] == f"{own}/kk/courses/color-kk/"
    assert listed[f"{own}/kk/courses/color-kk/"]["ru"] == f"{own}/courses/color-ru/"
    assert f"{own}/courses/color-ru/light/" in listed
    assert f"{own}/courses/color-ru/dark/" not in listed
    assert all(address.startswith(own) for address in listed)
    assert not [address for address in read_sitemap(client, "lerna.kz") if "color" in address]


@pytest.mark.parametrize("count", [1, 3])
def test_a_sitemap_asks_four_times_however_many_courses_there_are(
    client: Client,
    company: Company,
    content: CourseContent,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        bring_course(company=company, content=replace(content, key=f"color-{number}"), now=NOW)
    with django_assert_num_queries(4):  # the site, courses, free lessons, programs
        assert len([one for one in read_sitemap(client, "skillbox.kz") if "color" in one]) == 3 * count


def test_robots_are_asked_to_leave_peoples_own_pages_alone(client: Client, company: Company) -> None:
    assert company
    said = client.get("/robots.txt", headers={"host": "skillbox.kz"}).content.decode().splitlines()
    assert "Disallow: /kk/account/" in said
    assert "Disallow: /requests/" in said
    assert "Sitemap: https://skillbox.kz/sitemap.xml" in said
    assert not [line for line in said if "courses" in line]
