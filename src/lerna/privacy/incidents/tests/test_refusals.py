"""A job that was refused data, or found values that don't open, fails as before and is counted."""

from typing import Any

import pytest
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.worker import Worker

from lerna.companies.models import Company
from lerna.privacy.incidents.models import Tally
from lerna.privacy.incidents.signals.refusals import watch_job
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.processing import NoPurposeError

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def run(job: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- as the worker runs it
    described = Job(
        id=1, queue="default", lock=None, queueing_lock=None, task_name="test", task_kwargs=kwargs, status="doing"
    )  # fmt: skip
    return watch_job(
        job, JobContext(app=app, job=described, start_timestamp=0, abort_reason=lambda: None), Worker(app=app)
    )


def read_without_a_purpose() -> list[Profile]:
    return list(Profile.objects.all())


def open_without_a_key() -> None:
    raise MissingKeyError


def divide_by_nothing() -> float:
    return 1 / 0


def counted() -> list[tuple[str, str, int]]:
    found = Tally.objects.order_by("company__slug")
    return [(tally.company.slug, tally.signal, tally.count) for tally in found]


@pytest.mark.clause("8.3")
def test_it_is_counted_for_the_company_that_the_job_names(newskills: Company, kerbez: Company) -> None:
    with pytest.raises(NoPurposeError):
        run(read_without_a_purpose, company=newskills.pk)
    assert counted() == [("newskills", "refused-reads", 1)]
    assert kerbez.slug not in {slug for slug, _, _ in counted()}


@pytest.mark.clause("8.3")
def test_it_is_counted_for_all_where_the_job_names_none(newskills: Company, kerbez: Company) -> None:
    with pytest.raises(MissingKeyError):
        run(open_without_a_key, timestamp=1)
    assert counted() == [(kerbez.slug, "failed-decryptions", 1), (newskills.slug, "failed-decryptions", 1)]


def test_other_faults_and_good_jobs_are_nothing_to_it(newskills: Company) -> None:
    with pytest.raises(ZeroDivisionError):
        run(divide_by_nothing, company=newskills.pk)
    assert run(lambda: "done", company=newskills.pk) == "done"
    assert counted() == []
