"""Opening an account: by consent, confirmed by a code, and without telling anybody who has one."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from lerna.accounts.codes import TRIES, WrongCodeError, enter_code
from lerna.accounts.models import User
from lerna.accounts.operations import Stated, WrongPasswordError, check_login, sign_up
from lerna.accounts.queries import find_users
from lerna.accounts.represented.representing import NoConsentError
from lerna.accounts.tests.conftest import AIGERIM, NOW, PASSWORD, tick
from lerna.companies.models import Company
from lerna.privacy.consents.models import Consent
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ReadCode = Callable[..., str]
Join = Callable[..., User]


def ask(company: Company, stated: Stated = AIGERIM, *own: Purpose) -> object:
    site = company.sites.order_by("place")[0]
    return sign_up(site=site, stated=stated, statements=tick(company, *own), language="ru", now=NOW)


def count(company: Company) -> tuple[int, int, int]:
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        proof = DataSubject.objects.count(), Consent.objects.count()
    with processing(Purpose.SECURITY, company=company, reason="test"):
        return (*proof, User.objects.count())


@pytest.mark.clause("4.1")
def test_nothing_is_stored_without_the_tick(newskills: Company) -> None:
    site = newskills.sites.order_by("place")[0]
    with pytest.raises(NoConsentError):
        sign_up(site=site, stated=AIGERIM, statements=(), language="ru", now=NOW)
    assert count(newskills) == (0, 0, 0)


def test_an_account_works_once_its_address_is_confirmed(newskills: Company, read_code: ReadCode) -> None:
    key = ask(newskills)
    with pytest.raises(WrongPasswordError):
        check_login(company=newskills, login=AIGERIM.email, password=PASSWORD, now=NOW)
    user = enter_code(company=newskills, key=key, typed=read_code(newskills), now=NOW)
    assert user.confirmed_at == NOW
    assert check_login(company=newskills, login=" Aigerim@EXAMPLE.kz", password=PASSWORD, now=NOW) == user
    assert check_login(company=newskills, login="8 701 123-45-67", password=PASSWORD, now=NOW) == user


def test_an_account_holds_no_name_and_no_contact(newskills: Company, join: Join) -> None:
    join(newskills, AIGERIM)
    with processing(Purpose.SECURITY, company=newskills, reason="test"):
        row = User.objects.values().get()
    for value in ("Айгерім", "aigerim", "7011234567"):
        assert value not in str(row)


def test_marketing_sees_only_whoever_ticked_its_box(newskills: Company, join: Join) -> None:
    join(newskills, AIGERIM, Purpose.MARKETING)
    join(newskills, Stated(name="Дана", email="dana@example.kz", password=PASSWORD))
    with processing(Purpose.MARKETING, company=newskills, reason="test"):
        assert [profile.email for profile in Profile.objects.all()] == [AIGERIM.email]


def test_a_second_sign_up_by_an_address_stores_nothing_and_its_code_only_logs_in(
    newskills: Company, join: Join, read_code: ReadCode
) -> None:
    user = join(newskills, AIGERIM)
    before = count(newskills)
    key = ask(newskills, Stated(name="Mallory", email=AIGERIM.email, password="what Mallory wants"), Purpose.MARKETING)
    assert count(newskills) == before
    assert enter_code(company=newskills, key=key, typed=read_code(newskills), now=NOW) == user
    with pytest.raises(WrongPasswordError):
        check_login(company=newskills, login=AIGERIM.email, password="what Mallory wants", now=NOW)
    check_login(company=newskills, login=AIGERIM.email, password=PASSWORD, now=NOW)


def test_whoever_signed_up_before_the_owner_of_the_address_gains_nothing(
    newskills: Company, read_code: ReadCode
) -> None:
    mallorys = ask(newskills, Stated(name="Mallory", email=AIGERIM.email, password="what Mallory wants"))
    key = ask(newskills)
    code = read_code(newskills)
    with pytest.raises(WrongCodeError):
        enter_code(company=newskills, key=mallorys, typed=code, now=NOW)
    enter_code(company=newskills, key=key, typed=code, now=NOW)
    with pytest.raises(WrongPasswordError):
        check_login(company=newskills, login=AIGERIM.email, password="what Mallory wants", now=NOW)
    check_login(company=newskills, login=AIGERIM.email, password=PASSWORD, now=NOW)


def test_who_once_applied_stays_one_person(newskills: Company, join: Join) -> None:
    subject = create_subject(company=newskills, site=newskills.sites.order_by("place")[0], now=NOW)
    permit(subject=subject, purposes=[Purpose.CONSULTING])
    with processing(Purpose.CONSULTING, company=newskills, reason="an application"):
        state_profile(subject=subject, actor=Actor.PERSON, now=NOW, name="Айгерім", email="Aigerim@example.kz")
    assert join(newskills, AIGERIM).subject == subject


def test_the_same_address_at_another_company_is_another_person(newskills: Company, kerbez: Company, join: Join) -> None:
    assert join(newskills, AIGERIM).subject_id != join(kerbez, AIGERIM).subject_id
    assert len(find_users(newskills, AIGERIM.email)) == len(find_users(kerbez, AIGERIM.email)) == 1


def test_a_code_works_once(newskills: Company, read_code: ReadCode) -> None:
    key, code = ask(newskills), read_code(newskills)
    enter_code(company=newskills, key=key, typed=f" {code[:3]} {code[3:]}", now=NOW)
    with pytest.raises(WrongCodeError):
        enter_code(company=newskills, key=key, typed=code, now=NOW)


def test_a_code_ends_after_its_minutes(newskills: Company, read_code: ReadCode) -> None:
    key, code = ask(newskills), read_code(newskills)
    with pytest.raises(WrongCodeError):
        enter_code(company=newskills, key=key, typed=code, now=NOW + timedelta(minutes=15))


def test_a_code_ends_after_some_wrong_tries(newskills: Company, read_code: ReadCode) -> None:
    key, code = ask(newskills), read_code(newskills)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(TRIES):
        with pytest.raises(WrongCodeError):
            enter_code(company=newskills, key=key, typed=wrong, now=NOW)
    with pytest.raises(WrongCodeError):
        enter_code(company=newskills, key=key, typed=code, now=NOW)


def test_a_code_is_no_code_at_another_company(newskills: Company, kerbez: Company, read_code: ReadCode) -> None:
    key, code = ask(newskills), read_code(newskills)
    with pytest.raises(WrongCodeError):
        enter_code(company=kerbez, key=key, typed=code, now=NOW)
    enter_code(company=newskills, key=key, typed=code, now=NOW)
