"""Every key that people find in the policy files is explained to them."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = [
    "terms.toml",
    "consent.toml",
    "lifecycle.toml",
    "roles.toml",
    "looks.toml",
    "clauses.toml",
    "records.toml",
    "requests.toml",
    "talk.toml",
    "intake.toml",
    "incidents.toml",
    "countries.toml",
    "transfers.toml",
    "research.toml",
    "recipients/newskills/ulgi-bank.toml",
    "companies/newskills.toml",
    "companies/kerbez-agy.toml",
]


def iter_keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from iter_keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from iter_keys(inner)


@pytest.mark.parametrize("name", FILES)
def test_each_key_is_documented(name: str) -> None:
    page = (ROOT / "docs" / "reference" / "policy-files.md").read_text()
    documented = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`([^`\n]+)`", page))))
    keys = set(iter_keys(tomllib.loads((ROOT / "policies" / name).read_text())))
    assert keys <= documented
