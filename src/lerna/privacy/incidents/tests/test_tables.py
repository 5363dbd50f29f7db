"""Whose rows stand in tables that were exposed: the officer names the tables, the data map knows the rest."""

from datetime import timedelta

import pytest

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.incidents.models import Danger, Incident, Scope, Source
from lerna.privacy.incidents.notices.people import begin_telling, tell_people
from lerna.privacy.incidents.operations import state_scope
from lerna.privacy.incidents.scope.blocks import block_concerned, unblock_concerned
from lerna.privacy.incidents.scope.counting import Question, count_scope, find_concerned, iter_people
from lerna.privacy.incidents.scope.tables import UnknownTableError, list_exposable
from lerna.privacy.incidents.tests.conftest import BY_VERA, NOW, Open, judge, letters_to
from lerna.privacy.policy.purposes import Category
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.clause("8.3")]
PROFILES = "subjects_profile"


def ask(*tables: str, until_days: int = 1) -> Question:
    until = NOW + timedelta(days=until_days)
    return Question(source=Source.TABLES, since=until - timedelta(days=7), until=until, tables=tables)


def test_people_and_categories_follow_from_rows_and_data_map(
    newskills: Company, kerbez: Company, aigerim: DataSubject, quralay: DataSubject, boris: DataSubject
) -> None:
    counted = count_scope(newskills, ask(PROFILES))
    assert (counted.people, counted.acts) == (2, 2)
    assert set(counted.categories) >= {Category.IDENTITY, Category.CONTACT}
    assert Category.PAYER_IIN not in counted.categories
    assert list(iter_people(newskills, ask(PROFILES), batch=1)) == [
        (person,) for person in sorted((aigerim.pk, quralay.pk))
    ]
    assert find_concerned(newskills, ask(PROFILES), [quralay.pk, boris.pk]) == (quralay.pk,)
    assert count_scope(kerbez, ask(PROFILES)).people == 1


def test_two_tables_count_a_person_once_and_their_rows_apart(newskills: Company, aigerim: DataSubject) -> None:
    assert aigerim
    both = count_scope(newskills, ask(PROFILES, "leads_lead"))
    assert (both.people, both.acts) == (1, 1)
    assert Category.APPEALS in both.categories


def test_who_came_later_and_who_is_in_none_of_the_tables_is_not_concerned(
    newskills: Company, aigerim: DataSubject
) -> None:
    assert count_scope(newskills, ask(PROFILES, until_days=0)).people == 0, "Aigerim came at this very moment"
    nobody = count_scope(newskills, ask("leads_lead"))
    assert (nobody.people, nobody.acts, nobody.categories) == (0, 0, ())
    assert aigerim.created_at == NOW


def test_the_blocked_are_concerned_too(newskills: Company, aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    assert count_scope(newskills, ask(PROFILES)).people == 1


@pytest.mark.parametrize("tables", [(), ("auth_user",), (PROFILES, "no_such"), ("subjects_profile; drop table x",)])
def test_only_declared_tables_are_asked(newskills: Company, found: Open, tables: tuple[str, ...]) -> None:
    incident = found()
    with pytest.raises(UnknownTableError):
        state_scope(company=newskills, incident_id=incident.pk, question=ask(*tables), hand=BY_VERA, now=NOW)
    assert not Scope.objects.exists()


def test_the_whole_course_goes_by_that_scope(
    newskills: Company, found: Open, aigerim: DataSubject, quralay: DataSubject
) -> None:
    incident = found()
    state_scope(company=newskills, incident_id=incident.pk, question=ask(PROFILES), hand=BY_VERA, now=NOW)
    judge(incident, Danger.HIGH)
    assert block_concerned(company=newskills, incident_id=incident.pk, hand=BY_VERA, now=NOW) == 2
    assert unblock_concerned(company=newskills, incident_id=incident.pk, hand=BY_VERA, now=NOW) == 2
    begin_telling(company=newskills, incident_id=incident.pk, hand=BY_VERA, now=NOW)
    list(tell_people(incident=Incident.objects.get(pk=incident.pk), clock=lambda: NOW))
    assert letters_to(aigerim) == letters_to(quralay) == ["incident-people"]


def test_every_table_of_people_can_be_named() -> None:
    assert {PROFILES, "leads_lead", "consents_consent", "letters_letter"} <= set(list_exposable())
    assert "subjects_datasubject" not in list_exposable(), "a number alone says nothing"
