"""Paper is recorded as it is made and as it is destroyed, and outlives nobody unnoticed."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.endings import export_endings
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.models import Ground
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.paper.models import Kind, Manner, PaperRecord
from lerna.privacy.recipients.paper.operations import PaperError, Sheet, destroy_paper, register_paper
from lerna.privacy.recipients.paper.queries import list_paper_about, list_to_destroy
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block, forbid
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
TODAY = date(2026, 3, 2)
VERA = UUID(int=1)
SHEET = Sheet(
    purpose=Purpose.CONSULTING,
    categories=[Category.IDENTITY, Category.CONTACT],
    reason="Договор подписывают от руки",
    place="сейф 2",
    happened_on=date(2026, 3, 2),
    keep_until=date(2026, 9, 1),
)


def extract(person: DataSubject, sheet: Sheet = SHEET, kind: Kind = Kind.EXTRACT) -> PaperRecord:
    return register_paper(subject=person, kind=kind, sheet=sheet, staff=VERA, now=NOW)


def destroy(record_id: UUID, company: Company) -> PaperRecord:
    return destroy_paper(company=company, record_id=record_id, manner=Manner.SHREDDED, staff=VERA, now=NOW)


@pytest.mark.clause("8.4-д")
def test_an_extract_is_recorded_until_its_paper_is_destroyed(aigerim: DataSubject) -> None:
    kept = extract(aigerim)
    (seen,) = list_paper_about(aigerim.company, aigerim.pk)
    assert (seen.kind, seen.categories, seen.destroyed_on) == (Kind.EXTRACT, tuple(SHEET.categories), None)
    (entry,) = list_about(aigerim.company, aigerim.pk, Operation.EXTRACT)
    assert (entry.clause, read_line(entry)["details"]) == ("8.4-д", {"without_automation": True})
    destroy(kept.pk, aigerim.company)
    assert list_paper_about(aigerim.company, aigerim.pk)[0].destroyed_on == date(2026, 3, 2)
    with pytest.raises(PaperError):
        destroy(kept.pk, aigerim.company)


@pytest.mark.clause("8.4-б")
def test_what_is_done_by_hand_is_recorded_too(aigerim: DataSubject) -> None:
    kept = extract(aigerim, replace(SHEET, place="", keep_until=None), Kind.BY_HAND)
    (entry,) = list_about(aigerim.company, aigerim.pk, Operation.USE)
    assert entry.clause == "8.4-б"
    with pytest.raises(PaperError):
        destroy(kept.pk, aigerim.company)


def test_destroying_the_paper_never_says_that_the_person_was_erased(aigerim: DataSubject) -> None:
    destroy(extract(aigerim).pk, aigerim.company)
    assert not Entry.objects.filter(operation=Operation.DESTROY).exists()
    assert not list_about(aigerim.company, aigerim.pk, Operation.DELETE)
    assert export_endings(aigerim.company) == 0, "a restored backup would erase the person"


@pytest.mark.parametrize(
    "sheet",
    [
        replace(SHEET, categories=[]),
        replace(SHEET, categories=[Category.PAYER_IIN]),
        replace(SHEET, purpose=Purpose.MARKETING),
        replace(SHEET, purpose=Purpose.AUDIENCE_RESEARCH),
        replace(SHEET, reason=" "),
        replace(SHEET, place=""),
        replace(SHEET, place="с" * 301),
        replace(SHEET, happened_on=date(2026, 3, 3)),
        replace(SHEET, keep_until=None),
        replace(SHEET, keep_until=date(2026, 3, 1)),
        replace(SHEET, keep_until=date(2036, 3, 1)),
    ],
)
def test_paper_that_may_not_be(aigerim: DataSubject, sheet: Sheet) -> None:
    with pytest.raises(PaperError):
        extract(aigerim, sheet)
    assert list_paper_about(aigerim.company, aigerim.pk) == ()


def test_paper_of_whoever_withdrew_or_is_gone_must_be_destroyed(
    aigerim: DataSubject, newskills: Company, register: object
) -> None:
    gone: DataSubject = register(newskills, {"name": "Асқар"})  # type: ignore[operator]
    blocked: DataSubject = register(newskills, {"name": "Дана"})  # type: ignore[operator]
    first, second, third = extract(aigerim), extract(gone), extract(blocked)
    assert list_to_destroy(newskills, TODAY) == ()
    assert len(list_to_destroy(newskills, date(2026, 9, 2))) == 3, "its day has passed"
    forbid(subject=aigerim, purposes=[Purpose.CONSULTING])
    block(subject=blocked, actor=Actor.STAFF, now=NOW)
    run = start_erasure(company=newskills, people=[gone.pk], ground=Ground.DEMAND, actor=Actor.PERSON, now=NOW)
    assert list(continue_erasure(run=run, now=NOW))
    assert {paper.pk for paper in list_to_destroy(newskills, TODAY)} == {first.pk, second.pk}
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        left = PaperRecord.objects.get(pk=second.pk)
        assert (left.reason, left.place) == (None, None), "words go, the record stays until the paper is gone"
    assert third


def test_another_companys_paper_is_nobodys(aigerim: DataSubject, kerbez: Company) -> None:
    kept = extract(aigerim)
    with pytest.raises(PaperError):
        destroy(kept.pk, kerbez)
    assert list_paper_about(kerbez, aigerim.pk) == ()


def test_what_was_done_by_hand_has_no_paper_to_destroy(aigerim: DataSubject) -> None:
    kept = extract(aigerim, replace(SHEET, keep_until=None), Kind.BY_HAND)
    with (
        pytest.raises(IntegrityError, match="paper_is_destroyed_by_somebody"),
        transaction.atomic(),
        processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"),
    ):
        PaperRecord.objects.filter(pk=kept.pk).update(
            destroyed_on=date(2026, 3, 2), destroyed_by=VERA, destroyed_how=Manner.BURNED
        )
