"""The consent receipt that a person gets: ISO/IEC TS 27560:2023's structure, filled from the kept proof."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lerna.companies.models import Company, Site
from lerna.kit import clock
from lerna.kit.localized import LANGUAGE_CODES
from lerna.privacy.consents.contents import read_contents
from lerna.privacy.consents.models import Consent
from lerna.privacy.consents.statement import name_company
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose

SCHEMA = "ISO/IEC TS 27560:2023"
_COUNTRY = "KZ"


def build_receipt(consents: Sequence[Consent], *, company: Company, site: Site) -> Mapping[str, Any]:
    """The receipt of one act, `consents` as from `list_of_act`; in the language in which they were given.

    Runs in a block that may read the proof. BrokenProofError where that doesn't match its hash; ValueError for none.
    """
    if not consents:
        raise ValueError("A receipt needs at least one consent.")
    first = consents[0]
    return {
        "receipt_metadata": {
            "receipt_id": str(first.act),
            "receipt_schema": SCHEMA,
            "language": first.language,
        },
        "consent_records": [_build_record(consent, company, site) for consent in consents],
        "party_identification": [_build_party(company, first.language)],
    }


def write_receipt(receipt: Mapping[str, Any]) -> str:
    """The receipt as a file for a person to keep."""
    return json.dumps(receipt, ensure_ascii=False, indent=2) + "\n"


def _build_record(consent: Consent, company: Company, site: Site) -> dict[str, Any]:
    contents = read_contents(consent)
    other = contents["other"]
    return {
        "record_metadata": {
            "schema_version": SCHEMA,
            "record_id": str(consent.pk),
            "pii_principal_id": str(consent.subject_id),
        },
        "pii_processing": {
            "privacy_notice": f"https://{site.host}/policy/versions/{other['policy_version']}/",
            "privacy_notice_version": other["policy"],
            "language": consent.language,
            "purposes": [_build_purpose(consent, contents, company)],
        },
        "event": [_build_given(consent, contents), *_build_ended(consent)],
        "proof": {
            "shown_text": consent.text.text,
            "shown_text_sha256": consent.text_id,
            "contents": contents,
            "contents_sha256": consent.contents_sha256,
        },
    }


def _build_purpose(consent: Consent, contents: Mapping[str, Any], company: Company) -> dict[str, Any]:
    own = terms_for(company).find_purpose(Purpose(consent.purpose))
    return {
        "purpose": contents["other"]["title"],
        "purpose_description": contents["other"]["explanation"],
        "purpose_type": consent.purpose,
        "lawful_basis": "consent",
        "pii_information": [{"pii_type": category} for category in (own.categories if own else ())],
        "pii_information_description": contents["data"],
        "pii_controllers": [company.bin],
        "collection_method": consent.form,
        "storage_locations": [_COUNTRY],
        "processing_locations": [_COUNTRY],
        "geographic_restrictions": contents["abroad"],
        "retention_period": contents["term"]["words"],
        "recipient_third_parties": contents["third_parties"],
        "publication": contents["published"],
        "withdrawal_method": contents["other"]["withdrawal"],
        "jurisdictions": [_COUNTRY],
    }


def _build_given(consent: Consent, contents: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "event_time": contents["other"]["given_at"],
        "event_type": "explicit",
        "event_state": "consent_given",
        "entity_id": contents["person"],
        "actor": consent.hand,
        "channel": consent.channel,
        "valid_until": contents["term"]["expires_at"],
    }


def _build_ended(consent: Consent) -> list[dict[str, Any]]:
    ending = getattr(consent, "ending", None)
    if ending is None:
        return []
    return [
        {
            "event_time": clock.to_local(ending.ended_at).isoformat(),
            "event_type": ending.cause,
            "event_state": "consent_withdrawn" if ending.cause == "withdrawn" else "consent_expired",
            "actor": ending.hand,
        }
    ]


def _build_party(company: Company, language: str) -> dict[str, Any]:
    code = next(code for code in LANGUAGE_CODES if code == language)
    return {
        "party_id": company.bin,
        "party_role": "PII controller",
        "party_name": name_company(company, code),
        "party_address": company.address.in_language(code),
        "party_email": company.email,
        "party_contact": company.responsible_name.in_language(code),
        "party_contact_email": company.responsible_email,
    }
