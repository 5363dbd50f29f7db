"""Aigerim, who asked Newskills for credit and agreed to it; both registers loaded; a bank with pinned keys."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.consents.tests.conftest import Agree
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.keys.own import client_certificate, signing_keys
from lerna.privacy.recipients.keys.pinned import pin_keys, read_offer
from lerna.privacy.recipients.models import Channel, Recipient, State, Transfer
from lerna.privacy.recipients.operations import transfer
from lerna.privacy.recipients.register.files import list_files
from lerna.privacy.recipients.register.loading import load_recipients
from lerna.privacy.subjects.conftest import AIGERIM, BORIS, Register
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
NAMES = ("subjects.profile.name", "subjects.profile.surname", "subjects.profile.phone")

Pass = Callable[..., Transfer]
Reread = Callable[[Transfer], Transfer]


class Partner:
    """A partner's secret halves, and what it signs with them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.opening = ECKey.generate_key("P-256", {"use": "enc", "kid": f"{name}-enc-1"})
        self.signing = OKPKey.generate_key("Ed25519", {"use": "sig", "kid": f"{name}-sig-1"})

    @property
    def public_set(self) -> str:
        return json.dumps({"keys": [key.as_dict(private=False) for key in (self.opening, self.signing)]})

    def sign(self, **claims: object) -> str:
        return jws.serialize_compact(
            {"alg": "Ed25519", "kid": self.signing.kid}, json.dumps(claims), self.signing, algorithms=["Ed25519"]
        )


@pytest.fixture
def registers(companies: dict[str, Company]) -> dict[str, Company]:
    load_recipients(files=list_files(), now=NOW)
    return companies


@pytest.fixture
def bank_keys() -> Partner:
    return Partner("ulgi-bank")


@pytest.fixture
def bank(registers: dict[str, Company], bank_keys: Partner) -> Recipient:
    """The bank with an interface of its own, whose keys are pinned."""
    found = Recipient.objects.select_related("company").get(company=registers["newskills"], key="ulgi-bank")
    pin_keys(recipient=found, offered=read_offer(bank_keys.public_set), now=NOW)
    return found


@pytest.fixture
def fetching(registers: dict[str, Company]) -> tuple[Recipient, Partner]:
    """The bank that fetches files, with its keys."""
    found = Recipient.objects.select_related("company").get(company=registers["newskills"], key="mysal-bank")
    assert found.channel == Channel.FILE
    partner = Partner("mysal-bank")
    pin_keys(recipient=found, offered=read_offer(partner.public_set), now=NOW)
    return found, partner


@pytest.fixture
def aigerim(registers: dict[str, Company], register: Register, agree: Agree) -> DataSubject:
    subject = register(registers["newskills"], AIGERIM)
    agree(subject, Purpose.BANK_CREDIT)
    return subject


@pytest.fixture
def boris(registers: dict[str, Company], register: Register, agree: Agree) -> DataSubject:
    subject = register(registers["kerbez-agy"], BORIS)
    agree(subject, Purpose.BANK_CREDIT)
    return subject


@pytest.fixture
def hand_on(aigerim: DataSubject) -> Pass:
    """Passes Aigerim's name and phone to the bank, where nothing else is said."""

    def decide(**given: object) -> Transfer:
        usual = {
            "subject": aigerim, "recipient": "ulgi-bank", "purpose": Purpose.BANK_CREDIT, "columns": NAMES,
            "ground": "credit-application", "actor": Actor.PERSON, "now": NOW,
        }  # fmt: skip
        return transfer(**(usual | given))

    return decide


@pytest.fixture
def left(hand_on: Pass) -> Pass:
    """The same, and it has left for the recipient."""

    def send(**given: object) -> Transfer:
        kept = hand_on(**given)
        with processing(Purpose.CONSENT_PROOF, company=kept.company, reason="test"):
            Transfer.objects.filter(pk=kept.pk).update(sent_at=NOW, state=State.SENT)
        return kept

    return send


@pytest.fixture
def reread() -> Reread:
    def read(kept: Transfer) -> Transfer:
        with processing(Purpose.CONSENT_PROOF, company=kept.company, reason="test"):
            return Transfer.objects.select_related("recipient__company").get(pk=kept.pk)

    return read


def count_transfers(subject: DataSubject) -> int:
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="test"):
        return Transfer.objects.filter(subject_id=subject.pk).count()


@pytest.fixture
def narrow(settings: LazySettings, tmp_path: Path) -> Callable[[Company, str], None]:
    """Adds to a company's file, in a copy of the policies."""

    def add(company: Company, text: str) -> None:
        copy = tmp_path / "policies"
        shutil.copytree(settings.LERNA_POLICIES, copy)
        settings.LERNA_POLICIES = copy
        with (copy / "companies" / f"{company.slug}.toml").open("a") as file:
            file.write("\n" + text)

    return add


BANK = Path(__file__).resolve().parents[5] / "tests" / "partners" / "bank.py"


@dataclass
class Sandbox:
    """The bank's process: what it took in, and a word for what goes wrong next."""

    folder: Path

    @property
    def taken(self) -> list[dict[str, object]]:
        path = self.folder / "messages.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def go_wrong(self, *words: str) -> None:
        (self.folder / "next").write_text(" ".join(words))

    def know_our_keys(self) -> None:
        (self.folder / "lerna.jwks").write_text(json.dumps(signing_keys("newskills").public_set()))


@pytest.fixture
def now() -> datetime:
    """The bank has a clock of its own, which nobody can stop."""
    return clock.now()


@pytest.fixture
def sandbox(registers: object, tmp_path: Path, now: datetime) -> Iterator[Sandbox]:  # noqa: ARG001 -- loaded first
    """The bank, with its keys pinned by us and ours by it."""
    folder = tmp_path / "bank"
    bank = Recipient.objects.select_related("company").get(company__slug="newskills", key="ulgi-bank")
    command = [sys.executable, str(BANK), str(folder), "--name", bank.key, "--bin", bank.company.bin]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            sandbox = Sandbox(folder)
            folder.mkdir(exist_ok=True)
            sandbox.know_our_keys()
            certificate = client_certificate("newskills", now=now).read_text()
            draft = folder / "client.draft"
            draft.write_text(certificate[certificate.index("-----BEGIN CERTIFICATE") :])
            draft.rename(folder / "client.pem")
            assert process.stdout
            port = int(process.stdout.readline())
            Recipient.objects.filter(pk=bank.pk).update(url=f"https://127.0.0.1:{port}/api", contract_until=None)
            for name in ("public.jwks", "server.pem"):
                pin_keys(recipient=bank, offered=read_offer((folder / name).read_text()), now=now)
            yield sandbox
        finally:
            process.terminate()
