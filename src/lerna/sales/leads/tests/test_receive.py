"""An application comes in: stored with its consents or not at all, and seen for consulting and for nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from lerna.companies.models import Site
from lerna.kit import clock
from lerna.privacy.consents.models import Channel, Consent, Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.consents.statement import Statement
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile, RepresentativeBasis
from lerna.privacy.subjects.operations import block
from lerna.privacy.subjects.processing import PurposeError, processing
from lerna.privacy.subjects.represented.appointment import Representative
from lerna.sales.leads.models import Lead
from lerna.sales.leads.operations import Application, NoConsentError, Received, receive_application
from lerna.sales.leads.queries import list_leads

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
AIGERIM = Application(name="Айгерім", email="Aigerim@example.kz", phone="+77011234567", comment="Сколько стоит?")
Read = Callable[..., tuple[Statement, ...]]
Apply = Callable[..., Received]


@pytest.fixture
def send(sites: dict[str, Site], read: Read) -> Apply:
    """Sends an application with the box of consulting ticked, and these."""

    def receive(application: Application, *also: Purpose, site: str = "lerna", hours: int = 0) -> Received:
        place = sites[site]
        return receive_application(
            site=place,
            application=application,
            statements=read(place, Purpose.CONSULTING, *also),
            now=NOW + timedelta(hours=hours),
        )

    return receive


def names(site: Site, purpose: Purpose) -> list[str]:
    with processing(purpose, company=site.company, reason="test"):
        return sorted(str(profile.name) for profile in Profile.objects.all())


def count_people(site: Site) -> int:
    with processing(Purpose.CONSENT_PROOF, company=site.company, reason="test"):
        return DataSubject.objects.count()


@pytest.mark.clause("7.1-а")
@pytest.mark.clause("4.1")
def test_an_application_is_read_for_consulting(sites: dict[str, Site], send: Apply) -> None:
    send(AIGERIM)
    company = sites["lerna"].company
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        (lead,) = list_leads(company)
        assert (lead.name, lead.surname, lead.email, lead.phone, lead.comment) == (
            "Айгерім", None, "Aigerim@example.kz", "+77011234567", "Сколько стоит?",
        )  # fmt: skip
        assert (lead.site, lead.language, lead.received_at) == ("lerna", "ru", NOW)
    assert names(sites["lerna"], Purpose.CONSULTING) == ["Айгерім"]
    entry = Entry.objects.get(company=company, operation="collect")
    assert entry.subject == lead.subject_id


@pytest.mark.clause("4.1")
def test_a_copy_of_the_consent_goes_to_the_address_as_typed(sites: dict[str, Site], send: Apply) -> None:
    send(AIGERIM, Purpose.MARKETING)
    company = sites["lerna"].company
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        letters = {letter.template: letter for letter in Letter.objects.all()}
        assert {name: (letter.purpose, letter.state) for name, letter in letters.items()} == {
            "application-received": ("consulting", "queued"),
            "consent-receipt": ("consent-proof", "queued"),
        }
        copy = letters["consent-receipt"]
        assert (copy.address, copy.site, copy.language) == ("Aigerim@example.kz", "lerna", "ru")
        assert "Ответ на заявку: пока вы не отзовёте согласие" in str(copy.context)
        assert "Новости и акции: " in str(copy.context)
        assert "/apply/thanks/" in str(copy.context)


@pytest.mark.clause("4.1")
@pytest.mark.parametrize("ticked", [(), (Purpose.MARKETING,)])
def test_without_the_tick_nothing_at_all_is_stored(
    sites: dict[str, Site], read: Read, ticked: tuple[Purpose, ...]
) -> None:
    site = sites["lerna"]
    with pytest.raises(NoConsentError):
        receive_application(site=site, application=AIGERIM, statements=read(site, *ticked), now=NOW)
    assert count_people(site) == 0
    assert not Entry.objects.filter(company=site.company).exclude(operation="policy_published").exists()


@pytest.mark.clause("7.1-г")
@pytest.mark.clause("8.2")
def test_marketing_sees_the_person_only_where_its_own_box_was_ticked(sites: dict[str, Site], send: Apply) -> None:
    send(AIGERIM)
    assert names(sites["lerna"], Purpose.MARKETING) == []
    send(Application(name="Вера", email="vera@example.kz", phone="+77017654321"), Purpose.MARKETING)
    assert names(sites["lerna"], Purpose.MARKETING) == ["Вера"]
    with processing(Purpose.MARKETING, company=sites["lerna"].company, reason="test"):
        with pytest.raises(PurposeError):
            Lead.objects.count()
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from subjects_profile")
            assert cursor.fetchone() == (1,)
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute("select comment from leads_lead")


@pytest.mark.clause("6.5")
def test_a_withdrawn_application_is_gone_for_the_next_query(sites: dict[str, Site], send: Apply) -> None:
    received = send(AIGERIM)
    company = sites["lerna"].company
    withdraw(subject=received.lead.subject, channel=Channel.SITE, hand=Hand.PERSON, site="lerna", now=NOW)
    with processing(Purpose.CONSULTING, company=company, reason="test"), connection.cursor() as cursor:
        assert list_leads(company) == ()
        cursor.execute("select count(*) from leads_lead")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "again",
    [
        Application(name="A.", email=" aigerim@EXAMPLE.kz", phone="+77770001122"),
        Application(name="A.", email="other@example.kz", phone="8 701 123 45 67"),
    ],
)
def test_whoever_is_known_by_address_or_number_stays_one_person(
    sites: dict[str, Site], send: Apply, again: Application
) -> None:
    first = send(AIGERIM)
    second = send(again, site="skillbox", hours=1)
    assert second.lead.subject_id == first.lead.subject_id
    assert count_people(sites["lerna"]) == 1
    assert names(sites["lerna"], Purpose.CONSULTING) == ["Айгерім"], "nobody has shown that the new name is theirs"
    with processing(Purpose.CONSENT_PROOF, company=sites["lerna"].company, reason="test"):
        assert {consent.site for consent in Consent.objects.all()} == {"lerna", "skillbox"}


@pytest.mark.clause("2.2")
def test_the_same_person_at_the_other_company_is_another(sites: dict[str, Site], send: Apply) -> None:
    send(AIGERIM)
    send(AIGERIM, site="e-distant")
    assert count_people(sites["lerna"]) == count_people(sites["e-distant"]) == 1
    with processing(Purpose.CONSULTING, company=sites["e-distant"].company, reason="test"):
        assert [lead.site for lead in Lead.objects.all()] == ["e-distant"]


def test_one_who_is_blocked_is_not_recognized(send: Apply) -> None:
    first = send(AIGERIM)
    block(subject=first.lead.subject, actor=Actor.STAFF, now=NOW)
    second = send(AIGERIM)
    third = send(AIGERIM)
    assert second.lead.subject_id != first.lead.subject_id
    assert third.lead.subject_id == second.lead.subject_id


@pytest.mark.clause("8.1-а")
def test_a_representative_applies_for_another(sites: dict[str, Site], send: Apply) -> None:
    parent = Representative(name="Боря Семёнов", basis=RepresentativeBasis.PARENT)
    child = Application(name="Тимур", email="boris@example.kz", phone="+77019876543", representative=parent)
    received = send(child, Purpose.MARKETING)
    again = send(child)
    assert again.lead.subject_id == received.lead.subject_id
    assert count_people(sites["lerna"]) == 2
    company = sites["lerna"].company
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        subject = DataSubject.objects.select_related("representative").get(pk=received.lead.subject_id)
        assert subject.representative_basis == "parent"
        assert subject.representative
        adult = Profile.objects.get(subject=subject.representative)
        own = Profile.objects.get(subject=subject)
        assert (adult.name, adult.email, own.name, own.email) == ("Боря Семёнов", "boris@example.kz", "Тимур", None)
        hands = {(consent.subject_id == subject.pk, consent.hand) for consent in Consent.objects.all()}
        assert hands == {(True, "representative"), (False, "person")}
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        assert {(lead.name, lead.email) for lead in Lead.objects.all()} == {("Тимур", None)}
    assert sorted(names(sites["lerna"], Purpose.MARKETING)) == ["Боря Семёнов", "Тимур"]
    entries = Entry.objects.filter(subject=subject.pk, line__contains='"actor":"representative"')
    assert {"representative_appointed", "collect", "record", "consent_given"} == {one.operation for one in entries}
    assert not Entry.objects.filter(subject=subject.pk, line__contains='"actor":"person"').exists()


@pytest.mark.clause("8.1-а")
def test_two_children_are_never_taken_for_one(send: Apply) -> None:
    parent = Representative(name="Боря Семёнов", basis=RepresentativeBasis.PARENT)
    contacts = {"email": "boris@example.kz", "phone": "+77019876543", "representative": parent}
    first = send(Application(name="Тимур", surname="Семёнов", **contacts)).lead.subject_id
    assert send(Application(name="тимур", **contacts)).lead.subject_id == first
    assert send(Application(name="ТИМУР", surname="семенов", **contacts)).lead.subject_id == first
    for name, surname in (("Тимур Али", "Семёнов"), ("Тима", "Семёнов"), ("Тимур", "Ким")):
        assert send(Application(name=name, surname=surname, **contacts)).lead.subject_id != first


def test_nothing_readable_lies_in_the_table(send: Apply) -> None:
    received = send(AIGERIM)
    with processing(Purpose.CONSULTING, company=received.lead.company, reason="test"), connection.cursor() as cursor:
        cursor.execute("select l::text from leads_lead l")
        (row,) = cursor.fetchone()
    for value in ("Айгерім", "aigerim", "example", "7011234567", "Сколько"):
        assert value.encode().hex() not in row
        assert value not in row
