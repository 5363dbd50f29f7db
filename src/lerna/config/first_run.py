"""What an empty database is filled with on a first run: two companies, their sites, policies and third parties."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.privacy.policy.operations import publish_first_versions
from lerna.privacy.recipients.register.files import list_files
from lerna.privacy.recipients.register.loading import load_recipients
from lerna.privacy.subjects.keys.operations import make_missing_company_keys


def _unfinished() -> Path:
    return Path(settings.LERNA_VAR) / "run" / "first-run-unfinished"


def is_due() -> bool:
    """Is the database empty, or did a kill cut an earlier first run short?"""
    return _unfinished().exists() or not Company.objects.exists()


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
    _unfinished().unlink()
