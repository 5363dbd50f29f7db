"""Logging in and out: limits, the same answer for whoever isn't there, and browsers that can be logged out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from lerna.accounts.codes import WrongCodeError, enter_code
from lerna.accounts.limits import PASSWORD as LIMIT
from lerna.accounts.limits import TooOftenError
from lerna.accounts.models import SignIn, Throttle, User
from lerna.accounts.operations import (
    LEARNERS_STAY,
    WrongPasswordError,
    ask_code,
    ask_new_email,
    change_profile,
    check_login,
    end_sign_ins,
    open_sign_in,
    set_password,
)
from lerna.accounts.queries import Account, Acting, find_account, find_users
from lerna.accounts.tests.conftest import AIGERIM, BORIS, NOW, PASSWORD
from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.operations import block
from lerna.privacy.subjects.processing import processing

GUESS = "a guess of Mallory's"

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Join = Callable[..., User]
LogIn = Callable[..., Account]
ReadCode = Callable[..., str]


def guess(company: Company, login: str, password: str = GUESS) -> None:
    check_login(company=company, login=login, password=password, now=NOW)


def count_letters(company: Company) -> int:
    with processing(Purpose.SECURITY, company=company, reason="test"):
        return Letter.objects.count()


@pytest.mark.clause("8.3")
@pytest.mark.clause("11.1")
@pytest.mark.parametrize("login", [AIGERIM.email, "nobody@example.kz", "+7 701 123 45 67"])
def test_guessing_ends_after_some_tries_whether_there_is_an_account_or_not(
    newskills: Company, join: Join, login: str
) -> None:
    join(newskills, AIGERIM)
    for _ in range(LIMIT.most):
        with pytest.raises(WrongPasswordError):
            guess(newskills, login)
    with pytest.raises(TooOftenError):
        guess(newskills, login, PASSWORD)
    check_login(company=newskills, login=AIGERIM.email, password=PASSWORD, now=NOW + LIMIT.window)


def test_other_spellings_of_a_login_are_counted_together(newskills: Company, join: Join) -> None:
    join(newskills, AIGERIM)
    for login in (
        "Aigerim@example.kz",
        "aigerim@EXAMPLE.kz",
        " aigerim@example.kz",
        "AIGERIM@example.kz",
        AIGERIM.email,
    ):
        with pytest.raises(WrongPasswordError):
            guess(newskills, login)
    with pytest.raises(TooOftenError):
        guess(newskills, AIGERIM.email)


def test_the_counts_name_nobody(newskills: Company) -> None:
    with pytest.raises(WrongPasswordError):
        guess(newskills, AIGERIM.email)
    assert "aigerim" not in str(list(Throttle.objects.values())).lower()


def test_a_success_forgets_the_failures(newskills: Company, join: Join) -> None:
    join(newskills, AIGERIM)
    for _ in range(2):
        for _ in range(LIMIT.most - 1):
            with pytest.raises(WrongPasswordError):
                guess(newskills, AIGERIM.email)
        guess(newskills, AIGERIM.email, PASSWORD)


def test_a_password_of_one_company_opens_nothing_at_another(newskills: Company, kerbez: Company, join: Join) -> None:
    join(newskills, AIGERIM)
    with pytest.raises(WrongPasswordError):
        guess(kerbez, AIGERIM.email, PASSWORD)


def test_a_family_shares_a_telephone_and_each_has_a_password(newskills: Company, join: Join) -> None:
    first = join(newskills, AIGERIM)
    second = join(
        newskills,
        type(BORIS)(name="Дана", email="dana@example.kz", phone=AIGERIM.phone, password="тауда қар ерте түседі"),
    )
    assert check_login(company=newskills, login=AIGERIM.phone, password=PASSWORD, now=NOW) == first
    assert check_login(company=newskills, login=AIGERIM.phone, password="тауда қар ерте түседі", now=NOW) == second


def test_a_code_logs_in_and_nobody_gets_one_who_has_no_account(
    newskills: Company, join: Join, read_code: ReadCode
) -> None:
    user = join(newskills, AIGERIM)
    site = newskills.sites.order_by("place")[0]
    before = count_letters(newskills)
    unknown = ask_code(site=site, login="nobody@example.kz", language="kk", now=NOW)
    assert count_letters(newskills) == before
    with pytest.raises(WrongCodeError):
        enter_code(company=newskills, key=unknown, typed="000000", now=NOW)
    key = ask_code(site=site, login=AIGERIM.phone, language="kk", now=NOW)
    assert enter_code(company=newskills, key=key, typed=read_code(newskills), now=NOW) == user


def test_a_token_stands_nowhere_and_works_until_its_end(newskills: Company, kerbez: Company, join: Join) -> None:
    token = open_sign_in(user=join(newskills, AIGERIM), device="Firefox", now=NOW)
    assert find_account(newskills, token, now=NOW)
    assert find_account(kerbez, token, now=NOW) is None
    assert find_account(newskills, f"{token}x", now=NOW) is None
    assert find_account(newskills, token, now=NOW + LEARNERS_STAY) is None
    with processing(Purpose.SECURITY, company=newskills, reason="test"):
        assert token not in str(list(SignIn.objects.values()))


def test_logging_out_everywhere_ends_every_browser_of_that_person_alone(
    newskills: Company, join: Join, log_in: LogIn
) -> None:
    aigerim = join(newskills, AIGERIM)
    other = open_sign_in(user=join(newskills, BORIS), device="Chrome", now=NOW)
    first, second = (open_sign_in(user=aigerim, device="Firefox", now=NOW) for _ in range(2))
    assert end_sign_ins(account=log_in(aigerim), now=NOW) == 3
    assert [find_account(newskills, token, now=NOW) for token in (first, second)] == [None, None]
    assert find_account(newskills, other, now=NOW)


def test_a_new_password_logs_the_other_browsers_out(newskills: Company, join: Join, log_in: LogIn) -> None:
    aigerim = join(newskills, AIGERIM)
    stolen = open_sign_in(user=aigerim, device="Chrome", now=NOW)
    here = log_in(aigerim)
    set_password(account=here, password="жазда шөп шабылады", now=NOW)
    assert find_account(newskills, stolen, now=NOW) is None
    with pytest.raises(WrongPasswordError):
        guess(newskills, AIGERIM.email, PASSWORD)
    guess(newskills, AIGERIM.email, "жазда шөп шабылады")


def test_an_address_changes_only_by_the_code_that_went_there(
    newskills: Company, join: Join, log_in: LogIn, read_code: ReadCode
) -> None:
    account, site = log_in(join(newskills, AIGERIM)), newskills.sites.order_by("place")[0]
    key = ask_new_email(account=account, site=site, email="new@example.kz", language="ru", now=NOW)
    assert find_users(newskills, "new@example.kz") == ()
    enter_code(company=newskills, key=key, typed=read_code(newskills, "new@example.kz"), now=NOW)
    assert find_users(newskills, "new@example.kz") == (account.user,)
    assert find_users(newskills, AIGERIM.email) == ()


def test_an_address_of_another_account_gets_no_letter(newskills: Company, join: Join, log_in: LogIn) -> None:
    account, site = log_in(join(newskills, AIGERIM)), newskills.sites.order_by("place")[0]
    join(newskills, BORIS)
    before = count_letters(newskills)
    ask_new_email(account=account, site=site, email=BORIS.email, language="ru", now=NOW)
    assert count_letters(newskills) == before


@pytest.mark.clause("6.2")
def test_what_is_corrected_is_found_by_its_new_value(newskills: Company, join: Join, log_in: LogIn) -> None:
    account = log_in(join(newskills, AIGERIM))
    own, later = Acting(account, account.subject), NOW + timedelta(days=1)
    change_profile(acting=own, name="Әйгерім", surname="", phone="+77050000001", now=later)
    with processing(Purpose.SECURITY, company=newskills, reason="test"):
        profile = Profile.objects.get(subject=account.subject)
        assert (profile.name, profile.surname, profile.phone) == ("Әйгерім", None, "+77050000001")
    assert find_users(newskills, "8 705 000 00 01") == (account.user,)


def test_who_is_blocked_may_still_log_in_to_see_and_withdraw(newskills: Company, join: Join) -> None:
    user = join(newskills, AIGERIM)
    block(subject=user.subject, actor=Actor.STAFF, now=NOW)
    assert check_login(company=newskills, login=AIGERIM.email, password=PASSWORD, now=NOW) == user


def test_the_application_reads_no_account_without_a_purpose(newskills: Company, join: Join) -> None:
    join(newskills, AIGERIM)
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege(current_user, 'accounts_user', 'select')")
        assert cursor.fetchone() == (False,)
