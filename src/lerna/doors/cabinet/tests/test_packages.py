"""A package stands in its lesson with how far its learner is, and is played on the host beside the site alone."""

import html
import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.doors.cabinet.tests.test_study import COURSE, TEXT, bring, subject_of, write
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.school.blocks.course import SectionContent
from lerna.school.blocks.kinds import Package
from lerna.school.catalogue.media import keep_file
from lerna.school.learning.models import Origin
from lerna.school.learning.operations import enroll

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LESSON = f"{COURSE}warm/"
Study = Callable[[int], Visitor]


@pytest.fixture
def study(visitor: Visitor, newskills: Company) -> Study:
    """Aigerim, enrolled in a course of one lesson with so many packages."""

    def run(count: int) -> Visitor:
        content = BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("index.html", "<p>Өрт</p>")
        media = keep_file(company=newskills, content=content, name="fire.zip", now=clock.now())
        blocks = tuple(
            Package(key=f"fire{number}", file=media.digest, title="Өрт", standard="scorm-2004", launch="index.html")
            for number in range(count)
        )
        visitor.join()
        sections = (SectionContent(key="one", title="Бір", lessons=write(("warm", (TEXT, *blocks)))),)
        run = bring(newskills, sections)
        enroll(subject=subject_of(newskills), run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())
        visitor.open(LESSON)
        return visitor

    return run


def find_address(page: str) -> str:
    found = re.search(r'data-package="([^"]+)"', page)
    assert found
    return found[1]


def play(page: str, **said: str) -> int:
    """Opens the package and lets it say this."""
    address = urlsplit(find_address(page))
    host = {"host": address.netloc}
    opened = re.search(r'"sitting": (\d+)', Client().get(address.path, headers=host).content.decode())
    assert opened
    token = address.path.split("/")[1]
    sent = {
        "sitting": int(opened[1]),
        "number": 1,
        "interactions": 0,
        "said": {f"cmi.{name}": said[name] for name in said},
    }
    return Client().post(f"/{token}/said", json.dumps(sent), "text/plain", headers=host).status_code


@pytest.mark.clause("3.3")
def test_only_the_packages_host_may_stand_in_the_lessons_frame(study: Study) -> None:
    visitor = study(1)
    answer = visitor.client.get(LESSON, headers={"host": "lerna.kz"})
    address = urlsplit(find_address(html.unescape(answer.content.decode())))
    assert address.netloc == "packages.lerna.kz"
    frames = re.search(r"frame-src ([^;]+)", answer["Content-Security-Policy"])
    assert frames
    assert frames[1].split() == ["'self'", "https://packages.lerna.kz"]
    other = visitor.client.get(COURSE, headers={"host": "lerna.kz"})
    assert "packages.lerna.kz" not in other["Content-Security-Policy"]


def test_the_card_says_how_far_the_learner_is(study: Study) -> None:
    visitor = study(1)
    page = visitor.open(LESSON)
    assert "не начато" in page
    assert "Начать" in page
    assert play(page, completion_status="incomplete", **{"score.scaled": "0.4"}) == 204
    page = visitor.open(LESSON)
    assert "в процессе" in page
    assert "Лучший результат: 40%" in page
    assert "Продолжить" in page
    assert play(page, completion_status="completed", success_status="passed") == 204
    page = visitor.open(LESSON)
    assert "Вы прошли этот урок" in page
    assert "40%" in page


def test_a_learner_says_of_a_silent_package_that_they_are_done(study: Study) -> None:
    visitor = study(1)
    page = visitor.open(LESSON)
    assert "package/fire0/" not in page
    visitor.send(f"{LESSON}package/fire0/")
    assert "Вы прошли этот урок" not in visitor.open(LESSON)
    play(page)
    assert f'action="{LESSON}package/fire0/"' in visitor.open(LESSON)
    assert visitor.send(f"{LESSON}package/fire0/")[0::2] == (302, f"{LESSON}#block-fire0")
    assert "Вы прошли этот урок" in visitor.open(LESSON)


@pytest.mark.parametrize("count", [1, 3])
def test_the_lesson_asks_as_often_for_three_packages_as_for_one(
    study: Study, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    visitor = study(count)
    with django_assert_num_queries(35):
        visitor.open(LESSON)
