"""The eight contents of a consent (law 94-V, art. 8(4)) as one JSON text, sealed and hashed: the proof."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lerna.kit import clock
from lerna.privacy.consents.models import Channel, Consent, Hand
from lerna.privacy.consents.statement import Statement

_SALT = 16  # bytes


class BrokenProofError(Exception):
    """The sealed contents aren't those whose hash stands beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Where and how a person acted: key of the site, key of the form, the way, and whose hand it was."""

    site: str
    form: str
    channel: Channel
    hand: Hand


def write_contents(  # noqa: PLR0913 -- the facts of the proof
    *, consent: UUID, statement: Statement, occasion: Occasion, person: str, given_at: datetime, expires_at: datetime
) -> str:
    """The JSON, with sorted keys and no white space; `person` is the name as it was stated."""
    said = {part.key: part.text for part in statement.parts}
    contents = {
        "consent": str(consent),
        "controller": said["controller"],
        "person": person,
        "term": {"words": said["term"], "expires_at": clock.to_local(expires_at).isoformat()},
        "third_parties": said["third_parties"],
        "abroad": said["abroad"],
        "published": said["published"],
        "data": said["data"],
        "other": {
            "purpose": statement.purpose.value,
            "clause": statement.clause,
            "title": statement.title,
            "explanation": statement.explanation,
            "withdrawal": said["other"],
            "policy_version": statement.policy_version,
            "policy": statement.policy.text,
            "text_sha256": statement.sha256,
            "language": statement.language,
            "site": occasion.site,
            "form": occasion.form,
            "channel": occasion.channel.value,
            "hand": occasion.hand.value,
            "given_at": clock.to_local(given_at).isoformat(),
        },
        "salt": secrets.token_hex(_SALT),
    }
    return json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_contents(contents: str) -> str:
    """SHA-256 of the JSON in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(contents.encode()).hexdigest()


def read_contents(consent: Consent) -> Mapping[str, Any]:
    """What `write_contents` wrote; BrokenProofError where it isn't that. Needs a purpose that may read it."""
    sealed = str(consent.contents)
    if hash_contents(sealed) != consent.contents_sha256:
        raise BrokenProofError(f"The contents of the consent {consent.pk} don't match their hash.")
    contents: Mapping[str, Any] = json.loads(sealed)
    if contents["consent"] != str(consent.pk) or contents["other"]["text_sha256"] != consent.text_id:
        raise BrokenProofError(f"The contents of the consent {consent.pk} are another one's.")
    return contents
