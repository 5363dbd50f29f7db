"""A free course is joined by whoever wants to, without asking anybody."""

from datetime import datetime

from django.db import transaction

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Offer, Run
from lerna.school.catalogue.states import find_state
from lerna.school.learning.models import Enrollment, Origin, State
from lerna.school.learning.operations import enroll


class NotJoinableError(Exception):
    """The run costs something, or nobody may enroll in it today."""


def find_joinable(company: Company, *, course: str, run: str) -> Run | None:
    """The company's run of these keys, if its course is taught and it costs nothing. One query."""
    found = Run.objects.filter(
        course__company=company, course__key=course, key=run, retired_at=None,
        course__published_at__isnull=False, course__retired_at=None,
    )  # fmt: skip
    free = found.exclude(offers__in=Offer.objects.filter(retired_at=None, price__gt=0))
    return free.select_related("course__company").first()  # at most one: the keys are unique


def join_run(*, subject: DataSubject, run: Run, actor: Actor, now: datetime) -> Enrollment:
    """Enrolls the person in a free run by their own hand. NotJoinableError, and what `enroll` raises."""
    company = subject.company
    with transaction.atomic():
        free = find_joinable(company, course=run.course.key, run=run.key)
        with processing(Purpose.LEARNING, company=company, reason="is there a place for somebody who joins"):
            taken = Enrollment.objects.filter(run=run).exclude(state=State.LEFT).count()
        if free is None or not find_state(run, taken=taken, today=local_day(now)).is_open:
            raise NotJoinableError
        return enroll(subject=subject, run=run, origin=Origin.SELF, actor=actor, now=now)
