"""Passkeys as a second factor (W3C Web Authentication, level 3), checked by `fido2`.

A passkey is bound to the site where it was made, so a false page gets nothing of use. Device and maker of it aren't
asked for and not kept.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lerna.accounts.factors.ceremonies import begin, take
from lerna.accounts.factors.keeping import (
    WrongSecondError,
    check_may_add,
    keep_factor,
    note_use,
    refuse_copy,
)
from lerna.accounts.limits import SECOND, count_try, forget_tries
from lerna.accounts.models import CeremonyKind, Factor, FactorKind
from lerna.accounts.queries import Account
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing

LIFE = timedelta(minutes=5)  # of a challenge
LONGEST_ANSWER = 20_000  # characters of JSON; with a long certificate, which nobody reads, it is some 8,000
ALGORITHMS = (-7, -8, -257)  # ES256, EdDSA, RS256: the three that the standard recommends (section 5.4)
_VERIFIED = UserVerificationRequirement.REQUIRED
# What a parser may stumble over in bytes that come from anybody.
_MALFORMED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RuntimeError,
              struct.error)  # fmt: skip

Options = Mapping[str, Any]  # as the standard's JSON has them, bytes in base64url


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """A site as browsers know it: `host` is what its passkeys are bound to, `origin` that of the very page."""

    host: str
    origin: str
    name: str


def begin_passkey(*, account: Account, party: RelyingParty, label: str, now: datetime) -> Options:
    """What the browser needs to make a passkey; for this log-in, once. NotProvenError.

    `label` is what the device shows to choose by; it may keep that somewhere else, so it names nobody.
    """
    with transaction.atomic(), processing(Purpose.SECURITY, company=account.subject.company, reason="a second factor"):
        check_may_add(account)
        options, state = _server(party).register_begin(
            PublicKeyCredentialUserEntity(id=account.user.pk.bytes, name=label, display_name=label),
            credentials=[_read_key(factor) for factor in _passkeys(account, party)],
            resident_key_requirement=ResidentKeyRequirement.PREFERRED,
            user_verification=_VERIFIED,
        )
        begin(account=account, kind=CeremonyKind.NEW_PASSKEY, secret=state["challenge"], life=LIFE, now=now)
        return dict(options.public_key)


def add_passkey(*, account: Account, party: RelyingParty, name: str, answer: str, now: datetime) -> None:
    """Adds the passkey that the browser made, which proves this log-in too. Its challenge is used up in any case.

    WrongSecondError, TooOftenError, NotProvenError; then no passkey is added.
    """
    who = str(account.subject.pk)
    count_try(SECOND, who, now=now)
    challenge = take(account=account, kind=CeremonyKind.NEW_PASSKEY, now=now)
    credential, counter = _read_made(party, challenge, answer)
    # Which make of device it is says something of the person, and serves nothing here.
    plain = AttestedCredentialData.create(Aaguid.NONE, credential.credential_id, credential.public_key)
    digest = sha256(credential.credential_id).digest()
    with transaction.atomic(), processing(Purpose.SECURITY, company=account.subject.company, reason="a second factor"):
        check_may_add(account)
        if Factor.objects.filter(digest=digest).exists():
            raise WrongSecondError
        secret = websafe_encode(plain)
        factor = Factor(kind=FactorKind.PASSKEY, secret=secret, host=party.host, digest=digest, counter=counter)
        keep_factor(account, factor, name=name, now=now)
    forget_tries(SECOND, who)


def ask_passkey(*, account: Account, party: RelyingParty, now: datetime) -> Options:
    """What the browser needs to ask for a passkey of this site; for this log-in, once."""
    with transaction.atomic(), processing(Purpose.SECURITY, company=account.subject.company, reason="a second factor"):
        known = [_read_key(factor) for factor in _passkeys(account, party)]
        options, state = _server(party).authenticate_begin(known, user_verification=_VERIFIED)
        begin(account=account, kind=CeremonyKind.PASSKEY, secret=state["challenge"], life=LIFE, now=now)
        return dict(options.public_key)


def enter_passkey(*, account: Account, party: RelyingParty, answer: str, now: datetime) -> None:
    """Proves this log-in by a passkey. The challenge is used up in any case. WrongSecondError, TooOftenError.

    A count that doesn't grow is refused and recorded: somebody may have a copy (section 6.1.1). Devices that keep none
    say 0 for ever.
    """
    who = str(account.subject.pk)
    count_try(SECOND, who, now=now)
    challenge = take(account=account, kind=CeremonyKind.PASSKEY, now=now)
    company = account.subject.company
    with transaction.atomic(), processing(Purpose.SECURITY, company=company, reason="a second factor is shown"):
        known = [(_read_key(factor), factor) for factor in _passkeys(account, party)]
        shown, counter = _read_shown(account, party, challenge, [key for key, _ in known], answer)
        factor = next(factor for key, factor in known if key == shown)
        is_copy = counter <= factor.counter and bool(counter or factor.counter)
        if is_copy:
            refuse_copy(account, factor, now=now)
        else:
            note_use(account, factor, counter=counter, now=now)
    if is_copy:
        raise WrongSecondError  # outside, so that the evidence stays
    forget_tries(SECOND, who)


def _passkeys(account: Account, party: RelyingParty) -> tuple[Factor, ...]:
    """The person's passkeys of this site, held to the end of the transaction, so that two answers take turns."""
    rows = Factor.objects.filter(subject=account.subject, kind=FactorKind.PASSKEY, host=party.host)
    return tuple(rows.order_by("pk").select_for_update(of=("self",)))


def _server(party: RelyingParty) -> Fido2Server:
    server = Fido2Server(
        PublicKeyCredentialRpEntity(id=party.host, name=party.name),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda origin: origin == party.origin,
    )
    server.allowed_algorithms = [one for one in server.allowed_algorithms if one.alg in ALGORITHMS]
    return server


def _read_key(factor: Factor) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(str(factor.secret)))


def _read_made(party: RelyingParty, challenge: str | None, answer: str) -> tuple[AttestedCredentialData, int]:
    """The passkey that was made, and its count, of a right answer to this challenge (section 7.1)."""
    try:
        response = RegistrationResponse.from_dict(_load(answer))
        _check_page(response.response.client_data)
        made = _server(party).register_complete(_state(challenge), response)
        key = made.credential_data
        if key is None or key.credential_id != response.raw_id or key.public_key.ALGORITHM not in ALGORITHMS:
            raise WrongSecondError
    except _MALFORMED:
        raise WrongSecondError from None
    return key, made.counter


def _read_shown(
    account: Account, party: RelyingParty, challenge: str | None, known: list[AttestedCredentialData], answer: str
) -> tuple[AttestedCredentialData, int]:
    """Which of these passkeys answered this challenge, and its count (section 7.2)."""
    try:
        response = AuthenticationResponse.from_dict(_load(answer))
        _check_page(response.response.client_data)
        if response.response.user_handle not in (None, b"", account.user.pk.bytes):
            raise WrongSecondError
        key = _server(party).authenticate_complete(_state(challenge), known, response)
    except _MALFORMED:
        raise WrongSecondError from None
    return key, response.response.authenticator_data.counter


def _load(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise WrongSecondError
    return dict(json.loads(answer))


def _check_page(client_data: CollectedClientData) -> None:
    """No page of ours stands inside of another's."""
    if client_data.cross_origin:
        raise WrongSecondError


def _state(challenge: str | None) -> dict[str, str]:
    """What the library wants to hear again; without a challenge there is nothing to answer."""
    if challenge is None:
        raise WrongSecondError
    return {"challenge": challenge, "user_verification": _VERIFIED}
