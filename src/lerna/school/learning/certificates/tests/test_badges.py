"""A badge is checked by another's verifier, with nothing but the site's document and its status list."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from lerna.kit import clock
from lerna.privacy.evidence.seal.keys import FileKeys
from lerna.school.learning.certificates.badges import Badge, describe_issuer, list_address, sign_badge, sign_list

BADGE = Badge(
    company="newskills",
    issuer_name="ТОО «Newskills»",
    host="skillbox.kz",
    number="7K3M-9QX4-0VBT",
    holder="Айгерім Сәрсенова",
    course_key="color-ru",
    course_title="Цвет с нуля",
    summary="Как устроен цвет.",
    results=("Собирать палитру",),
    issued_at=clock.now() - timedelta(days=1),
    part=0,
    place=5,
)
Download = Callable[[str], bytes]


@pytest.fixture
def keys(tmp_path: Path) -> FileKeys:
    """Keys of a company that signs for the first time."""
    return FileKeys(tmp_path / "badges")


def serve(keys: FileKeys, revoked: set[int], now: datetime) -> Download:
    """The site's two public files, as whoever checks gets them."""
    files = {
        "https://skillbox.kz/.well-known/did.json": json.dumps(
            describe_issuer(company="newskills", host="skillbox.kz", keys=keys)
        ),
        list_address("skillbox.kz", 0): sign_list(
            company="newskills", host="skillbox.kz", part=0, revoked=revoked, now=now, keys=keys
        ),
    }
    return lambda address: files[address].encode()


def verify(token: str, download: Download) -> str:
    """Whose badge it is, by another's verifier; OB3VerificationError."""
    verifier = OB3Verifier.for_issuer_did("did:web:skillbox.kz", download=download)
    credential = verifier.verify(token, check_status=True, download=download)
    return f"{credential.identifiers[0].identity_hash}: {credential.achievement.name}"


def test_anybody_checks_a_badge(keys: FileKeys) -> None:
    download = serve(keys, revoked=set(), now=clock.now())
    assert verify(sign_badge(BADGE, keys), download) == "Айгерім Сәрсенова: Цвет с нуля"


def test_a_revoked_badge_is_refused_and_its_neighbor_is_not(keys: FileKeys) -> None:
    download = serve(keys, revoked={5}, now=clock.now())
    with pytest.raises(OB3VerificationError, match="set at index 5"):
        verify(sign_badge(BADGE, keys), download)
    assert verify(sign_badge(replace(BADGE, place=6), keys), download)


def test_an_old_copy_of_the_list_revives_nothing(keys: FileKeys) -> None:
    download = serve(keys, revoked=set(), now=clock.now() - timedelta(days=30))
    with pytest.raises(OB3VerificationError):
        verify(sign_badge(BADGE, keys), download)


def test_a_stranger_signs_nothing_of_ours(keys: FileKeys, tmp_path: Path) -> None:
    download = serve(keys, revoked=set(), now=clock.now())
    with pytest.raises(OB3VerificationError):
        verify(sign_badge(BADGE, FileKeys(tmp_path / "mallory")), download)


def test_a_changed_badge_is_refused(keys: FileKeys) -> None:
    head, _, signature = sign_badge(BADGE, keys).split(".")
    _, changed, _ = sign_badge(replace(BADGE, holder="Маллори"), keys).split(".")
    with pytest.raises(OB3VerificationError):
        verify(f"{head}.{changed}.{signature}", serve(keys, revoked=set(), now=clock.now()))
