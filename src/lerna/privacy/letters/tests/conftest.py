"""Aigerim, who left an application at Newskills; a mail server of another make, to which letters really go."""

import email
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.db import connection

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
ADDRESS = "aigerim@example.kz"
CODE = "482913"
CONFIRMATION = {"code": CODE, "until": datetime(2026, 3, 2, 10, 15, tzinfo=clock.ZONE)}
APPLICATION = {"course": "Ағылшын тілі", "received_at": NOW}

Write = Callable[..., Letter]


@dataclass
class Peer:
    """A mail server that keeps what it took, and answers as a test tells it to, reply by reply."""

    port: int = 0
    recipient_replies: list[str] = field(default_factory=list)
    data_replies: list[str] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.recipient_replies:
            return self.recipient_replies.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- as above
        if self.data_replies:
            return self.data_replies.pop(0)
        self.envelopes.append(envelope)
        return "250 taken"

    @property
    def messages(self) -> list[EmailMessage]:
        """What it took, read by the standard library."""
        return [email.message_from_bytes(envelope.content, policy=default) for envelope in self.envelopes]


@pytest.fixture
def peer(settings: LazySettings) -> Iterator[Peer]:
    """The server, and LERNA_SMTP_URL naming it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]  # aiosmtpd knocks at the port it was told, so 0 won't do
    peer = Peer(port)
    controller = Controller(peer, hostname="127.0.0.1", port=port)
    controller.start()
    settings.LERNA_SMTP_URL = f"smtp://127.0.0.1:{peer.port}"
    yield peer
    controller.stop()


@pytest.fixture
def newskills(db: None) -> Company:  # noqa: ARG001 -- the fixture is the point
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    for slug in ("newskills", "kerbez-agy"):
        key_provider().make(slug)
    return Company.objects.get(slug="newskills")


@pytest.fixture
def aigerim(newskills: Company) -> DataSubject:
    subject = create_subject(company=newskills, site=newskills.sites.get(key="lerna"), now=NOW)
    permit(subject=subject, purposes=[Purpose.CONSULTING])
    with processing(Purpose.CONSULTING, company=newskills, reason="an application"):
        state_profile(subject=subject, actor=Actor.PERSON, now=NOW, name="Айгерім", email=ADDRESS)
    return subject


@pytest.fixture
def write(aigerim: DataSubject) -> Write:
    """Decides on a letter to Aigerim; that her application arrived, where nothing else is said."""

    def decide(**given: object) -> Letter:
        usual = {
            "subject": aigerim, "purpose": Purpose.CONSULTING, "template": "application-received",
            "context": APPLICATION, "now": NOW, "language": "ru",
        }  # fmt: skip
        return send_letter(**(usual | given))

    return decide


@pytest.fixture
def look(newskills: Company) -> Callable[[Letter], Letter]:
    """A letter as the database has it now."""

    def read(letter: Letter) -> Letter:
        with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
            return Letter.objects.get(pk=letter.pk)

    return read


@pytest.fixture
def evidence() -> Callable[[], list[str]]:
    """The operations recorded so far, in order."""

    def read() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("select operation from evidence_entry order by id")
            return [str(operation) for (operation,) in cursor.fetchall()]

    return read
