"""The part of a consent receipt (ISO/IEC TS 27560) that says which data may go abroad, and to whom."""

from collections.abc import Sequence
from typing import Any

from lerna.companies.models import Company, Site
from lerna.privacy.consents.receipt import build_record
from lerna.privacy.recipients.abroad.models import AbroadConsent


def build_abroad_records(given: Sequence[AbroadConsent], *, company: Company, site: Site) -> list[dict[str, Any]]:
    """A record for each, as of a consent to a purpose, with the country where the data may be too.

    Runs in a block that may read the proof. BrokenProofError.
    """
    records = []
    for one in given:
        record = build_record(one, company, site)  # type: ignore[arg-type]  # has what a consent to a purpose has
        (purpose,) = record["pii_processing"]["purposes"]
        for places in ("storage_locations", "processing_locations"):
            purpose[places] = [*purpose[places], one.country]
        records.append(record)
    return records
