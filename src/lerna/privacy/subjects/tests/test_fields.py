"""Personal columns in the ORM: sealed at rest, opened on demand, found by blind index, and never shown by accident."""

import pickle
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.envelope import SealError
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.crypto.providers import FileKeys, KeyProviderError
from lerna.privacy.subjects.keys.operations import destroy_data_keys
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import create_subject, permit
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.queries import find_by_email, find_by_phone

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Ask = Callable[..., list[tuple[object, ...]]]
Register = Callable[..., DataSubject]
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)


@pytest.mark.clause("8.3")
def test_the_database_holds_nothing_readable(ask: Ask, newskills: Company, aigerim: DataSubject) -> None:
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        (row,) = ask("select p::text from subjects_profile p where subject_id = %s", aigerim.pk)
    text = str(row).lower()
    for value in ("Айгерім", "Сәрсенова", "aigerim", "example", "7011234567"):
        assert value.lower() not in text
        assert value.encode().hex() not in text


def test_values_come_back_as_they_were_stated(newskills: Company, aigerim: DataSubject) -> None:
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        profile = Profile.objects.get(subject=aigerim)
        stated = (profile.name, profile.surname, profile.email, profile.phone)
        assert stated == ("Айгерім", "Сәрсенова", "Aigerim@example.kz", "+77011234567")


def test_what_is_found_by_any_spelling(newskills: Company, kerbez: Company, aigerim: DataSubject) -> None:
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        for found in (
            find_by_email("AIGERIM@example.kz"),
            find_by_phone("8 701 123 45 67"),
            Profile.objects.get(name_tokens__contains="айгерім"),
            Profile.objects.get(email_index__in=["x@example.kz", "aigerim@EXAMPLE.kz"]),
        ):
            assert found is not None
            assert found.subject_id == aigerim.pk
        assert find_by_email("boris@example.kz") is None
        assert find_by_email("no address") is None
        assert not Profile.objects.filter(name_tokens__contains="айгерім борис").exists()
        assert not Profile.objects.filter(name_tokens__contains="").exists()
    with processing(Purpose.CONSULTING, company=kerbez, reason="test"):
        assert find_by_email("aigerim@example.kz") is None


def test_fifty_people_take_one_query_for_their_keys(
    newskills: Company, register: Register, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(50):
        register(newskills, {"name": f"Имя{number}", "email": f"p{number}@example.kz"})
    for count in (1, 50):
        with processing(Purpose.CONSULTING, company=newskills, reason="test"):
            with CaptureQueriesContext(connection) as main, django_assert_num_queries(1, using="keys"):
                names = {str(profile.name) for profile in Profile.objects.order_by("pk")[:count]}
            assert len(names) == count
            assert len(main) == 1


def test_nothing_shows_a_value_by_accident(newskills: Company, aigerim: DataSubject) -> None:
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        profile = Profile.objects.get(subject=aigerim)
        assert profile.name == "Айгерім"
        (raw,) = Profile.objects.values_list("name", flat=True)
        shown = f"{profile} {profile!r} {raw} {raw!r} {vars(profile)} {aigerim} {aigerim!r}"
        assert "Айгерім" not in shown
        assert "Айгерім".encode() not in pickle.dumps(profile)


def test_a_row_saved_again_keeps_what_was_not_touched(newskills: Company, aigerim: DataSubject) -> None:
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        profile = Profile.objects.get(subject=aigerim)
        before = Profile.objects.values_list("email_index", flat=True).get()
        profile.name = "Айгерим"
        profile.save()
        stored = Profile.objects.get(subject=aigerim)
        assert (stored.name, stored.email, stored.email_index) == ("Айгерим", "Aigerim@example.kz", before)
        assert find_by_email("aigerim@example.kz") == stored
        assert Profile.objects.filter(name_tokens__contains="Айгерим").exists()


def test_a_value_can_be_neither_searched_nor_set_past_its_row(newskills: Company, aigerim: DataSubject) -> None:
    assert aigerim.pk
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        for wrong in (
            lambda: Profile.objects.filter(name="Айгерім"),
            lambda: Profile.objects.filter(name__startswith="А"),
            lambda: Profile.objects.update(name="Mallory"),
        ):
            with pytest.raises(FieldError, match="sealed"), transaction.atomic():
                wrong()
        assert Profile.objects.filter(name__isnull=False).count() == 1


class TestMoved:
    """Mallory can write the database, and still can't make a value open elsewhere."""

    @pytest.mark.parametrize("column", ["surname", "email"])
    def test_to_another_column(self, ask: Ask, newskills: Company, aigerim: DataSubject, column: str) -> None:
        with processing(Purpose.REQUESTS, company=newskills, reason="test"):
            ask(f"update subjects_profile set name = {column}")  # noqa: S608 -- the test's own word
            with pytest.raises(SealError):
                _ = Profile.objects.get(subject=aigerim).name

    def test_to_another_person(self, ask: Ask, newskills: Company, aigerim: DataSubject, register: Register) -> None:
        mallory = register(newskills, {"name": "Mallory"})
        with processing(Purpose.REQUESTS, company=newskills, reason="test"):
            ask(
                "update subjects_profile set name = (select name from subjects_profile where subject_id = %s)"
                " where subject_id = %s", aigerim.pk, mallory.pk,
            )  # fmt: skip
            with pytest.raises(SealError):
                _ = Profile.objects.get(subject=mallory).name


class TestKeysGone:
    def test_a_destroyed_key_is_an_error_and_never_a_text(self, newskills: Company, aigerim: DataSubject) -> None:
        assert destroy_data_keys(company=newskills, subjects=[aigerim.pk]) == 1
        assert destroy_data_keys(company=newskills, subjects=[aigerim.pk]) == 0
        with processing(Purpose.CONSULTING, company=newskills, reason="test"), pytest.raises(MissingKeyError):
            _ = Profile.objects.get(subject=aigerim).name

    def test_another_company_destroys_nothing(self, kerbez: Company, newskills: Company, aigerim: DataSubject) -> None:
        assert destroy_data_keys(company=kerbez, subjects=[aigerim.pk]) == 0
        with processing(Purpose.CONSULTING, company=newskills, reason="test"):
            assert Profile.objects.get(subject=aigerim).name == "Айгерім"

    def test_without_the_companys_key_nothing_opens(self, newskills: Company, aigerim: DataSubject) -> None:
        FileKeys().path("newskills").unlink()
        with processing(Purpose.CONSULTING, company=newskills, reason="test"), pytest.raises(KeyProviderError):
            _ = Profile.objects.get(subject=aigerim).name

    def test_with_another_company_key_nothing_opens(self, newskills: Company, aigerim: DataSubject) -> None:
        FileKeys().path("newskills").unlink()
        FileKeys().make("newskills")
        with processing(Purpose.CONSULTING, company=newskills, reason="test"), pytest.raises(SealError):
            _ = Profile.objects.get(subject=aigerim).name

    def test_a_company_without_a_key_takes_no_people(self, newskills: Company) -> None:
        FileKeys().path("newskills").unlink()
        with pytest.raises(KeyProviderError):
            create_subject(company=newskills, site=newskills.sites.order_by("place")[0], now=NOW)
        with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
            assert not DataSubject.objects.exists()


def test_rows_are_made_in_bulk_too(newskills: Company) -> None:
    site = newskills.sites.order_by("place")[0]
    people = [create_subject(company=newskills, site=site, now=NOW) for _ in range(3)]
    for person in people:
        permit(subject=person, purposes=[Purpose.LEARNING])
    with processing(Purpose.LEARNING, company=newskills, reason="import"):
        Profile.objects.bulk_create(
            [Profile(subject=person, name=f"Имя{place}") for place, person in enumerate(people)]
        )
        assert {profile.name for profile in Profile.objects.all()} == {"Имя0", "Имя1", "Имя2"}
        assert {profile.permitted for profile in Profile.objects.all()} == {people[0].permitted}
