"""Staff: roles are purposes, a log-in counts only with the second factor, and who goes is out at once."""

import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from lerna.accounts.codes import enter_code
from lerna.accounts.factors import (
    STEP,
    WrongSecondError,
    begin_factor,
    compute_code,
    enter_second,
    make_address,
)
from lerna.accounts.held import read_everything, read_held
from lerna.accounts.jobs import count_due, months_before, purge_due
from lerna.accounts.limits import TooOftenError
from lerna.accounts.models import Factor, SignIn, User
from lerna.accounts.operations import ask_code, open_sign_in
from lerna.accounts.queries import Account, find_account
from lerna.accounts.roles import load_roles, may_work_for, read_roles
from lerna.accounts.staff import StaffError, add_staff, remove_staff
from lerna.accounts.tests.conftest import AIGERIM, NOW, PASSWORD
from lerna.companies.models import Company
from lerna.kit.datafile import DataFileError
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.operations import block
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Join = Callable[..., User]
LogIn = Callable[..., Account]
ReadCode = Callable[..., str]
EMAIL = "vera@example.kz"
# RFC 6238, appendix B: the key and the last six of the eight digits for SHA-1.
RFC_KEY = base64.b32encode(b"12345678901234567890").decode()
RFC_CODES = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}


@pytest.fixture
def vera(newskills: Company, read_code: ReadCode) -> User:
    """A manager of Newskills who has logged in once by a code."""
    add_staff(company=newskills, role="manager", name="Вера", email=EMAIL, now=NOW)
    site = newskills.sites.order_by("place")[0]
    key = ask_code(site=site, login=EMAIL, language="ru", now=NOW)
    return enter_code(company=newskills, key=key, typed=read_code(newskills, EMAIL), now=NOW)


def code_at(secret: str, moment: float) -> str:
    return compute_code(secret, int(moment) // STEP)


@pytest.mark.parametrize(("moment", "code"), RFC_CODES.items())
def test_codes_are_those_of_the_rfc(moment: int, code: str) -> None:
    assert code_at(RFC_KEY, moment) == code


@pytest.mark.clause("8.3")
def test_a_log_in_of_staff_counts_only_with_the_second_factor(vera: User, log_in: LogIn) -> None:
    account = log_in(vera)
    assert not account.is_whole
    secret = begin_factor(account=account, now=NOW)
    assert secret
    enter_second(account=account, typed=code_at(secret, NOW.timestamp()), now=NOW)
    again = log_in(vera)
    assert not again.is_whole
    assert begin_factor(account=again, now=NOW) is None
    with processing(Purpose.SECURITY, company=vera.subject.company, reason="test"):
        assert SignIn.objects.get(pk=account.sign_in.pk).proven_at == NOW


def test_a_code_of_the_second_factor_counts_once(vera: User, log_in: LogIn) -> None:
    account = log_in(vera)
    secret = begin_factor(account=account, now=NOW)
    assert secret
    code = code_at(secret, NOW.timestamp())
    enter_second(account=account, typed=code, now=NOW)
    with pytest.raises(WrongSecondError):
        enter_second(account=account, typed=code, now=NOW + timedelta(seconds=STEP))
    later = NOW + timedelta(seconds=2 * STEP)
    enter_second(account=account, typed=code_at(secret, later.timestamp()), now=later)


def test_the_second_factor_cannot_be_guessed(vera: User, log_in: LogIn) -> None:
    account = log_in(vera)
    secret = begin_factor(account=account, now=NOW)
    assert secret
    right = code_at(secret, NOW.timestamp())
    for _ in range(5):
        with pytest.raises(WrongSecondError):
            enter_second(account=account, typed=f"{(int(right) + 500_000) % 1_000_000:06}", now=NOW)
    with pytest.raises(TooOftenError):
        enter_second(account=account, typed=right, now=NOW)


def test_the_key_stands_sealed_and_its_address_names_nobody(vera: User, log_in: LogIn) -> None:
    secret = begin_factor(account=log_in(vera), now=NOW)
    assert secret
    with processing(Purpose.SECURITY, company=vera.subject.company, reason="test"):
        assert secret not in str(list(Factor.objects.values()))
    assert make_address(secret, issuer="Lerna") == f"otpauth://totp/Lerna?secret={secret}&issuer=Lerna"


def test_who_goes_is_out_at_once(newskills: Company, vera: User) -> None:
    token = open_sign_in(user=vera, device="Firefox", now=NOW)
    remove_staff(company=newskills, email=EMAIL, now=NOW)
    assert find_account(newskills, token, now=NOW) is None
    with processing(Purpose.SECURITY, company=newskills, reason="test"):
        assert User.objects.get(pk=vera.pk).role == ""
    assert [entry.operation for entry in Entry.objects.filter(clause="8.3").order_by("id")] == [
        "access_granted",
        "access_revoked",
    ]


def test_nobody_gets_a_role_that_is_none_or_an_address_that_is_taken(newskills: Company, join: Join) -> None:
    join(newskills, AIGERIM)
    with pytest.raises(StaffError):
        add_staff(company=newskills, role="emperor", name="Вера", email=EMAIL, now=NOW)
    with pytest.raises(StaffError):
        add_staff(company=newskills, role="manager", name="Вера", email=AIGERIM.email, now=NOW)
    with pytest.raises(StaffError):
        remove_staff(company=newskills, email=AIGERIM.email, now=NOW)


@pytest.mark.clause("8.3")
def test_each_role_works_for_its_own_purposes_alone() -> None:
    assert {key: set(role.purposes) for key, role in load_roles().items()} == {
        "manager": {Purpose.CONSULTING},
        "curator": {Purpose.LEARNING},
        "accountant": {Purpose.PAYMENTS, Purpose.ACCOUNTING},
        "marketer": {Purpose.MARKETING, Purpose.PERSONAL_OFFERS},
        "privacy-officer": {Purpose.REQUESTS, Purpose.CONSENT_PROOF, Purpose.STATE_BODIES, Purpose.SECURITY},
        "administrator": set(),
    }
    assert not any(may_work_for(role, purpose) for role in ("", "emperor") for purpose in Purpose)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('purposes = ["learning"]', 'purposes = ["everything"]'),
        ('purposes = ["learning"]', 'purposes = ["learning", "learning"]'),
        ('key = "curator"', 'key = "manager"'),
        ('kk = "Куратор", ', ""),
        ('key = "curator"', 'key = "curator"\nadmin = true'),
    ],
)
def test_a_wrong_file_of_roles_is_refused_with_its_line(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "roles.toml"
    path.write_text((Path(settings.LERNA_POLICIES) / "roles.toml").read_text().replace(old, new))
    with pytest.raises(DataFileError) as refused:
        read_roles(path)
    assert 5 < refused.value.line < 20


@pytest.mark.clause("6.2")
def test_a_person_sees_what_is_held_by_purpose_with_its_term(newskills: Company, join: Join) -> None:
    user = join(newskills, AIGERIM, Purpose.MARKETING)
    held = {one.terms.key: one for one in read_held(user.subject, now=NOW)}
    assert Purpose.PERSONAL_OFFERS not in held
    marketing = held[Purpose.MARKETING]
    values = {category.terms.key: set(category.values) for category in marketing.categories}
    assert values == {
        Category.IDENTITY: {"Айгерім", "Сәрсенова"},
        Category.CONTACT: {AIGERIM.email, AIGERIM.phone},
    }
    assert marketing.until
    assert marketing.until.date().isoformat() == "2029-03-02"
    assert held[Purpose.LEARNING].days_left == marketing.days_left == 1096


def test_all_of_it_holds_no_secret_and_nothing_of_another_person(newskills: Company, join: Join) -> None:
    user = join(newskills, AIGERIM)
    join(newskills, type(AIGERIM)(name="Дана", email="dana@example.kz", password=PASSWORD))
    said = str(read_everything(user.subject))
    assert AIGERIM.email in said
    assert "argon2" not in said
    assert "dana@example.kz" not in said


@pytest.mark.clause("7.3")
def test_the_log_of_log_ins_goes_after_its_year_but_not_of_the_blocked(
    newskills: Company, join: Join, log_in: LogIn
) -> None:
    user = join(newskills, AIGERIM)
    log_in(user)
    year_later = NOW.replace(year=2027)
    assert purge_due(company=newskills, now=year_later - timedelta(days=1)) == 0
    block(subject=user.subject, actor=Actor.STAFF, now=NOW)
    assert purge_due(company=newskills, now=year_later) == 0
    with processing(Purpose.SECURITY, company=newskills, reason="test"):
        assert SignIn.objects.count() == 1


def test_old_log_ins_and_codes_go(newskills: Company, join: Join, log_in: LogIn) -> None:
    user = join(newskills, AIGERIM)
    log_in(user)
    ask_code(site=newskills.sites.order_by("place")[0], login=AIGERIM.email, language="ru", now=NOW)
    year_later = NOW.replace(year=2027)
    assert count_due(company=newskills, now=year_later) == purge_due(company=newskills, now=year_later) == 2
    assert purge_due(company=newskills, now=year_later) == 0


def test_a_shorter_month_has_its_last_day() -> None:
    assert months_before(NOW.replace(month=3, day=31), 1) == NOW.replace(month=2, day=28)
    assert months_before(NOW.replace(month=1), 12) == NOW.replace(year=2025, month=1)
