"""Staff: roles are purposes, a log-in counts only with the second factor, and who goes is out at once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from lerna.accounts.held import read_held
from lerna.accounts.jobs import count_due, months_before, purge_due
from lerna.accounts.models import SignIn, User
from lerna.accounts.operations import ask_code, open_sign_in
from lerna.accounts.queries import Account, find_account
from lerna.accounts.roles import load_roles, may_work_for, read_roles
from lerna.accounts.staff import StaffError, add_staff, remove_staff
from lerna.accounts.tests.conftest import AIGERIM, NOW, PASSWORD, VERA
from lerna.companies.models import Company
from lerna.kit.datafile import DataFileError
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.exporting.read import export_person
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.requests.telling.staff import Occasion, list_staff
from lerna.privacy.subjects.operations import block
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Join = Callable[..., User]
LogIn = Callable[..., Account]
ReadCode = Callable[..., str]


def test_who_goes_is_out_at_once(newskills: Company, vera: User) -> None:
    token = open_sign_in(user=vera, device="Firefox", now=NOW)
    remove_staff(company=newskills, email=VERA, now=NOW)
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
        add_staff(company=newskills, role="emperor", name="Вера", email=VERA, now=NOW)
    with pytest.raises(StaffError):
        add_staff(company=newskills, role="manager", name="Вера", email=AIGERIM.email, now=NOW)
    with pytest.raises(StaffError):
        remove_staff(company=newskills, email=AIGERIM.email, now=NOW)


@pytest.mark.clause("8.3")
def test_each_role_works_for_its_own_purposes_alone() -> None:
    assert {key: set(role.purposes) for key, role in load_roles().items()} == {
        "manager": {Purpose.CONSULTING},
        "curator": {Purpose.LEARNING},
        "author": set(),
        "accountant": {Purpose.PAYMENTS, Purpose.ACCOUNTING},
        "marketer": {Purpose.MARKETING, Purpose.PERSONAL_OFFERS},
        "privacy-officer": {Purpose.REQUESTS, Purpose.CONSENT_PROOF, Purpose.STATE_BODIES, Purpose.SECURITY},
        "head": {Purpose.REQUESTS, Purpose.STATE_BODIES},
        "administrator": set(),
    }
    assert not any(may_work_for(role, purpose) for role in ("", "emperor") for purpose in Purpose)


def test_letters_about_requests_go_to_the_roles_that_hear_of_them(newskills: Company, kerbez: Company) -> None:
    officer = add_staff(company=newskills, role="privacy-officer", name="Вера", email=VERA, now=NOW)
    assert list_staff(newskills, Occasion.DUE) == (officer.subject,)
    assert list_staff(newskills, Occasion.LATE) == (officer.subject,), "nobody else is named for it yet"
    head = add_staff(company=newskills, role="head", name="Данияр", email="head@lerna.kz", now=NOW)
    assert list_staff(newskills, Occasion.LATE) == (head.subject,)
    assert list_staff(kerbez, Occasion.LATE) == ()


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
    said = export_person(subject=user.subject.pk, actor=Actor.PERSON, now=NOW).to_json()
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
