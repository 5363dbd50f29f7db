"""The consent receipt that a person gets: ISO/IEC TS 27560:2023's structure, filled from the kept proof.

Which fields must be there follows the table of terms in the guide of W3C's Data Privacy Vocabularies group,
https://w3id.org/dpv/guides/consent-27560. `proof` is ours: with it both hashes can be counted again.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from lerna.companies.models import Company, Site
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.privacy.consents.contents import read_contents
from lerna.privacy.consents.models import Cause, Consent, Hand
from lerna.privacy.consents.statement import name_company
from lerna.privacy.policy.narrowing import terms_for

SCHEMA = "ISO/IEC TS 27560:2023"
_COUNTRY = "KZ"  # ISO 3166-1
# The states of a consent in Annex B; what the controller's own change has ended is terminated.
_ENDED = {
    Cause.WITHDRAWN: "consent_withdrawn",
    Cause.EXPIRED: "consent_expired",
    Cause.OUTDATED: "consent_terminated",
}


def build_receipt(
    consents: Sequence[Consent], *, company: Company, site: Site, also: Sequence[Mapping[str, Any]] = ()
) -> Mapping[str, Any]:
    """The receipt of one act, `consents` as from `list_of_act`; in the language in which they were given. `also` are
    the records of other consents of that act.

    Runs in a block that may read the proof. BrokenProofError where that doesn't match its hash; ValueError for none.
    """
    if not consents:
        raise ValueError("A receipt needs at least one consent.")
    first = consents[0]
    return {
        "receipt_metadata": {
            "schema_version": SCHEMA,
            "receipt_id": str(first.act),
            "language": first.language,
        },
        "consent_records": [*(build_record(consent, company, site) for consent in consents), *also],
        "party_identification": [_build_party(company, first.language)],
    }


def write_receipt(receipt: Mapping[str, Any]) -> str:
    """The receipt as a file for a person to keep."""
    return json.dumps(receipt, ensure_ascii=False, indent=2) + "\n"


def build_record(consent: Consent, company: Company, site: Site) -> dict[str, Any]:
    """What a receipt holds of one consent. BrokenProofError."""
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
        "event": [_build_given(consent), *_build_ended(consent, company)],
        "proof": {
            "shown_text": consent.text.text,
            "shown_text_sha256": consent.text_id,
            "contents": contents,
            "contents_sha256": consent.contents_sha256,
        },
    }


def _build_purpose(consent: Consent, contents: Mapping[str, Any], company: Company) -> dict[str, Any]:
    return {
        "purpose": contents["other"]["title"],
        "purpose_description": contents["other"]["explanation"],
        "purpose_type": consent.purpose,
        "lawful_basis": "consent",
        "pii_information": [{"pii_type": pii_type} for pii_type in _list_pii_types(consent, contents, company)],
        "pii_information_description": contents["data"],
        "pii_controllers": [company.bin],
        "collection_method": consent.form,
        "storage_locations": [_COUNTRY],
        "processing_locations": [_COUNTRY],
        "geographic_restrictions": contents["abroad"],
        "retention_period": contents["term"]["words"],
        "jurisdiction": _COUNTRY,
        "recipient_third_parties": contents["third_parties"],
        "publication": contents["published"],
        "withdrawal_method": contents["other"]["withdrawal"],
    }


def _list_pii_types(consent: Consent, contents: Mapping[str, Any], company: Company) -> list[str]:
    """The categories whose words stood beside the box. Today's terms may name others, and are nothing to this consent.

    Where those words have changed since, the words themselves.
    """
    language = _code_of(consent.language)
    found = [
        one.key for one in terms_for(company).categories if one.explanation.in_language(language) in contents["data"]
    ]
    return [str(key) for key in found] or [contents["data"]]


def _build_given(consent: Consent) -> dict[str, Any]:
    return {
        "event_time": _in_utc(consent.given_at),
        "validity_duration": f"{_in_utc(consent.given_at)}/{_in_utc(consent.expires_at)}",
        "entity_id": str(consent.subject_id),
        "event_type": "explicit",
        "event_state": "consent_given",
        "actor": consent.hand,
        "channel": consent.channel,
    }


def _build_ended(consent: Consent, company: Company) -> list[dict[str, Any]]:
    """None while it lasts. `validity_duration` is then how long it really held."""
    ending = getattr(consent, "ending", None)
    if ending is None:
        return []
    return [
        {
            "event_time": _in_utc(ending.ended_at),
            "validity_duration": f"{_in_utc(consent.given_at)}/{_in_utc(ending.ended_at)}",
            "entity_id": company.bin if ending.hand == Hand.SYSTEM else str(consent.subject_id),
            "event_type": "explicit",
            "event_state": _ENDED[Cause(ending.cause)],
            "reason": ending.cause,
            "actor": ending.hand,
        }
    ]


def _in_utc(moment: datetime) -> str:
    """As the specification wants an event's time: ISO 8601, UTC."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _build_party(company: Company, language: str) -> dict[str, Any]:
    code = _code_of(language)
    return {
        "party_id": company.bin,
        "party_role": "PII controller",
        "party_type": "organisation",
        "party_name": name_company(company, code),
        "party_address": company.address.in_language(code),
        "party_email": company.email,
        "party_contact": company.responsible_name.in_language(code),
        "party_contact_email": company.responsible_email,
    }


def _code_of(language: str) -> LanguageCode:
    return next(code for code in LANGUAGE_CODES if code == language)
