"""What a person may ask: who received their data."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.localized import Localized
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.models import Channel, Kind, Recipient, State, Transfer
from lerna.privacy.recipients.queries import list_transfers_about
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import NoPurposeError, processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
BANK = Localized(ru="Банк «Пример»", kk="«Мысал» банкі", en="Example Bank")


def enter(company: Company) -> Recipient:
    return Recipient.objects.create(
        company=company, key="example-bank", kind=Kind.BANK, name=BANK, description=BANK, country="KZ",
        purposes=[Purpose.BANK_CREDIT], categories=[Category.IDENTITY], contract_number="1", channel=Channel.FILE,
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip


def keep_transfer(subject: DataSubject, recipient: Recipient, now: datetime) -> Transfer:
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="test"):
        return Transfer.objects.create(
            subject=subject, recipient=recipient, purpose=Purpose.BANK_CREDIT, ground="credit-application",
            categories=[Category.IDENTITY], columns=["subjects.profile.name"], country="KZ",
            created_at=now, due_at=now, sent_at=now, state=State.SENT,
        )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.clause("6.2")
def test_a_person_learns_who_received_what_by_one_query(newskills: Company, aigerim: DataSubject, count: int) -> None:
    bank = enter(newskills)
    for day in range(count):
        keep_transfer(aigerim, bank, NOW + timedelta(days=day))
    with CaptureQueriesContext(connection) as queries:
        told = list_transfers_about(newskills, aigerim.pk)
    assert len([query for query in queries if "recipients_transfer" in query["sql"]]) == 1
    assert [transfer.sent_at for transfer in told] == [NOW + timedelta(days=day) for day in reversed(range(count))]
    assert {(transfer.recipient, transfer.purpose, transfer.columns, transfer.state) for transfer in told} == {
        (BANK, Purpose.BANK_CREDIT, ("subjects.profile.name",), State.SENT)
    }


def test_nobody_elses_transfers_are_told(
    newskills: Company, kerbez: Company, aigerim: DataSubject, boris: DataSubject
) -> None:
    keep_transfer(aigerim, enter(newskills), NOW)
    keep_transfer(boris, enter(kerbez), NOW)
    (told,) = list_transfers_about(newskills, aigerim.pk)
    assert told.categories == (Category.IDENTITY,)
    assert list_transfers_about(kerbez, aigerim.pk) == ()
    with pytest.raises(NoPurposeError):
        Transfer.objects.count()


def test_what_a_recipient_received_was_sent(newskills: Company, aigerim: DataSubject) -> None:
    transfer = keep_transfer(aigerim, enter(newskills), NOW)
    with (
        pytest.raises(IntegrityError, match="transfer_received_was_sent"),
        transaction.atomic(),
        processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"),
    ):
        Transfer.objects.filter(pk=transfer.pk).update(sent_at=None)
