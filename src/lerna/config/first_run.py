"""What an empty database is filled with on a first run: two companies, their sites, policies and third parties; and,
where it isn't in production, courses to look at.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.config import places
from lerna.privacy.policy.operations import publish_first_versions
from lerna.privacy.recipients.register.files import list_files
from lerna.privacy.recipients.register.loading import load_recipients
from lerna.privacy.subjects.keys.operations import make_missing_company_keys
from lerna.school.catalogue.models import Course
from lerna.school.exchange.operations import import_package, import_programs
from lerna.school.exchange.order import list_courses

COURSES = places.ROOT / "demo" / "courses"


def _unfinished() -> Path:
    return Path(settings.LERNA_VAR) / "run" / "first-run-unfinished"


def is_due() -> bool:
    """Is the database empty, or did a kill cut an earlier first run short?"""
    return _unfinished().exists() or not Company.objects.exists() or _lacks_courses()


def _lacks_courses() -> bool:
    return not settings.IN_PRODUCTION and COURSES.is_dir() and not Course.objects.exists()


def run(*, now: datetime) -> Iterator[str]:
    """Runs the steps, each safe to repeat, and gives a sentence after each."""
    _unfinished().parent.mkdir(parents=True, exist_ok=True)
    _unfinished().touch()
    files = sorted((Path(settings.LERNA_POLICIES) / "companies").glob("*.toml"))
    companies = load_companies(files=files, now=now)
    yield f"Loaded {len(companies)} companies with {sum(len(company.sites) for company in companies)} sites"
    made = make_missing_company_keys()
    yield f"Made the keys of {len(made)} companies; back them up apart from the databases"
    versions = publish_first_versions(now=now)
    yield f"Published the policies of {len(versions)} companies"
    recipients = load_recipients(files=list_files(), now=now)
    yield f"Entered {len(recipients)} third parties into the registers"
    if _lacks_courses():
        yield from _bring_courses(now)
    _unfinished().unlink()


def _bring_courses(now: datetime) -> Iterator[str]:
    """Every course of `demo/courses/<company>/`, and the programs that join them; a sentence after each."""
    for company in Company.objects.order_by("slug"):
        folder = COURSES / company.slug
        for path in list_courses(folder) if folder.is_dir() else ():
            report = import_package(company=company, path=path, now=now)
            yield f"Brought in the course {report.course_key}"
        if programs := import_programs(company=company, folder=folder, now=now):
            yield f"Joined courses into {len(programs)} programs"
