"""Each thing that may stand in the way of a transfer: one sentence, nothing passed, and the refusal in the evidence."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from lerna.companies.models import Company
from lerna.privacy.consents.models import Channel as By
from lerna.privacy.consents.models import Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.consents.tests.conftest import Agree
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Kind, Pseudonym, Recipient
from lerna.privacy.recipients.operations import transfer
from lerna.privacy.recipients.sending.refusals import Refusal, TransferRefusedError
from lerna.privacy.recipients.tests.conftest import NAMES, NOW, Pass, count_transfers
from lerna.privacy.subjects.conftest import AIGERIM, Register
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def assert_refused(subject: DataSubject, refusal: Refusal, attempt: Callable[[], Any]) -> None:
    """The attempt ends with this refusal, in the evidence too, and nothing else has happened."""
    with pytest.raises(TransferRefusedError) as caught:
        attempt()
    assert caught.value.refusal is refusal
    (entry,) = list_about(subject.company, subject.pk, Operation.TRANSFER_REFUSED)
    assert read_line(entry)["details"]["reason"] == refusal.value
    assert count_transfers(subject) == 0
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="test"):
        assert not Pseudonym.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="recipients.deliver").exists()


@pytest.mark.clause("8.4-в")
@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"retired_at": NOW}, Refusal.RETIRED),
        ({"kind": Kind.STATE_BODY}, Refusal.STATE_BODY),
        ({"contract_number": ""}, Refusal.INCOMPLETE),
        ({"contract_from": None}, Refusal.INCOMPLETE),
        ({"contract_from": date(2026, 3, 3)}, Refusal.NOT_BEGUN),
        ({"contract_until": date(2026, 3, 1)}, Refusal.ENDED),
        ({"channel": "none"}, Refusal.NO_CHANNEL),
        ({"purposes": [Purpose.MARKETING]}, Refusal.PURPOSE_NOT_REGISTERED),
        ({"kind": Kind.CONTRACTOR}, Refusal.NOT_IN_TERMS),
        ({"categories": ["identity"]}, Refusal.CATEGORY_NOT_REGISTERED),
        ({"country": "DE"}, Refusal.NO_CONSENT_ABROAD),
    ],
)
def test_a_register_that_forbids_it(
    hand_on: Pass, aigerim: DataSubject, bank: Recipient, change: dict[str, Any], refusal: Refusal
) -> None:
    Recipient.objects.filter(pk=bank.pk).update(**change)
    assert_refused(aigerim, refusal, hand_on)


@pytest.mark.clause("9.4")
@pytest.mark.clause("8.4-г")
@pytest.mark.parametrize("promise", [*Recipient.PROMISES, "email"])
def test_a_recipient_that_lacks_one_promise_receives_nothing(
    hand_on: Pass, aigerim: DataSubject, bank: Recipient, promise: str
) -> None:
    Recipient.objects.filter(pk=bank.pk).update(**{promise: ""})
    assert_refused(aigerim, Refusal.INCOMPLETE, hand_on)


def test_a_contract_is_good_on_its_first_and_last_day(hand_on: Pass, bank: Recipient) -> None:
    Recipient.objects.filter(pk=bank.pk).update(contract_from=NOW.date(), contract_until=NOW.date())
    hand_on()


def test_a_recipient_whose_key_nobody_pinned(hand_on: Pass, aigerim: DataSubject) -> None:
    assert_refused(aigerim, Refusal.NO_KEY, hand_on)


def test_a_recipient_of_another_company_or_of_none(
    hand_on: Pass, aigerim: DataSubject, kerbez: Company, bank: Recipient
) -> None:
    Recipient.objects.filter(pk=bank.pk).update(company=kerbez, key="another-bank")
    assert_refused(aigerim, Refusal.UNKNOWN, lambda: hand_on(recipient="another-bank"))


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        (["subjects.profile.shoe_size"], Refusal.COLUMN_UNKNOWN),
        (["subjects.nothing.name"], Refusal.COLUMN_UNKNOWN),
        (["name"], Refusal.COLUMN_UNKNOWN),
        (["subjects.profile.email_index"], Refusal.COLUMN_UNKNOWN),
        (["accounts.user.password"], Refusal.COLUMN_UNKNOWN),
        (["subjects.datasubject.representative"], Refusal.COLUMN_UNKNOWN),
        (["leads.lead.comment"], Refusal.COLUMN_NOT_FOR_PURPOSE),
        ([], Refusal.NOTHING),
    ],
)
@pytest.mark.usefixtures("bank")
def test_columns_that_may_not_pass(hand_on: Pass, aigerim: DataSubject, columns: list[str], refusal: Refusal) -> None:
    assert_refused(aigerim, refusal, lambda: hand_on(columns=columns))


@pytest.mark.usefixtures("bank")
def test_what_the_person_never_stated(hand_on: Pass, registers: dict[str, Company], register: Register,
                                      agree: Agree) -> None:  # fmt: skip
    nameless = register(registers["newskills"], {"name": "Ә"})
    agree(nameless, Purpose.BANK_CREDIT)
    assert_refused(nameless, Refusal.NOTHING, lambda: hand_on(subject=nameless, columns=["subjects.profile.surname"]))


def test_a_blocked_person(hand_on: Pass, aigerim: DataSubject, bank: Recipient) -> None:  # noqa: ARG001 -- pinned
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    assert_refused(aigerim, Refusal.BLOCKED, hand_on)


@pytest.mark.clause("5.5")
@pytest.mark.usefixtures("bank")
def test_who_never_agreed_or_took_it_back(
    hand_on: Pass, aigerim: DataSubject, registers: dict[str, Company], register: Register
) -> None:
    stranger = register(registers["newskills"], {"name": "Асқар"})
    assert_refused(stranger, Refusal.NOT_PERMITTED, lambda: hand_on(subject=stranger))
    withdraw(subject=aigerim, channel=By.CABINET, hand=Hand.PERSON, site="lerna", now=NOW)
    assert_refused(aigerim, Refusal.NOT_PERMITTED, hand_on)


@pytest.mark.clause("5.5")
@pytest.mark.usefixtures("bank")
def test_a_permission_without_the_proof_of_a_separate_consent(
    hand_on: Pass, registers: dict[str, Company], register: Register
) -> None:
    imported = register(registers["newskills"], AIGERIM, also=[Purpose.BANK_CREDIT])
    assert_refused(imported, Refusal.NO_CONSENT, lambda: hand_on(subject=imported))


@pytest.mark.usefixtures("bank")
def test_a_consent_to_something_else_than_the_terms_say_now(
    hand_on: Pass, aigerim: DataSubject, newskills: Company, narrow: Callable[[Company, str], None]
) -> None:
    narrow(newskills, '[terms.bank-credit]\ncategories = ["identity", "contact"]\n')
    assert_refused(aigerim, Refusal.CONSENT_OUTDATED, hand_on)


@pytest.mark.usefixtures("bank")
def test_a_purpose_that_the_company_switched_off(
    hand_on: Pass, aigerim: DataSubject, newskills: Company, narrow: Callable[[Company, str], None]
) -> None:
    narrow(newskills, "[terms.bank-credit]\nenabled = false\n")
    assert_refused(aigerim, Refusal.PURPOSE_OFF, hand_on)


def test_a_purpose_that_works_on_depersonalized_data_alone(
    hand_on: Pass, aigerim: DataSubject, bank: Recipient
) -> None:
    Recipient.objects.filter(pk=bank.pk).update(purposes=[Purpose.AUDIENCE_RESEARCH])
    assert_refused(aigerim, Refusal.DEPERSONALIZED_ONLY, lambda: hand_on(purpose=Purpose.AUDIENCE_RESEARCH))


def test_each_refusal_has_a_sentence_of_its_own_in_each_language() -> None:
    for language in ("ru", "kk", "en"):
        with translation.override(language):
            assert len({str(refusal.label) for refusal in Refusal}) == len(Refusal)


@pytest.mark.usefixtures("bank")
def test_the_evidence_of_a_refusal_stands_with_the_callers_transaction(hand_on: Pass, aigerim: DataSubject) -> None:
    with transaction.atomic(), pytest.raises(TransferRefusedError):
        transfer(
            subject=aigerim, recipient="nobody", purpose=Purpose.BANK_CREDIT, columns=NAMES,
            ground="credit-application", actor=Actor.STAFF, now=NOW,
        )  # fmt: skip
    assert len(list_about(aigerim.company, aigerim.pk, Operation.TRANSFER_REFUSED)) == 1
    assert hand_on().pk
