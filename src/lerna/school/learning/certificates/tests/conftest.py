"""Aigerim has finished a course of Newskills, and gets certificates whose paper is a line of text."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from lerna.companies.models import Company, Site
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.conftest import aigerim, boris, companies, kerbez, newskills, register  # noqa: F401
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.certificates.models import Certificate
from lerna.school.learning.certificates.operations import issue_certificate
from lerna.school.learning.models import Enrollment, State
from lerna.school.learning.tests.conftest import NOW, bring, enrolled  # noqa: F401

LATER = NOW + timedelta(days=30)
Issue = Callable[..., Certificate]


@pytest.fixture
def site(newskills: Company) -> Site:  # noqa: F811
    """Whose certificates these are."""
    return newskills.sites.select_related("company").get(key="skillbox")


@pytest.fixture
def finished(enrolled: Enrollment) -> Enrollment:  # noqa: F811
    """The course is done."""
    with processing(Purpose.LEARNING, company=enrolled.company, reason="test"):
        enrolled.state, enrolled.finished_at = State.FINISHED, NOW
        enrolled.save(update_fields=["state", "finished_at"])
    return enrolled


@pytest.fixture
def issue(site: Site) -> Issue:
    """Gets a certificate of this enrollment."""

    def run(enrollment: Enrollment, language: str = "kk") -> Certificate:
        return issue_certificate(
            enrollment=enrollment, site=site, language=language, mark=87, draw=draw, actor=Actor.PERSON, now=LATER
        )

    return run


def draw(certificate: Certificate) -> bytes:
    """A paper that says what a real one says."""
    return f"{certificate.number} {certificate.holder} {certificate.course_title}".encode()
