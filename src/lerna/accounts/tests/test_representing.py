"""Gulnar, Dana's mother, opens an account for her: two people, two sets of data, and one hand that acts for both."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from lerna.accounts.codes import enter_code
from lerna.accounts.limits import PEOPLE, TooOftenError
from lerna.accounts.models import User
from lerna.accounts.operations import Stated, ask_code, change_profile, check_login, sign_up
from lerna.accounts.queries import Account, Acting
from lerna.accounts.represented.majority import HandOverError, hand_over
from lerna.accounts.represented.representing import (
    KnownPersonError,
    NoConsentError,
    RepresentingError,
    add_person,
    change_mind,
    find_acting,
    leave,
    list_acting,
)
from lerna.accounts.tests.conftest import AIGERIM, BORIS, NOW, PASSWORD, tick
from lerna.companies.models import Company
from lerna.privacy.consents.models import Consent
from lerna.privacy.evidence.models import Entry
from lerna.privacy.lifecycle.exporting.read import export_person
from lerna.privacy.lifecycle.models import Farewell
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile, RepresentativeBasis
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.represented.appointment import Representative

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Join = Callable[..., User]
LogIn = Callable[..., Account]
ReadCode = Callable[..., str]
GULNAR = Representative(name="Гүлнар Сәрсенова", basis=RepresentativeBasis.PARENT)
DANA = Stated(
    name="Дана", surname="Сәрсенова", email="gulnar@example.kz", phone="+77051112233", password=PASSWORD,
    representative=GULNAR,
)  # fmt: skip


@pytest.fixture
def gulnar(newskills: Company, join: Join, log_in: LogIn) -> Account:
    """Logged in to the account that she opened for Dana."""
    return log_in(join(newskills, DANA, Purpose.MARKETING))


@pytest.fixture
def dana(gulnar: Account) -> Acting:
    (dana,) = list_acting(gulnar)
    return dana


def add(account: Account, name: str = "Тимур", surname: str = "", *own: Purpose) -> DataSubject:
    company = account.subject.company
    return add_person(
        account=account, site=company.sites.order_by("place")[0], name=name, surname=surname,
        basis=RepresentativeBasis.GUARDIAN, statements=tick(company, *own), now=NOW,
    )  # fmt: skip


def read_profile(subject: DataSubject) -> tuple[str | None, ...]:
    with processing(Purpose.REQUESTS, company=subject.company, reason="test"):
        profile = Profile.objects.get(subject=subject)
        return profile.name, profile.surname, profile.email, profile.phone


def count(company: Company) -> tuple[int, ...]:
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        return DataSubject.objects.count(), Profile.objects.count(), Consent.objects.count(), Entry.objects.count()


def list_actors(subject: DataSubject) -> set[str]:
    return {entry.line.split('"actor":"')[1].split('"')[0] for entry in Entry.objects.filter(subject=subject.pk)}


@pytest.mark.clause("2.1")
@pytest.mark.clause("8.1")
def test_a_representative_opens_an_account_and_two_people_stand_apart(gulnar: Account, dana: Acting) -> None:
    assert read_profile(gulnar.subject) == ("Гүлнар Сәрсенова", None, "gulnar@example.kz", "+77051112233")
    assert read_profile(dana.subject) == ("Дана", "Сәрсенова", None, None)
    assert (dana.name, dana.basis) == ("Дана Сәрсенова", "parent")
    with processing(Purpose.CONSENT_PROOF, company=gulnar.subject.company, reason="test"):
        consents = {(one.subject_id == dana.subject.pk, one.hand, one.purpose) for one in Consent.objects.all()}
    assert consents == {
        (is_danas, hand, purpose)
        for is_danas, hand in ((True, "representative"), (False, "person"))
        for purpose in ("learning", "marketing")
    }
    assert list_actors(dana.subject) == {"representative"}
    assert "representative" not in list_actors(gulnar.subject)


def test_the_represented_person_has_no_log_in(newskills: Company, gulnar: Account, dana: Acting) -> None:
    with processing(Purpose.SECURITY, company=newskills, reason="test"):
        assert [user.subject_id for user in User.objects.all()] == [gulnar.subject.pk]
    assert check_login(company=newskills, login=DANA.email, password=PASSWORD, now=NOW).pk == gulnar.user.pk
    assert dana.account == gulnar


@pytest.mark.clause("4.1")
def test_without_the_tick_nothing_is_stored_of_either(newskills: Company) -> None:
    site, before = newskills.sites.order_by("place")[0], count(newskills)
    with pytest.raises(NoConsentError):
        sign_up(site=site, stated=DANA, statements=(), language="ru", now=NOW)
    assert count(newskills) == before
    assert before[:3] == (0, 0, 0)


def test_whose_address_has_an_account_gets_nobody_added_by_a_strangers_form(newskills: Company, join: Join) -> None:
    join(newskills, AIGERIM)
    before = count(newskills)
    site = newskills.sites.order_by("place")[0]
    stated = Stated(name="Дана", email=AIGERIM.email, representative=GULNAR)
    sign_up(site=site, stated=stated, statements=tick(newskills), language="ru", now=NOW)
    assert count(newskills) == before


@pytest.mark.clause("8.1")
def test_who_has_an_account_adds_a_person(newskills: Company, join: Join, log_in: LogIn) -> None:
    account = log_in(join(newskills, AIGERIM))
    subject = add(account, "Тимур", "Ким")
    (timur,) = list_acting(account)
    assert (timur.subject.pk, timur.name, timur.basis) == (subject.pk, "Тимур Ким", "guardian")
    assert read_profile(subject) == ("Тимур", "Ким", None, None)
    assert list_actors(subject) == {"representative"}
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert Profile.objects.filter(subject=subject).exists()


@pytest.mark.parametrize(("name", "surname"), [("дана", ""), ("Дана", "СӘРСЕНОВА")])
def test_nobody_is_added_twice(gulnar: Account, dana: Acting, name: str, surname: str) -> None:
    before = count(gulnar.subject.company)
    with pytest.raises(KnownPersonError):
        add(gulnar, name, surname)
    assert count(gulnar.subject.company) == before
    assert add(gulnar, "Дана", "Ким").pk != dana.subject.pk


@pytest.mark.clause("4.1")
def test_a_person_is_added_by_consent_alone_and_not_without_end(gulnar: Account) -> None:
    company = gulnar.subject.company
    before = count(company)
    with pytest.raises(NoConsentError):
        add_person(
            account=gulnar, site=company.sites.order_by("place")[0], name="Тимур", surname="",
            basis=RepresentativeBasis.PARENT, statements=(), now=NOW,
        )  # fmt: skip
    assert count(company) == before
    for number in range(PEOPLE.most):
        add(gulnar, f"Бала {'абвгд'[number]}")
    before = count(company)
    with pytest.raises(TooOftenError):
        add(gulnar, "Тағы бір")
    assert count(company) == before


def test_a_stranger_acts_for_nobody_elses_person(
    kerbez: Company, gulnar: Account, dana: Acting, join: Join, log_in: LogIn
) -> None:
    mallory, boris = log_in(join(gulnar.subject.company, AIGERIM)), log_in(join(kerbez, BORIS))
    assert find_acting(gulnar, dana.subject.pk)
    for other in (mallory, boris):
        for person in (dana.subject.pk, gulnar.subject.pk, other.subject.pk, uuid4()):
            assert find_acting(other, person) is None
        assert list_acting(other) == ()


def test_what_is_done_for_another_is_recorded_as_the_representatives(gulnar: Account, dana: Acting) -> None:
    change_profile(acting=dana, name="Данагүл", surname="", now=NOW)
    assert read_profile(dana.subject) == ("Данагүл", None, None, None)
    export_person(subject=dana.subject.pk, actor=dana.actor, now=NOW)
    leave(acting=dana, now=NOW)
    change_mind(acting=dana, now=NOW)
    assert list_actors(dana.subject) == {"representative"}
    assert read_profile(gulnar.subject)[0] == "Гүлнар Сәрсенова"


@pytest.mark.clause("8.4-е")
def test_the_representative_leaves_last_and_comes_back_first(gulnar: Account, dana: Acting) -> None:
    own = Acting(gulnar, gulnar.subject)
    with pytest.raises(RepresentingError):
        leave(acting=own, now=NOW)
    assert not Farewell.objects.exists()
    leave(acting=dana, now=NOW)
    leave(acting=own, now=NOW)
    for refused in (lambda: change_mind(acting=dana, now=NOW), lambda: add(gulnar)):
        with pytest.raises(RepresentingError):
            refused()
    assert Farewell.objects.count() == 2
    change_mind(acting=own, now=NOW)
    change_mind(acting=dana, now=NOW)
    assert not Farewell.objects.exists()


def test_whose_data_are_being_deleted_isnt_added_anew(gulnar: Account, dana: Acting) -> None:
    leave(acting=dana, now=NOW)
    with pytest.raises(KnownPersonError):
        add(gulnar, "Дана")


@pytest.mark.clause("8.1")
def test_who_is_of_age_now_gets_an_account_and_the_representative_sees_nothing_more(
    newskills: Company, gulnar: Account, dana: Acting, read_code: ReadCode, log_in: LogIn
) -> None:
    later = NOW + timedelta(days=900)
    given: dict[str, Any] = {"company": newskills, "representative": DANA.email, "name": "дана", "surname": ""}
    user = hand_over(**given, email="dana@example.kz", now=later)
    assert user.subject_id == dana.subject.pk
    assert list_acting(gulnar) == ()
    assert find_acting(gulnar, dana.subject.pk) is None
    assert read_profile(dana.subject) == ("Дана", "Сәрсенова", "dana@example.kz", None)
    entry = Entry.objects.get(operation="representative_ended")
    assert (entry.clause, entry.subject) == ("8.1-а", dana.subject.pk)
    assert '"actor":"operator"' in entry.line
    key = ask_code(
        site=newskills.sites.order_by("place")[0], login="dana@example.kz", language="kk", now=later
    )  # fmt: skip
    danas = log_in(enter_code(company=newskills, key=key, typed=read_code(newskills, "dana@"), now=later), now=later)
    assert danas.subject.pk == dana.subject.pk
    change_profile(acting=Acting(danas, danas.subject), name="Дана", surname="", now=later)
    assert "person" in list_actors(dana.subject)
    with pytest.raises(HandOverError):
        hand_over(**given, email="another@example.kz", now=later)


def test_nobody_is_handed_over_by_mistake(newskills: Company, gulnar: Account, dana: Acting) -> None:
    add(gulnar, "Дана", "Ким")
    before = count(newskills)
    for wrong in (
        {"name": "Дана", "surname": ""},  # which of the two?
        {"name": "Айша", "surname": ""},
        {"representative": "nobody@example.kz"},
        {"email": DANA.email},
    ):
        given = {"representative": DANA.email, "name": "Дана", "surname": "Сәрсенова", "email": "dana@example.kz"}
        with pytest.raises(HandOverError):
            hand_over(company=newskills, **(given | wrong), now=NOW)
    assert count(newskills) == before
    assert len(list_acting(gulnar)) == 2
    assert find_acting(gulnar, dana.subject.pk)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_one_query(gulnar: Account, rows: int, django_assert_num_queries: Callable[[int], Any]) -> None:
    for number in range(rows - 1):
        add(gulnar, f"Бала {'абв'[number]}")
    # A savepoint begins, the purpose, the people, the purpose ends, the savepoint ends.
    with django_assert_num_queries(5):
        assert len(list_acting(gulnar)) == rows
