"""A learner is reminded before a work's last day, once for that day."""

from collections.abc import Iterator
from datetime import datetime

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Run
from lerna.school.learning.assignments.rules import load_rules
from lerna.school.learning.deadlines.due import Due, list_dues
from lerna.school.learning.models import Enrollment, State
from lerna.school.learning.news.models import Kind
from lerna.school.learning.news.operations import tell


def remind_learners(*, company: Company, now: datetime) -> int:
    """Tells whoever has a last day soon and hasn't handed in; how many works. Each run is a transaction of its own."""
    told = 0
    for run in _list_runs(company):
        with processing(Purpose.LEARNING, company=company, reason="learners are reminded of last days"):
            for due in list(list_near(company, run, now=now)):
                told += tell(
                    enrollment=due.enrollment, lesson=due.work.lesson, block=due.work.assignment.key,
                    kind=Kind.DEADLINE, title=due.work.assignment.title, due_on=due.on, now=now,
                )  # fmt: skip
    return told


def count_near(*, company: Company, now: datetime) -> int:
    """How many works have their last day soon and aren't handed in, told of or not."""
    near = 0
    for run in _list_runs(company):
        with processing(Purpose.LEARNING, company=company, reason="which last days are near"):
            near += sum(1 for _ in list_near(company, run, now=now))
    return near


def list_near(company: Company, run: int, *, now: datetime) -> Iterator[Due]:
    """Those works of one run. Five queries. The caller works for LEARNING."""
    found = Enrollment.objects.filter(run=run, state=State.ACTIVE).select_related("run__course", "subject")
    enrollments = list(found)
    for one in enrollments:
        one.subject.company = company
    today, most = local_day(now), load_rules().remind_days
    for due in list_dues(enrollments):
        if due.on and not due.is_done and 0 <= (due.on - today).days <= most:
            yield due


def _list_runs(company: Company) -> tuple[int, ...]:
    return tuple(Run.objects.filter(course__company=company).order_by("pk").values_list("pk", flat=True))
