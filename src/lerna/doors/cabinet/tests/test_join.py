"""A free course is joined by its learner, and left again; what costs something isn't."""

from datetime import date

import pytest

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.doors.cabinet.tests.test_study import COURSE, TEXT, bring, write
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import OfferContent, SectionContent
from lerna.school.learning.models import Enrollment

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

JOIN = "/account/join/color-kk/2026-12/"
SECTIONS = (SectionContent(key="one", title="Бір", lessons=write(("light", (TEXT,)))),)
FREE = OfferContent(key="free", title="Тегін", price=0)
PAID = OfferContent(key="full", title="Куратормен", price=89000)


def states(company: Company) -> list[tuple[str, str]]:
    with processing(Purpose.LEARNING, company=company, reason="test"):
        return list(Enrollment.objects.values_list("origin", "state"))


@pytest.mark.parametrize("offers", [(), (FREE,)])
def test_a_free_course_is_joined_and_left(
    visitor: Visitor, newskills: Company, offers: tuple[OfferContent, ...]
) -> None:
    visitor.join()
    bring(newskills, SECTIONS, offers=offers)
    assert "Записаться на курс" in visitor.open(JOIN)
    assert states(newskills) == []
    assert visitor.send(JOIN)[0::2] == (302, COURSE)
    assert states(newskills) == [("self", "active")]
    assert visitor.client.get(JOIN, headers={"host": visitor.host}).headers["Location"] == COURSE
    assert visitor.send(f"{JOIN}leave/")[0::2] == (302, "/account/courses/")
    assert states(newskills) == [("self", "left")]
    visitor.open(COURSE, 404)


@pytest.mark.parametrize(
    ("run", "status"),
    [
        ({"offers": (FREE, PAID)}, 404),
        ({"enroll_until": date(2026, 1, 1)}, 409),
    ],
)
def test_what_isnt_free_or_open_isnt_joined(
    visitor: Visitor, newskills: Company, run: dict[str, object], status: int
) -> None:
    visitor.join()
    bring(newskills, SECTIONS, **run)
    assert visitor.send(JOIN)[0] == status
    assert states(newskills) == []


def test_a_stranger_logs_in_first(visitor: Visitor, newskills: Company) -> None:
    bring(newskills, SECTIONS)
    status, _, address = visitor.send(JOIN)
    assert (status, address.startswith("/account/sign-in/?next=")) == (302, True)
    assert states(newskills) == []
