"""The receipt: what the proof says, in the fields that ISO/IEC TS 27560:2023 asks for."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.consents.jobs import end_due
from lerna.privacy.consents.models import Channel, Consent, Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.consents.queries import list_active, list_all
from lerna.privacy.consents.receipt import build_receipt, write_receipt
from lerna.privacy.consents.rules import stop_outdated
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version, read_document
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
Agree = Callable[..., tuple[Consent, ...]]

# What is mandatory by the table “ISO 27560:2023, EU GDPR, and DPV” of the guide https://w3id.org/dpv/guides/consent-27560.
# What it asks of one processing stands in each of `purposes`, so that one receipt tells of several.
MANDATORY = {
    "receipt_metadata": {"schema_version", "receipt_id"},
    "record_metadata": {"schema_version", "record_id", "pii_principal_id"},
    "pii_processing": {"privacy_notice", "language", "purposes"},
    "purposes": {
        "purpose", "pii_information", "pii_controllers", "storage_locations", "retention_period", "jurisdiction",
        "recipient_third_parties", "withdrawal_method",
    },
    "pii_information": {"pii_type"},
    "party_identification": {"party_id", "party_address", "party_name", "party_contact", "party_type"},
    "event": {"event_time", "validity_duration", "entity_id", "event_type", "event_state"},
}  # fmt: skip


def build(company: Company, subject: DataSubject) -> dict[str, Any]:
    """The receipt as it is read from its file."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        site = company.sites.order_by("place")[0]
        written: dict[str, Any] = json.loads(
            write_receipt(build_receipt(list_all(subject), company=company, site=site))
        )
    return written


def list_sections(node: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each part of a receipt with the name of the section it stands in."""
    if isinstance(node, dict):
        for name, value in node.items():
            parts = value if isinstance(value, list) else [value]
            for part in parts:
                if isinstance(part, dict):
                    yield name, part
                    yield from list_sections(part)


def list_missing(receipt: dict[str, Any]) -> list[str]:
    """Mandatory sections and fields that aren't there, or are empty."""
    sections = list(list_sections(receipt))
    absent = [name for name in MANDATORY if name not in {section for section, _ in sections}]
    empty = [
        f"{name}.{field}"
        for name, part in sections
        for field in MANDATORY.get(name, ())
        if part.get(field) in (None, "", [])
    ]
    return absent + empty


@pytest.mark.clause("4.1")
@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_every_mandatory_field_is_filled(newskills: Company, aigerim: DataSubject, agree: Agree, language: str) -> None:
    agree(aigerim, Purpose.CONSULTING, Purpose.MARKETING, language=language)
    assert list_missing(build(newskills, aigerim)) == []


@pytest.mark.clause("4.1")
def test_the_receipt_says_what_the_proof_says(newskills: Company, aigerim: DataSubject, agree: Agree) -> None:
    agree(aigerim, Purpose.CONSULTING, Purpose.MARKETING, language="kk")
    site = newskills.sites.order_by("place")[0]
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        receipt = build_receipt(list_active(aigerim), company=newskills, site=site)
    written = json.loads(write_receipt(receipt))
    assert written["receipt_metadata"]["schema_version"] == "ISO/IEC TS 27560:2023"
    assert [record["pii_processing"]["purposes"][0]["purpose_type"] for record in written["consent_records"]] == [
        "consulting",
        "marketing",
    ]
    for record in written["consent_records"]:
        proof = record["proof"]
        assert hashlib.sha256(proof["shown_text"].encode()).hexdigest() == proof["shown_text_sha256"]
        sealed = json.dumps(proof["contents"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(sealed.encode()).hexdigest() == proof["contents_sha256"]


@pytest.mark.clause("6.1")
def test_each_way_to_its_end_has_its_state(newskills: Company, aigerim: DataSubject, agree: Agree) -> None:
    agree(aigerim, Purpose.MARKETING)
    withdraw(subject=aigerim, channel=Channel.CABINET, hand=Hand.PERSON, site="lerna", now=NOW + timedelta(days=1))
    agree(aigerim, Purpose.CONSULTING, now=NOW + timedelta(days=2))
    version = current_version(newskills)
    assert version
    list(
        stop_outdated(
            company=newskills, document=without_clauses(read_document(version)), clock=lambda: NOW + timedelta(days=3)
        )
    )
    agree(aigerim, Purpose.PERSONAL_OFFERS, now=NOW + timedelta(days=4))
    list(end_due(company=newskills, now=clock.end_of_day(date(2029, 3, 6))))
    receipt = build(newskills, aigerim)
    assert list_missing(receipt) == []
    ends = {
        record["pii_processing"]["purposes"][0]["purpose_type"]: record["event"][1]
        for record in receipt["consent_records"]
    }
    assert {purpose: (end["event_state"], end["entity_id"]) for purpose, end in ends.items()} == {
        "marketing": ("consent_withdrawn", str(aigerim.pk)),
        "consulting": ("consent_terminated", newskills.bin),
        "personal-offers": ("consent_expired", newskills.bin),
    }
    assert ends["marketing"]["event_time"] == "2026-03-03T05:00:00Z"
    assert ends["marketing"]["validity_duration"] == "2026-03-02T05:00:00Z/2026-03-03T05:00:00Z"


def without_clauses(document: Document) -> Document:
    """A text that says nothing of any purpose."""
    return Document(tuple(type(text)(text.language, text.title, text.sections[:1]) for text in document.texts))


def test_the_data_are_those_of_the_consent_whatever_the_terms_say_now(
    newskills: Company, aigerim: DataSubject, agree: Agree
) -> None:
    agree(aigerim, Purpose.CONSULTING)
    (record,) = build(newskills, aigerim)["consent_records"]
    (purpose,) = record["pii_processing"]["purposes"]
    assert [one["pii_type"] for one in purpose["pii_information"]] == ["identity", "contact", "appeals"]
