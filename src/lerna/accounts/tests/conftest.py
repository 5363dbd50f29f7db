"""The cast: Aigerim opens an account at Newskills, Boris at KERBEZ; letters are read from the outbox, as sealed."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from lerna.accounts.codes import enter_code
from lerna.accounts.models import User
from lerna.accounts.operations import Stated, ask_code, open_sign_in, sign_up
from lerna.accounts.queries import Account, find_account
from lerna.accounts.staff import add_staff
from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.consents.statement import Statement, build_statements
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.operations import JOB
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.processing import processing

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
PASSWORD = "Алматыда алма піседі"
AIGERIM = Stated(
    name="Айгерім", surname="Сәрсенова", email="aigerim@example.kz", phone="+77011234567", password=PASSWORD
)
BORIS = Stated(name="Борис", email="boris@example.kz", phone="+77019876543", password=PASSWORD)
VERA = "vera@example.kz"

ReadCode = Callable[..., str]
Join = Callable[..., User]
LogIn = Callable[..., Account]


@pytest.fixture
def companies(db: None) -> dict[str, Company]:  # noqa: ARG001
    """Both companies, with keys in the test's own folder and the model text as their policy."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    found = {company.slug: company for company in Company.objects.all()}
    for slug, company in found.items():
        key_provider().make(slug)
        document = render_document(build_facts(company))
        publish_version(company=company, document=document, dated_on=company.policy_dated, source=Source.MODEL, now=NOW)
    return found


@pytest.fixture
def newskills(companies: dict[str, Company]) -> Company:
    return companies["newskills"]


@pytest.fixture
def kerbez(companies: dict[str, Company]) -> Company:
    return companies["kerbez-agy"]


def tick(company: Company, *own: Purpose) -> tuple[Statement, ...]:
    """The boxes of the sign-up form, those of `own` too."""
    version = current_version(company)
    assert version
    return build_statements(company=company, version=version, form=[Purpose.LEARNING], own=own, language="ru")


@pytest.fixture
def read_code() -> ReadCode:
    """The code in the latest letter to this company's people, optionally to one address."""

    def read(company: Company, address: str = "") -> str:
        with processing(Purpose.SECURITY, company=company, reason="test"):
            letters = {str(letter.pk): letter for letter in Letter.objects.all()}
            jobs = ProcrastinateJob.objects.filter(task_name=JOB).order_by("-id")  # all tests' letters have one moment
            found = [letters[job.args["letter"]] for job in jobs if job.args["letter"] in letters]
            newest = next(letter for letter in found if address.casefold() in str(letter.address).casefold())
            return str(json.loads(str(newest.context))["code"])

    return read


@pytest.fixture
def join(read_code: ReadCode) -> Join:
    """Opens an account and confirms it."""

    def run(company: Company, stated: Stated, *own: Purpose) -> User:
        site = company.sites.order_by("place")[0]
        key = sign_up(site=site, stated=stated, statements=tick(company, *own), language="ru", now=NOW)
        return enter_code(company=company, key=key, typed=read_code(company, stated.email), now=NOW)

    return run


@pytest.fixture
def log_in() -> LogIn:
    """A browser of this person's."""

    def run(user: User, device: str = "Firefox, Linux", now: datetime = NOW) -> Account:
        token = open_sign_in(user=user, device=device, now=now)
        account = find_account(user.subject.company, token, now=now)
        assert account
        return account

    return run


@pytest.fixture
def vera(newskills: Company, read_code: ReadCode) -> User:
    """A manager of Newskills who has logged in once by a code."""
    add_staff(company=newskills, role="manager", name="Вера", email=VERA, now=NOW)
    site = newskills.sites.order_by("place")[0]
    key = ask_code(site=site, login=VERA, language="ru", now=NOW)
    return enter_code(company=newskills, key=key, typed=read_code(newskills, VERA), now=NOW)
