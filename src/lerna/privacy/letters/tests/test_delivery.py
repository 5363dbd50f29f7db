"""How the mail server is spoken to: a password may be wrong, and nothing goes where anybody could read it."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import LazySettings
from django.core.mail import EmailMultiAlternatives

from lerna.kit import clock
from lerna.privacy.letters.tests.conftest import Peer
from lerna.privacy.letters.wire.delivery import End, Result, post


@contextmanager
def listen(peer: Peer, **options: object) -> Iterator[int]:
    """The mail server with these options; its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(peer, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def write() -> EmailMultiAlternatives:
    return EmailMultiAlternatives("Тақырып", "Сәлем!", "info@lerna.kz", ["aigerim@example.kz"])


def check_password(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"lerna", b"p@ss"), handled=False)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = clock.now()
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("password", "result"),
    [
        ("p%40ss", Result(End.ACCEPTED)),
        ("x", Result(End.LATER, "no-login")),
    ],
)
def test_a_wrong_password_is_ours_to_mend_and_the_letter_waits(
    settings: LazySettings, password: str, result: Result
) -> None:
    peer = Peer()
    with listen(peer, authenticator=check_password, auth_require_tls=False) as port:
        settings.LERNA_SMTP_URL = f"smtp://lerna:{password}@127.0.0.1:{port}"
        assert post(uuid4(), "newskills", write()) == result
    assert len(peer.envelopes) == (result.end is End.ACCEPTED)


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_a_server_that_nobody_vouches_for_gets_nothing(settings: LazySettings, certificate: Path, scheme: str) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    peer, options = Peer(), {"require_starttls": True, "tls_context": context}
    with listen(peer, **options) as port:
        settings.LERNA_SMTP_URL = f"{scheme}://127.0.0.1:{port}"
        assert post(uuid4(), "newskills", write()) == Result(End.LATER, "no-connection")
    assert peer.envelopes == []


def test_a_server_that_offers_no_encryption_gets_nothing_where_it_is_demanded(settings: LazySettings) -> None:
    peer = Peer()
    with listen(peer) as port:
        settings.LERNA_SMTP_URL = f"smtp+starttls://127.0.0.1:{port}"
        assert post(uuid4(), "newskills", write()) == Result(End.LATER, "not-offered")
    assert peer.envelopes == []


def test_a_trusted_server_gets_it_encrypted(
    settings: LazySettings, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    peer = Peer()
    with listen(peer, require_starttls=True, tls_context=context) as port:
        settings.LERNA_SMTP_URL = f"smtp+starttls://127.0.0.1:{port}"
        assert post(uuid4(), "newskills", write()) == Result(End.ACCEPTED)
    assert "Сәлем!" in str(peer.messages[0].get_content())


@pytest.mark.parametrize("said", [b"", b"220 mx", b"220 mx ready\r\n", b"220 mx ready\r\n250 hello\r\n250 sender\r\n"])
def test_a_server_that_dies_in_the_middle_has_not_got_the_letter_as_far_as_we_know(
    settings: LazySettings, said: bytes
) -> None:
    """It says so much, then the line is cut; the letter waits, and goes again under its own Message-ID."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def die() -> None:
            line, _ = server.accept()
            line.sendall(said)
            line.close()

        dying = threading.Thread(target=die)
        dying.start()
        settings.LERNA_SMTP_URL = f"smtp://127.0.0.1:{server.getsockname()[1]}"
        result = post(uuid4(), "newskills", write())
        dying.join(10)
    assert result == Result(End.LATER, "no-connection")
