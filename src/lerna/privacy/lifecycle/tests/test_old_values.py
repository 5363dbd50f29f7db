"""What identified an erased person is looked for in everybody's rows; what others state themselves is theirs."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import ProgrammingError, transaction

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.erasing.people import searching
from lerna.privacy.lifecycle.erasing.verify import RemainsError
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.holds import set_hold
from lerna.privacy.lifecycle.jobs import continue_erasures
from lerna.privacy.lifecycle.models import ErasureRun, Ground, Stage
from lerna.privacy.lifecycle.tests.contacts import Contact
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.keys.operations import destroy_data_keys
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import permit
from lerna.privacy.subjects.processing import processing

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("contacts"),
]
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
LAW = "Tax Code, article 206(3)"
EMAIL, PHONE, IIN = "aigerim@example.kz", "+77011234567", "990101300007"
Register = Callable[..., DataSubject]


def start(*people: DataSubject) -> ErasureRun:
    return start_erasure(
        company=people[0].company,
        people=[person.pk for person in people],
        ground=Ground.DEMAND,
        actor=Actor.OPERATOR,
        now=NOW,
    )


def erase(*people: DataSubject) -> ErasureRun:
    run = start(*people)
    list(continue_erasure(run=run, now=NOW))
    return run


def end_rows(person: DataSubject) -> dict[str, list[list[str]]]:
    """What is remembered of the person once their rows are gone."""
    run = start(person)
    for batch in continue_erasure(run=run, now=NOW):
        if batch.stage == Stage.ROWS_GONE:
            break
    sought: dict[str, list[list[str]]] = run.batches.get().sought
    return sought


def keep_contact(person: DataSubject, purpose: Purpose = Purpose.CONSULTING, **values: str) -> str:
    """A row of the other room; its number."""
    permit(subject=person, purposes=[purpose])
    with processing(purpose, company=person.company, reason="test"):
        return str(Contact.objects.create(subject=person, **values).pk)


@pytest.mark.clause("6.5")
def test_a_copy_in_somebody_elses_row_is_found(newskills: Company, aigerim: DataSubject, register: Register) -> None:
    vera = register(newskills, {"name": "Вера", "email": "vera@example.kz"})
    row = keep_contact(vera, email="AIGERIM@example.kz")
    run = start(aigerim)
    with pytest.raises(RemainsError, match=f"contacts_contact.email_index: 1 .of other people, row {row}"):
        list(continue_erasure(run=run, now=NOW))
    run.refresh_from_db()
    assert run.finished_at is None
    assert run.batches.get().stage == Stage.ROWS_GONE, "her own rows are gone all the same"
    erase(vera)
    list(continue_erasure(run=run, now=NOW))
    assert run.finished_at == NOW
    assert run.batches.get().sought == {}, "nothing is remembered after the end"


def test_one_phone_of_a_family_is_no_false_alarm(newskills: Company, aigerim: DataSubject, register: Register) -> None:
    mother = register(newskills, {"name": "Вера", "phone": "8 701 123 45 67", "email": EMAIL})
    keep_contact(mother, email=EMAIL)
    assert erase(aigerim).finished_at == NOW
    assert mother.pk


def test_a_number_that_no_profile_holds_belongs_to_whoever_stated_it_in_the_same_place(
    newskills: Company, aigerim: DataSubject, register: Register
) -> None:
    brother = register(newskills, {"name": "Борис"})
    keep_contact(aigerim, Purpose.PAYMENTS, iin=IIN)
    keep_contact(brother, Purpose.PAYMENTS, iin=IIN)
    assert erase(aigerim).finished_at == NOW


def test_what_a_law_keeps_after_somebodys_own_end_stays_theirs(
    newskills: Company, aigerim: DataSubject, register: Register
) -> None:
    mother = register(newskills, {"name": "Вера", "phone": PHONE})
    keep_contact(mother, Purpose.PAYMENTS, iin=IIN)
    keep_contact(aigerim, Purpose.PAYMENTS, iin=IIN)
    set_hold(company=newskills, subject=mother.pk, purpose=Purpose.ACCOUNTING, law=LAW, actor=Actor.STAFF, now=NOW)
    assert erase(mother).finished_at == NOW
    assert erase(aigerim).finished_at == NOW


@pytest.mark.parametrize(
    "remark",
    [
        "Write to Aigerim@Example.kz, please.",
        "tel. 8 (701) 123-45-67 after six",
        "<a href='mailto:aigerim@example.kz'>",
    ],
)
def test_a_copy_in_readable_text_is_found(
    newskills: Company, aigerim: DataSubject, register: Register, remark: str
) -> None:
    vera = register(newskills, {"name": "Вера"})
    row = keep_contact(vera, remark=remark)
    with pytest.raises(RemainsError, match=f"contacts_contact.remark: 1 .of other people, row {row}"):
        erase(aigerim)


def test_what_only_looks_like_it_is_left_alone(newskills: Company, aigerim: DataSubject, register: Register) -> None:
    vera = register(newskills, {"name": "Вера"})
    for remark in ("other@example.kz", "order 77011234568", "aigerim at example.kz", "id 770112345679", "Айгерім"):
        keep_contact(vera, remark=remark)
    assert erase(aigerim).finished_at == NOW


def test_another_companys_rows_are_not_searched(aigerim: DataSubject, boris: DataSubject) -> None:
    keep_contact(boris, remark=EMAIL, email=EMAIL)
    assert erase(aigerim).finished_at == NOW


def test_without_a_key_the_value_is_looked_for_where_it_stood(newskills: Company, aigerim: DataSubject) -> None:
    destroy_data_keys(company=newskills, subjects=[aigerim.pk])
    ((_person, own, other),) = end_rows(aigerim)["subjects_profile.email_index contacts_contact.email_index"]
    assert own
    assert not other


def test_what_is_remembered_is_no_value(aigerim: DataSubject) -> None:
    keep_contact(aigerim, email=EMAIL, remark=EMAIL)
    written = str(end_rows(aigerim))
    assert aigerim.pk.hex in written
    for value in ("example", "7011234567", "igerim"):
        assert value not in written


def test_one_run_that_stays_open_holds_up_no_other(
    newskills: Company, aigerim: DataSubject, register: Register
) -> None:
    vera, dinara = register(newskills, {"name": "Вера"}), register(newskills, {"name": "Динара"})
    keep_contact(vera, email=EMAIL)
    stuck, other = start(aigerim), start(dinara)
    continue_erasures(0)
    stuck.refresh_from_db()
    other.refresh_from_db()
    assert (stuck.finished_at, other.finished_at is None) == (None, False)


def test_who_searches_can_read_no_sealed_value_and_change_nothing(newskills: Company, aigerim: DataSubject) -> None:
    with searching(newskills) as cursor:
        cursor.execute("select count(email_index) from subjects_profile where subject_id = %s", [aigerim.pk])
        assert cursor.fetchall() == [(1,)]
        for refused in (
            "select email from subjects_profile",
            "delete from subjects_profile",
            "update subjects_profile set email_index = null",
            "select password from accounts_code",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(refused)
