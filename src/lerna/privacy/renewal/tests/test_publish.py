"""Publishing: first what the text outdates ends, then it is in force; never a moment in which one goes on with it."""

from datetime import timedelta

import pytest
from django.utils import translation

from lerna.companies.models import Company
from lerna.privacy.consents.models import Cause, Ending, Settlement
from lerna.privacy.consents.outdated import find_outdated, is_settled
from lerna.privacy.consents.queries import list_active
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.operations import PublishingError
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version, read_document
from lerna.privacy.renewal.models import Publication
from lerna.privacy.renewal.operations import bring_into_force, stop_before
from lerna.privacy.renewal.progress import Step
from lerna.privacy.renewal.queries import list_unfinished
from lerna.privacy.renewal.tests.conftest import LATER, NEW_WORDS, agree, go_on, join, publish, start
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def seen_for(company: Company, purpose: Purpose) -> int:
    with processing(purpose, company=company, reason="test"):
        return Profile.objects.count()


def list_purposes(subject: DataSubject) -> list[str]:
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="test"):
        return sorted(consent.purpose for consent in list_active(subject))


def count_outdated_in(company: Company) -> int:
    """Consents in force that the version in force outdates."""
    version = current_version(company)
    assert version
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        return len(find_outdated(company, read_document(version)))


@pytest.mark.clause("11.5")
def test_what_a_text_outdates_ends_before_it_is_in_force(newskills: Company, aigerim: DataSubject) -> None:
    publication = start(newskills)
    assert list(stop_before(publication=publication, clock=lambda: LATER)) == [1]
    version = current_version(newskills)
    assert version
    assert version.number == 1, "the old text is in force still"
    assert seen_for(newskills, Purpose.MARKETING) == 0
    assert seen_for(newskills, Purpose.CONSULTING) == 1
    assert bring_into_force(publication=publication, now=LATER).number == 2
    assert list_purposes(aigerim) == ["consulting"]


@pytest.mark.clause("11.5")
def test_who_agrees_to_the_old_text_while_people_are_stopped_is_stopped_with_it(
    newskills: Company, aigerim: DataSubject
) -> None:
    publication = start(newskills)
    list(stop_before(publication=publication, clock=lambda: LATER))
    agree(aigerim, Purpose.MARKETING, now=LATER)
    assert seen_for(newskills, Purpose.MARKETING) == 1
    bring_into_force(publication=publication, now=LATER)
    assert seen_for(newskills, Purpose.MARKETING) == 0
    assert count_outdated_in(newskills) == 0


@pytest.mark.clause("11.4")
@pytest.mark.clause("11.5")
def test_publication_and_ends_are_evidence(newskills: Company, aigerim: DataSubject) -> None:
    version = publish(newskills)
    published = [read_line(entry) for entry in Entry.objects.filter(operation="policy_published", company=newskills)]
    assert [(line["policy_version"], line["clause"]) for line in published] == [(1, "11.4"), (2, "11.4")]
    assert published[1]["details"] == {"document": version.sha256}
    ended = Entry.objects.get(operation="consent_expired")
    line = read_line(ended)
    assert (ended.subject, line["clause"], line["purpose"]) == (aigerim.pk, "11.5", "marketing")
    assert line["details"] == {"reason": "outdated"}
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert Ending.objects.get().cause == Cause.OUTDATED


@pytest.mark.clause("11.5")
def test_only_what_changed_stops_and_only_in_the_language_it_changed_in(newskills: Company) -> None:
    russian = join(newskills, Purpose.MARKETING, Purpose.PERSONAL_OFFERS, email="one@example.kz")
    kazakh = join(newskills, Purpose.MARKETING, email="two@example.kz", language="kk")
    publish(newskills, {"присылать новости": "присылать новости и открытки"})
    assert list_purposes(russian) == ["consulting", "personal-offers"]
    assert list_purposes(kazakh) == ["consulting", "marketing"]


@pytest.mark.clause("11.5")
def test_what_rests_on_the_contract_goes_on(newskills: Company, aigerim: DataSubject) -> None:
    agree(aigerim, Purpose.LEARNING)
    publish(newskills, {"учить вас": "учить вас и помогать вам"} | NEW_WORDS)
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        now = DataSubject.objects.get(pk=aigerim.pk)
    assert may(now, Purpose.LEARNING)
    assert not may(now, Purpose.MARKETING)


def test_one_companys_text_stops_nothing_at_the_other(newskills: Company, kerbez: Company, boris: DataSubject) -> None:
    publish(newskills)
    assert list_purposes(boris) == ["consulting", "marketing"]
    assert seen_for(kerbez, Purpose.MARKETING) == 1


def test_a_text_that_would_be_refused_stops_nobody(newskills: Company, aigerim: DataSubject) -> None:
    for words, dated_on, sentence in (
        ({}, None, "to the letter"),
        (NEW_WORDS, newskills.policy_dated - timedelta(days=1), "can't be older"),
    ):
        with translation.override("en"), pytest.raises(PublishingError, match=sentence):
            start(newskills, words, dated_on)
    assert not Publication.objects.exists()
    assert list_purposes(aigerim) == ["consulting", "marketing"]


def test_the_same_text_again_is_the_same_publication_and_another_has_to_wait(newskills: Company) -> None:
    first = start(newskills)
    assert start(newskills) == first
    with translation.override("en"), pytest.raises(PublishingError, match="Another text"):
        start(newskills, {"присылать новости": "присылать новости и подарки"})
    assert [done.step for done in go_on(first)][-1] is Step.TOLD
    assert PolicyVersion.objects.filter(company=newskills).count() == 2


def test_what_is_in_force_is_not_published_twice(newskills: Company) -> None:
    publication = start(newskills)
    other = Publication.objects.get()
    bring_into_force(publication=publication, now=LATER)
    assert bring_into_force(publication=other, now=LATER) == publication.version
    assert PolicyVersion.objects.filter(company=newskills).count() == 2


@pytest.mark.usefixtures("aigerim")
def test_a_finished_publication_asks_for_nothing_more(newskills: Company) -> None:
    publish(newskills)
    assert list_unfinished() == ()
    version = current_version(newskills)
    assert version
    assert is_settled(version)
    assert Settlement.objects.get().version == version


@pytest.mark.parametrize("people", [1, 3])
def test_a_batch_takes_as_many_queries_for_one_as_for_three(
    newskills: Company, people: int, django_assert_num_queries: object
) -> None:
    for number in range(people):
        join(newskills, Purpose.MARKETING, email=f"{number}@example.kz")
    publication = start(newskills)
    with django_assert_num_queries(32):  # type: ignore[operator]
        assert list(stop_before(publication=publication, clock=lambda: LATER)) == [people]
