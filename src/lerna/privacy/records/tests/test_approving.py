"""The officer approves what they read; the copy never changes, and what is different since stands beside it."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.utils import translation

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.localized import Localized
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.tests.conftest import NOW
from lerna.privacy.records.document import Document, Kind, Row
from lerna.privacy.records.models import Approval
from lerna.privacy.records.operations import ApprovalError, approve_document
from lerna.privacy.records.queries import build_document, compare_documents, find_latest_approval, read_approved

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
VERA = uuid4()


def approve(company: Company, kind: Kind = Kind.PROCESSING, sha256: str = "") -> Approval:
    sha256 = sha256 or build_document(company, kind).sha256
    return approve_document(company=company, kind=kind, sha256=sha256, approved_by=VERA, now=clock.now())


def count(company: Company) -> tuple[int, int]:
    approvals = Approval.objects.filter(company=company).count()
    return approvals, Entry.objects.filter(company=company, operation="document_approved").count()


@pytest.mark.clause("5.6")
def test_an_approved_copy_is_kept_with_its_hash_and_evidence(registers: dict[str, Company]) -> None:
    newskills = registers["newskills"]
    document, approval = build_document(newskills, Kind.PROCESSING), approve(newskills)
    assert (approval.number, approval.sha256) == (1, document.sha256)
    assert read_approved(Approval.objects.get(pk=approval.pk)) == document
    line = read_line(Entry.objects.get(operation="document_approved"))
    assert (line["clause"], line["actor"], line["actor_id"]) == ("5.6", "staff", str(VERA))
    assert line["details"] == {"document": document.sha256, "form": "processing", "version": 1}


def test_what_changed_since_it_was_read_is_not_approved(registers: dict[str, Company]) -> None:
    newskills = registers["newskills"]
    read = build_document(newskills, Kind.PROCESSING).sha256
    Recipient.objects.filter(company=newskills, key="mysal-bank").update(retired_at=NOW)
    with translation.override("en"), pytest.raises(ApprovalError, match="has changed since"):
        approve(newskills, sha256=read)
    assert count(newskills) == (0, 0)


def test_the_same_is_not_approved_twice(registers: dict[str, Company]) -> None:
    newskills = registers["newskills"]
    approve(newskills)
    with translation.override("en"), pytest.raises(ApprovalError, match="version 1"):
        approve(newskills)
    assert count(newskills) == (1, 1)


def test_the_next_version_says_what_changed(registers: dict[str, Company]) -> None:
    newskills = registers["newskills"]
    approve(newskills)
    Recipient.objects.filter(company=newskills, key="mysal-bank").update(retired_at=NOW)
    latest = find_latest_approval(newskills, Kind.PROCESSING)
    assert latest
    changes = compare_documents(read_approved(latest), build_document(newskills, Kind.PROCESSING))
    assert "bank-credit" in [change.after.key for change in changes.changed]
    assert (changes.added, changes.removed, changes.head) == ((), (), ())
    assert approve(newskills).number == 2


def test_companies_and_papers_are_numbered_apart(registers: dict[str, Company]) -> None:
    approve(registers["newskills"])
    assert approve(registers["newskills"], Kind.NECESSARY_DATA).number == 1
    assert approve(registers["kerbez-agy"]).number == 1


def test_added_and_removed_lines_are_told_apart() -> None:
    words = Localized("а", "ә", "a")
    before = Document(Kind.PUBLICATIONS, (), (words,), (Row("old", (words,)), Row("same", (words,))))
    after = replace(before, rows=(Row("same", (words,)), Row("new", (words,))))
    changes = compare_documents(before, after)
    assert ([row.key for row in changes.added], [row.key for row in changes.removed]) == (["new"], ["old"])
    assert not compare_documents(before, replace(before, rows=before.rows[::-1]))


@pytest.mark.clause("11.2")
def test_nobody_changes_an_approved_copy(registers: dict[str, Company]) -> None:
    approval = approve(registers["newskills"])
    for change in (
        lambda: Approval.objects.filter(pk=approval.pk).update(number=7),
        lambda: Approval.objects.filter(pk=approval.pk).delete(),
    ):
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
            change()
    assert Approval.objects.get(pk=approval.pk).number == 1
