"""Every write of this room: a paper is approved."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lerna.companies.models import Company
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.records.document import Kind
from lerna.privacy.records.models import Approval
from lerna.privacy.records.queries import build_document, find_latest_approval


class ApprovalError(Exception):
    """This paper can't be approved; the message is a sentence that says why."""


def approve_document(*, company: Company, kind: Kind, sha256: str, approved_by: UUID, now: datetime) -> Approval:
    """Keep the paper as it is now as the company's approved one, numbered from 1 (law 94-V, art. 25(2)(1)).

    `sha256` is that of the paper that was read before approving. ApprovalError where it says something else by now, or
    is approved already, to the letter; then nothing is kept.
    """
    with transaction.atomic():
        # Two approvals at once would give one number twice; the second waits here and then sees the first.
        Company.objects.select_for_update(no_key=True).get(pk=company.pk)
        document, latest = build_document(company, kind), find_latest_approval(company, kind)
        if document.sha256 != sha256:
            raise ApprovalError(_("The document has changed since you opened it. Read it again, then approve it."))
        if latest is not None and latest.sha256 == sha256:
            raise ApprovalError(
                _("This is approved already, to the letter: version %(number)s.") % {"number": latest.number}
            )
        approval = Approval.objects.create(
            company=company,
            kind=kind,
            number=latest.number + 1 if latest else 1,
            document=document.to_json(),
            sha256=sha256,
            approved_at=now,
            approved_by=approved_by,
        )
        record(
            company=company, operation=Operation.DOCUMENT_APPROVED, clause="5.6", actor=Actor.STAFF,
            actor_id=approved_by, now=now, target=("approval", approval.pk),
            details={"document": sha256, "form": kind.value, "version": approval.number},
        )  # fmt: skip
        return approval
