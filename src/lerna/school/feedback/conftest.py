"""Both companies with keys and a published policy; people who study; letters read as they were written."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from lerna.companies.models import Company, Site
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.consents.statement import Statement, build_statements
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import CourseContent, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Text
from lerna.school.catalogue.models import Lesson, Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.learning.models import Enrollment, Origin
from lerna.school.learning.operations import complete_lesson, enroll

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)

Read = Callable[..., tuple[Statement, ...]]
Join = Callable[..., DataSubject]
Bring = Callable[..., Run]
Study = Callable[..., Enrollment]


@pytest.fixture
def sites(db: None) -> dict[str, Site]:  # noqa: ARG001
    """The four sites by key."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    for company in Company.objects.all():
        key_provider().make(company.slug)
        document = render_document(build_facts(company))
        publish_version(company=company, document=document, dated_on=company.policy_dated, source=Source.MODEL, now=NOW)
    return {site.key: site for site in Site.objects.select_related("company")}


@pytest.fixture
def read() -> Read:
    """The statements of these purposes, as if each box had been ticked."""

    def build(site: Site, *purposes: Purpose) -> tuple[Statement, ...]:
        version = current_version(site.company)
        assert version
        return build_statements(company=site.company, version=version, form=purposes, own=(), language="ru")

    return build


@pytest.fixture
def join(sites: dict[str, Site]) -> Join:
    """Somebody who studies at the company of this site, with an address."""

    def appear(name: str = "Айгерім", email: str = "aigerim@example.kz", site: str = "lerna") -> DataSubject:
        company = sites[site].company
        subject = create_subject(company=company, site=sites[site], now=NOW)
        permit(subject=subject, purposes=[Purpose.LEARNING])
        with processing(Purpose.LEARNING, company=company, reason="test"):
            state_profile(subject=subject, actor=Actor.PERSON, now=NOW, name=name, email=email)
        return subject

    return appear


def read_letters(company: Company, purpose: Purpose) -> list[tuple[str, str, dict[str, Any]]]:
    """What was written for this purpose so far: the template, to whom, and what was filled in."""
    with processing(purpose, company=company, reason="test"):
        letters = Letter.objects.filter(purpose=purpose).order_by("created_at", "template")
        return [(one.template, str(one.address), json.loads(str(one.context))) for one in letters]


@pytest.fixture
def bring() -> Bring:
    """A course of five lessons; gives its run."""

    def run(company: Company, key: str = "color") -> Run:
        lessons = tuple(
            LessonContent(key=f"lesson-{number}", title=f"Урок {number}", blocks=(Text(key="1", markdown="Сөз."),))
            for number in range(1, 6)
        )
        section = SectionContent(key="all", title="Всё", lessons=lessons)
        content = CourseContent(
            key=key, language="ru", title="Цвет", sections=(section,), runs=(RunContent(key="2026"),)
        )
        bring_course(company=company, content=content, now=NOW)
        return Run.objects.select_related("course__company").get(course__company=company, course__key=key)

    return run


@pytest.fixture
def study(join: Join, bring: Bring) -> Study:
    """Somebody is enrolled in the course of their company, and has completed so many of its five lessons."""

    def begin(
        name: str = "Айгерім", email: str = "aigerim@example.kz", site: str = "lerna", done: int = 0
    ) -> Enrollment:
        subject = join(name, email, site)
        run = Run.objects.filter(course__company=subject.company).select_related("course__company").first()
        enrollment = enroll(
            subject=subject, run=run or bring(subject.company), origin=Origin.STAFF, actor=Actor.STAFF, now=NOW
        )
        for lesson in enrollment.run.course.lessons.order_by("place")[:done]:
            complete_lesson(enrollment=enrollment, lesson=lesson, now=NOW)
        return enrollment

    return begin


def first_lesson(enrollment: Enrollment) -> Lesson:
    """The lesson that everybody talks about."""
    return enrollment.run.course.lessons.select_related("course", "published").get(key="lesson-1")
