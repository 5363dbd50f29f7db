"""Which second factors there are: listed, removed but for the last, and all taken back by the operator."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from lerna.accounts.factors.keeping import LastFactorError, NoSuchFactorError, list_factors, remove_factor
from lerna.accounts.factors.passkeys import begin_passkey
from lerna.accounts.factors.programs import STEP, add_program, begin_program, compute_code
from lerna.accounts.jobs import count_due, purge_due
from lerna.accounts.models import Ceremony, Factor, User
from lerna.accounts.operations import open_sign_in
from lerna.accounts.queries import Account, find_account
from lerna.accounts.staff import StaffError, remove_staff, reset_factors
from lerna.accounts.tests.conftest import AIGERIM, NOW, VERA
from lerna.accounts.tests.test_passkeys import LERNA, make
from lerna.companies.models import Company
from lerna.privacy.evidence.models import Entry
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LogIn = Callable[..., Account]
Join = Callable[..., User]


@pytest.fixture
def account(vera: User, log_in: LogIn) -> Account:
    """Vera's log-in, proven, with a passkey and a program."""
    account = log_in(vera)
    make(account)
    account.sign_in.proven_at = NOW
    secret = begin_program(account=account, now=NOW)
    add_program(account=account, name="", typed=compute_code(secret, int(NOW.timestamp()) // STEP), now=NOW)
    return account


def read_kinds(account: Account) -> list[str]:
    with processing(Purpose.SECURITY, company=account.subject.company, reason="test"):
        return sorted(factor.kind for factor in list_factors(account))


def find_factor(account: Account, kind: str) -> Factor:
    with processing(Purpose.SECURITY, company=account.subject.company, reason="test"):
        return Factor.objects.get(subject=account.subject, kind=kind)


@pytest.mark.clause("8.3")
def test_a_factor_is_removed_but_never_the_last(account: Account) -> None:
    assert read_kinds(account) == ["passkey", "program"]
    remove_factor(account=account, factor=find_factor(account, "passkey").pk, now=NOW)
    with pytest.raises(LastFactorError):
        remove_factor(account=account, factor=find_factor(account, "program").pk, now=NOW)
    assert read_kinds(account) == ["program"]
    assert [entry.operation for entry in Entry.objects.filter(subject=account.subject.pk, clause="8.3")] == [
        "factor_added", "factor_added", "factor_removed",
    ]  # fmt: skip


def test_nobody_removes_another_persons_factor(account: Account, newskills: Company, join: Join, log_in: LogIn) -> None:
    mallory = log_in(join(newskills, AIGERIM))
    for factor in (find_factor(account, "passkey").pk, uuid4()):
        with pytest.raises(NoSuchFactorError):
            remove_factor(account=mallory, factor=factor, now=NOW)
    assert read_kinds(account) == ["passkey", "program"]


@pytest.mark.clause("8.3")
def test_the_operator_takes_all_back_and_every_log_in_ends(
    account: Account, newskills: Company, vera: User, log_in: LogIn
) -> None:
    begin_passkey(account=account, party=LERNA, label="Lerna", now=NOW)
    token = open_sign_in(user=vera, device="Firefox", now=NOW)
    reset_factors(company=newskills, email=VERA, now=NOW)
    assert read_kinds(account) == []
    assert find_account(newskills, token, now=NOW) is None
    entry = Entry.objects.filter(operation="factor_removed").get()
    assert '"actor":"operator"' in entry.line
    assert '"all":true,"count":2' in entry.line
    begin_program(account=log_in(vera), now=NOW)


def test_only_staff_have_factors_to_take_back(newskills: Company, join: Join) -> None:
    join(newskills, AIGERIM)
    for email in (AIGERIM.email, "nobody@example.kz"):
        with pytest.raises(StaffError):
            reset_factors(company=newskills, email=email, now=NOW)


def test_who_goes_leaves_no_factor(account: Account, newskills: Company) -> None:
    remove_staff(company=newskills, email=VERA, now=NOW)
    assert read_kinds(account) == []


@pytest.mark.clause("7.3")
def test_what_was_begun_goes_after_its_minutes(account: Account, newskills: Company) -> None:
    begin_passkey(account=account, party=LERNA, label="Lerna", now=NOW)
    later = NOW + timedelta(minutes=5)
    with processing(Purpose.SECURITY, company=newskills, reason="test"):
        assert Ceremony.objects.count() == 1
    assert count_due(company=newskills, now=later) == purge_due(company=newskills, now=later) == 1
    with processing(Purpose.SECURITY, company=newskills, reason="test"):
        assert not Ceremony.objects.exists()
