"""The proof of a consent outlives the person under its law alone, sealed by a new key, and goes when its own term
ends.
"""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.consents.models import Channel, Consent, Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.clocks import add_months
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.exporting.read import export_person
from lerna.privacy.lifecycle.models import Ground, Stage
from lerna.privacy.lifecycle.retention import find_due, run_retention
from lerna.privacy.lifecycle.tests.conftest import Agree
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.keys.models import DataKey
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = clock.now()
TODAY = clock.local_day(NOW)
Register = Callable[..., DataSubject]


@pytest.fixture
def agreed(aigerim: DataSubject, agree: Agree) -> DataSubject:
    """Aigerim, who ticked the box of marketing."""
    return agree(aigerim, "Айгерім")


def erase(*people: DataSubject) -> None:
    run = start_erasure(
        company=people[0].company,
        people=[person.pk for person in people],
        ground=Ground.DEMAND,
        actor=Actor.STAFF,
        now=NOW,
    )
    list(continue_erasure(run=run, now=NOW))


@pytest.mark.clause("6.1")
def test_the_proof_stays_readable_for_proof_alone(newskills: Company, agreed: DataSubject) -> None:
    old = bytes(DataKey.objects.get().wrapped)
    erase(agreed)
    assert bytes(DataKey.objects.get(subject=agreed.pk).wrapped) != old
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert "Айгерім" in Consent.objects.get().contents
        assert not Profile.objects.exists()
    for purpose in (Purpose.REQUESTS, Purpose.STATE_BODIES):
        with processing(purpose, company=newskills, reason="test"):
            assert not Consent.objects.exists()
    shown = {item.table for item in export_person(subject=agreed.pk, actor=Actor.STAFF, now=NOW).held}
    assert "consents_consent" in shown
    assert "subjects_profile" not in shown


def test_a_proof_that_comes_after_the_manifest_is_kept_by_a_new_key_too(
    newskills: Company, aigerim: DataSubject, agree: Agree
) -> None:
    run = start_erasure(company=newskills, people=[aigerim.pk], ground=Ground.DEMAND, actor=Actor.STAFF, now=NOW)
    agree(aigerim, "Айгерім")
    assert [batch.stage for batch in continue_erasure(run=run, now=NOW)] == [Stage.ROWS_GONE, Stage.VERIFIED]
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert "Айгерім" in Consent.objects.get().contents


def test_the_proofs_of_many_cost_as_many_queries_as_that_of_one(
    newskills: Company, register: Register, agree: Agree
) -> None:
    counts = []
    for names in (["Айгерім"], ["Борис", "Вера", "Динара"]):
        people = [agree(register(newskills, {"name": name}), name) for name in names]
        with CaptureQueriesContext(connection) as main, CaptureQueriesContext(connections["keys"]) as keys:
            erase(*people)
        counts.append((len(main), len(keys)))
    assert counts[0] == counts[1]
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        opened = sorted(json.loads(consent.contents)["person"] for consent in Consent.objects.all())
    assert opened == ["Айгерім", "Борис", "Вера", "Динара"]


def test_the_proof_goes_when_its_own_term_has_passed(newskills: Company, agreed: DataSubject) -> None:
    withdraw(subject=agreed, channel=Channel.CABINET, hand=Hand.PERSON, site="lerna", now=NOW)
    erase(agreed)
    end = add_months(TODAY, 36)
    assert find_due(newskills, end - timedelta(days=1)) == ()
    for run in run_retention(company=newskills, now=NOW, on=end):
        list(continue_erasure(run=run, now=NOW))
    with acting_for(newskills, [agreed.pk]) as cursor:
        cursor.execute("select count(*) from subjects_datasubject")
        assert cursor.fetchall() == [(0,)]
    assert not DataKey.objects.filter(subject=agreed.pk).exists()


def test_nobody_but_an_erasure_seals_a_proof_anew(newskills: Company, agreed: DataSubject) -> None:
    with (
        processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"),
        pytest.raises((ProgrammingError, Exception), match=r"never changed|denied|may not"),
        transaction.atomic(),
    ):
        Consent.objects.filter(subject=agreed).update(contents=b"x")
    with (
        pytest.raises(ProgrammingError, match="never changed"),
        transaction.atomic(),
        acting_for(newskills, [agreed.pk]) as cursor,
    ):
        cursor.execute("update consents_consent set form = 'other'")
