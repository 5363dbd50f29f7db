"""People of a company: how they appear, who acts for them, and how a decision is explained."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, RepresentativeBasis
from lerna.privacy.subjects.operations import (
    PermissionStateError,
    RepresentativeError,
    appoint_representative,
    block,
    create_subject,
    forbid,
    permit,
)
from lerna.privacy.subjects.permissions import may, purposes_of
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.queries import explain

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Ask = Callable[..., list[tuple[object, ...]]]
Register = Callable[..., DataSubject]


def test_a_new_person_permits_what_a_law_orders_and_nothing_else(newskills: Company, aigerim: DataSubject) -> None:
    fresh = create_subject(company=newskills, site=newskills.sites.order_by("place")[0], now=aigerim.created_at)
    assert set(purposes_of(fresh.permitted)) == {
        Purpose.ACCOUNTING, Purpose.STATE_BODIES, Purpose.SECURITY, Purpose.REQUESTS, Purpose.CONSENT_PROOF,
    }  # fmt: skip
    assert not may(fresh, Purpose.CONSULTING)
    assert may(aigerim, Purpose.CONSULTING)


def test_a_site_of_another_company_brings_nobody(newskills: Company, kerbez: Company, aigerim: DataSubject) -> None:
    with pytest.raises(ValueError, match="isn't of"):
        create_subject(company=newskills, site=kerbez.sites.order_by("place")[0], now=aigerim.created_at)


def test_what_a_law_orders_is_not_the_persons_to_end(aigerim: DataSubject) -> None:
    before = aigerim.permitted
    with pytest.raises(PermissionStateError, match=r"7\.1-и"):
        forbid(subject=aigerim, purposes=[Purpose.MARKETING, Purpose.ACCOUNTING])
    aigerim_now = explain(aigerim.pk, Purpose.CONSULTING)
    assert aigerim_now.is_visible
    assert aigerim.permitted == before


@pytest.mark.clause("8.1")
def test_a_representative_acts_for_a_person_of_the_same_company(
    newskills: Company, register: Register, aigerim: DataSubject
) -> None:
    child = register(newskills, {"name": "Дана"})
    appoint_representative(subject=child, representative=aigerim, basis=RepresentativeBasis.PARENT)
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        stored = DataSubject.objects.get(pk=child.pk)
        assert (stored.representative_id, stored.representative_basis) == (aigerim.pk, "parent")
    grandchild = register(newskills, {"name": "Али"})
    with pytest.raises(RepresentativeError, match="represented"):
        appoint_representative(subject=grandchild, representative=child, basis=RepresentativeBasis.PARENT)


def test_nobody_of_another_company_and_not_oneself(aigerim: DataSubject, boris: DataSubject) -> None:
    for other in (boris, aigerim):
        with pytest.raises(RepresentativeError):
            appoint_representative(subject=aigerim, representative=other, basis=RepresentativeBasis.GUARDIAN)


def test_the_database_itself_refuses_a_representative_without_a_basis(newskills: Company, aigerim: DataSubject) -> None:
    with (
        pytest.raises(IntegrityError, match="datasubject_represent"),
        processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"),
    ):
        DataSubject.objects.filter(pk=aigerim.pk).update(representative_basis="parent")


def test_the_database_itself_permits_no_more_than_was_granted(newskills: Company, aigerim: DataSubject) -> None:
    with (
        pytest.raises(IntegrityError, match="datasubject_"),
        processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"),
        transaction.atomic(),
    ):
        DataSubject.objects.filter(pk=aigerim.pk).update(permitted=-1)


class TestExplain:
    def test_why_a_person_is_visible(self, aigerim: DataSubject) -> None:
        found = explain(aigerim.pk, Purpose.CONSULTING)
        assert found.is_visible
        assert "newskills" in found.sentences[0]
        assert any("subjects_profile" in sentence and "phone" in sentence for sentence in found.sentences)

    @pytest.mark.parametrize(
        ("purpose", "words"),
        [(Purpose.MARKETING, "doesn't stand"), (Purpose.AUDIENCE_RESEARCH, "depersonalized")],
    )
    def test_why_not(self, aigerim: DataSubject, purpose: Purpose, words: str) -> None:
        found = explain(aigerim.pk, purpose)
        assert not found.is_visible
        assert words in " ".join(found.sentences)

    def test_a_blocked_person(self, aigerim: DataSubject) -> None:
        block(subject=aigerim, actor=Actor.STAFF, now=aigerim.created_at)
        assert "blocked" in " ".join(explain(aigerim.pk, Purpose.CONSULTING).sentences)
        assert explain(aigerim.pk, Purpose.REQUESTS).is_visible

    @pytest.mark.usefixtures("newskills")
    def test_a_person_nobody_knows(self) -> None:
        assert not explain(UUID(int=1), Purpose.CONSULTING).is_visible

    def test_the_command(self, aigerim: DataSubject, capsys: pytest.CaptureFixture[str]) -> None:
        permit(subject=aigerim, purposes=[Purpose.MARKETING])
        call_command("privacy", "explain", str(aigerim.pk), "--purpose", "marketing")
        assert capsys.readouterr().out.startswith("visible\n")
        with pytest.raises(SystemExit):
            call_command("privacy", "explain", str(aigerim.pk), "--purpose", "payments")
        assert capsys.readouterr().out.startswith("not visible\n")

    def test_the_map(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("privacy", "map")
        said = capsys.readouterr().out
        assert "subjects_profile" in said
        assert "email" in said
