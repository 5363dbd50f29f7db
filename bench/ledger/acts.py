"""An act as the rooms record them: one consent among very many."""

from typing import Any
from uuid import UUID

from lerna.privacy.evidence.vocabulary import Actor, Operation


def write_act(number: int) -> dict[str, Any]:
    """The arguments of `Act`, and of `record` but for the company and the moment."""
    return {
        "operation": Operation.CONSENT_GIVEN,
        "clause": "7.1-г",
        "actor": Actor.PERSON,
        "purpose": "marketing",
        "subject": UUID(int=number + (4 << 76) + (8 << 60)),
        "policy_version": 2,
        "site": "lerna",
        "target": ("consent", number),
        "details": {"channel": "form", "language": "kk"},
    }
