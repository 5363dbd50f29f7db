"""No purpose, no data: what a block sees, what it leaves behind, and what stands outside of every block."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from lerna.companies.models import Company, Site
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import block, forbid, permit, state_profile, unblock
from lerna.privacy.subjects.processing import NoPurposeError, PurposeError, current_processing, processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Ask = Callable[..., list[tuple[object, ...]]]


def who_and_where(ask: Ask) -> tuple[object, ...]:
    return ask("select current_user, coalesce(current_setting('lerna.company', true), '')")[0]


def names(company: Company, purpose: Purpose) -> list[str]:
    with processing(purpose, company=company, reason="test"):
        return [str(profile.name) for profile in Profile.objects.all()]


@pytest.mark.clause("8.2")
def test_a_person_is_seen_for_a_permitted_purpose_and_for_no_other(newskills: Company, aigerim: DataSubject) -> None:
    assert names(newskills, Purpose.CONSULTING) == ["Айгерім"]
    assert names(newskills, Purpose.MARKETING) == []
    permit(subject=aigerim, purposes=[Purpose.MARKETING])
    assert names(newskills, Purpose.MARKETING) == ["Айгерім"]


@pytest.mark.clause("6.5")
def test_what_is_forbidden_stops_at_once(newskills: Company, aigerim: DataSubject) -> None:
    permit(subject=aigerim, purposes=[Purpose.MARKETING])
    assert names(newskills, Purpose.MARKETING) == ["Айгерім"]
    forbid(subject=aigerim, purposes=[Purpose.MARKETING])
    assert names(newskills, Purpose.MARKETING) == []
    assert names(newskills, Purpose.CONSULTING) == ["Айгерім"]


@pytest.mark.clause("6.5")
def test_blocking_leaves_what_a_law_orders_and_remembers_the_rest(newskills: Company, aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=aigerim.created_at)
    assert names(newskills, Purpose.CONSULTING) == []
    assert names(newskills, Purpose.REQUESTS) == ["Айгерім"]
    permit(subject=aigerim, purposes=[Purpose.MARKETING])
    assert names(newskills, Purpose.MARKETING) == []
    unblock(subject=aigerim, actor=Actor.STAFF, now=aigerim.created_at)
    assert names(newskills, Purpose.CONSULTING) == ["Айгерім"]
    assert names(newskills, Purpose.MARKETING) == ["Айгерім"]


def test_outside_of_a_block_the_orm_refuses_before_any_sql(aigerim: DataSubject) -> None:
    with pytest.raises(NoPurposeError):
        Profile.objects.all()
    with pytest.raises(NoPurposeError):
        aigerim.refresh_from_db()
    with connection.cursor() as cursor, pytest.raises(NoPurposeError):
        cursor.execute('select count(*) from "subjects_profile"')


@pytest.mark.parametrize("table", ["subjects_profile", "subjects_datasubject"])
@pytest.mark.parametrize(
    "sql", ["select * from {}", "select 1 from {}", "delete from {}", "insert into {} default values"]
)
def test_outside_of_a_block_raw_sql_is_refused_by_the_database(
    ask: Ask, aigerim: DataSubject, table: str, sql: str
) -> None:
    assert aigerim.pk
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ask(sql.format(table))


def test_a_queryset_made_in_a_block_is_refused_after_it(newskills: Company, aigerim: DataSubject) -> None:
    assert aigerim.pk
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        later = Profile.objects.all()
    with pytest.raises(NoPurposeError):
        list(later)


def test_a_value_loaded_in_a_block_opens_in_none_other(newskills: Company, aigerim: DataSubject) -> None:
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        profile = Profile.objects.get(subject=aigerim)
    with pytest.raises(NoPurposeError):
        _ = profile.email
    with processing(Purpose.ACCOUNTING, company=newskills, reason="test"), pytest.raises(PurposeError):
        _ = profile.email


def test_a_column_of_no_concern_says_which_purpose_column_and_clause(newskills: Company, aigerim: DataSubject) -> None:
    with processing(Purpose.ACCOUNTING, company=newskills, reason="test"):
        profile = Profile.objects.get(subject=aigerim)
        assert profile.name == "Айгерім"
        with pytest.raises(PurposeError, match=r"accounting.*7\.1-и.*Profile\.phone"):
            _ = profile.phone
        for refused in (
            lambda: list(Profile.objects.values_list("email_index")),
            lambda: Profile.objects.filter(phone_index="+77011234567").exists(),
            lambda: list(Profile.objects.order_by("email_index")),
            lambda: list(DataSubject.objects.filter(profile__phone_index=b"x")),
        ):
            with pytest.raises(PurposeError, match="accounting"):
                refused()
        assert Profile.objects.count() == 1, "the transaction lives on"


def test_what_may_not_be_written_is_refused_and_nothing_changed(newskills: Company, aigerim: DataSubject) -> None:
    permit(subject=aigerim, purposes=[Purpose.MARKETING])
    with processing(Purpose.MARKETING, company=newskills, reason="test"):
        profile = Profile.objects.get(subject=aigerim)
        profile.name = "Mallory"
        with pytest.raises(PurposeError, match="may not write"), transaction.atomic():
            profile.save()
        with pytest.raises(PurposeError, match="may not write"):
            Profile.objects.update(changed_at=aigerim.created_at)
    assert names(newskills, Purpose.MARKETING) == ["Айгерім"]


def test_permissions_are_nobodys_to_write(ask: Ask, newskills: Company, aigerim: DataSubject) -> None:
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        for sql in ("update subjects_profile set permitted = -1", "update subjects_datasubject set granted = -1"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                ask(sql)
    assert names(newskills, Purpose.MARKETING) == []
    assert aigerim.permitted


@pytest.mark.clause("8.2")
def test_nothing_is_stored_for_a_purpose_that_is_not_permitted(newskills: Company, aigerim: DataSubject) -> None:
    forbid(subject=aigerim, purposes=[Purpose.CONSULTING])
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        processing(Purpose.CONSULTING, company=newskills, reason="test"),
    ):
        Profile(subject_id=aigerim.pk, name="Айгерім").save(force_insert=True)


class TestCompanies:
    @pytest.mark.parametrize("company", ["", None])
    def test_without_a_company_a_purpose_sees_nobody(self, ask: Ask, aigerim: DataSubject, company: str | None) -> None:
        assert aigerim.pk
        with transaction.atomic():
            ask("set local role lerna_purpose_consulting")
            ask("reset lerna.company" if company is None else f"set local lerna.company = '{company}'")
            with pytest.raises(DatabaseError, match=r"lerna\.company|bigint"), transaction.atomic():
                ask("select name from subjects_profile")
            ask("reset role")

    def test_the_other_company_does_not_exist(
        self, ask: Ask, newskills: Company, kerbez: Company, aigerim: DataSubject, boris: DataSubject
    ) -> None:
        assert names(newskills, Purpose.CONSULTING) == ["Айгерім"]
        assert names(kerbez, Purpose.CONSULTING) == ["Борис"]
        with processing(Purpose.CONSULTING, company=kerbez, reason="test"):
            assert not DataSubject.objects.filter(pk=aigerim.pk).exists()
            assert ask("select id from subjects_datasubject") == [(boris.pk,)]
            assert ask("select subject_id from subjects_profile") == [(boris.pk,)]
            assert Profile.objects.filter(subject=aigerim).update(changed_at=boris.created_at) == 0

    def test_a_row_about_somebody_elses_person_is_refused(self, kerbez: Company, aigerim: DataSubject) -> None:
        with processing(Purpose.REQUESTS, company=kerbez, reason="test") as work:
            work.keyring.add(aigerim.pk, bytes(32))
            intruder = Profile(subject_id=aigerim.pk, company=kerbez, name="Mallory")
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                intruder.save(force_insert=True)
            assert not Profile.objects.exists()


class TestWhatIsLeftBehind:
    def test_a_block_inside_a_block_gives_the_outer_one_back(
        self, ask: Ask, newskills: Company, kerbez: Company
    ) -> None:
        before = who_and_where(ask)
        with processing(Purpose.LEARNING, company=newskills, reason="outer"):
            outer = who_and_where(ask)
            with processing(Purpose.MARKETING, company=kerbez, reason="inner"):
                assert who_and_where(ask) == ("lerna_purpose_marketing", str(kerbez.pk))
            assert who_and_where(ask) == outer == ("lerna_purpose_learning", str(newskills.pk))
            with pytest.raises(ZeroDivisionError), processing(Purpose.MARKETING, company=kerbez, reason="inner"):
                _ = 1 / 0
            assert who_and_where(ask) == outer
            with pytest.raises(ProgrammingError), processing(Purpose.MARKETING, company=kerbez, reason="inner"):
                ask("select no_such_column from companies_company")
            assert who_and_where(ask) == outer
        assert who_and_where(ask) == before
        assert current_processing() is None

    @pytest.mark.parametrize(("purpose", "queries"), [(Purpose.LEARNING, 3), (Purpose.MARKETING, 4)])
    def test_only_another_purpose_needs_a_way_back(
        self,
        ask: Ask,
        newskills: Company,
        purpose: Purpose,
        queries: int,
        django_assert_num_queries: Callable[..., Any],
    ) -> None:
        with processing(Purpose.LEARNING, company=newskills, reason="outer"):
            outer = who_and_where(ask)
            with django_assert_num_queries(queries), processing(purpose, company=newskills, reason="inner"):
                pass
            assert who_and_where(ask) == outer

    def test_an_error_leaves_neither_role_nor_company(self, ask: Ask, newskills: Company) -> None:
        before = who_and_where(ask)
        with pytest.raises(ZeroDivisionError), processing(Purpose.LEARNING, company=newskills, reason="test"):
            _ = 1 / 0
        assert who_and_where(ask) == before
        assert current_processing() is None


def test_a_purpose_that_works_on_depersonalized_data_has_no_block(newskills: Company) -> None:
    with (
        pytest.raises(PurposeError, match="depersonalized"),
        processing(Purpose.AUDIENCE_RESEARCH, company=newskills, reason="test"),
    ):
        pass


def test_in_a_block_everything_that_is_not_personal_goes_on(newskills: Company) -> None:
    with processing(Purpose.MARKETING, company=newskills, reason="test"):
        assert Site.objects.filter(company=newskills).exists()
        Site.objects.filter(company=newskills).update(place=3)


def test_a_profile_is_stated_again_over_the_first(newskills: Company, aigerim: DataSubject) -> None:
    with processing(Purpose.REQUESTS, company=newskills, reason="correction"):
        first = Profile.objects.get(subject=aigerim)
        again = state_profile(
            subject=aigerim, actor=Actor.PERSON, now=aigerim.created_at, name="Айгерим", email="a@example.kz"
        )
        assert again.pk == first.pk
        stored = Profile.objects.get(subject=aigerim)
        assert (stored.name, stored.surname, stored.email, stored.phone) == ("Айгерим", None, "a@example.kz", None)
        assert stored.phone_index is None


def test_each_act_is_evidence_and_repeating_it_is_none(ask: Ask, aigerim: DataSubject) -> None:
    def acts() -> list[str]:
        return [str(line) for (line,) in ask("select line from evidence_entry order by id")]

    assert [("record" in line, str(aigerim.pk) in line, "consulting" in line) for line in acts()] == [
        (True, True, True)
    ]
    for _ in range(2):
        block(subject=aigerim, actor=Actor.STAFF, now=aigerim.created_at)
    for _ in range(2):
        unblock(subject=aigerim, actor=Actor.STAFF, now=aigerim.created_at)
    assert len(acts()) == 3
    assert "Айгерім" not in "".join(acts())
