"""A mailbox on a real IMAP server of another make, and letters in it."""

import grp
import imaplib
import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import LazySettings

from lerna.companies.models import Company
from lerna.config.checks.machine import find_mail_server, find_mail_server_problem
from lerna.config.postgres.cluster import SYSTEM_USER
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.intake.models import Taken
from lerna.privacy.requests.intake.rounds import read_mailbox
from lerna.privacy.requests.models import Request
from lerna.privacy.requests.tests.conftest import (  # noqa: F401 -- fixtures
    aigerim,
    boris,
    companies,
    kerbez,
    newskills,
    register,
)
from lerna.privacy.subjects.processing import processing

PASSWORD = "only-for-the-test"
USER = "info@lerna.kz"
STOP = "Прекратить обработку персональных данных"
Read = Callable[[], list[Taken]]
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail
mail_max_userip_connections = 50
first_valid_uid = 1
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
"""

Deliver = Callable[[bytes], int]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server with one mailbox; its certificate is its own."""

    folder: Path
    port: int
    plain: int

    def url(self, *, password: str = PASSWORD, folder: str = "INBOX", port: int | None = None) -> str:
        return f"imaps://{USER.replace('@', '%40')}:{password}@localhost:{port or self.port}/{folder}"

    def open(self, folder: str = "INBOX") -> imaplib.IMAP4_SSL:
        """A person's own look into the mailbox, by the standard library."""
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        client = imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context)
        client.login(USER, PASSWORD)
        client.select(f'"{folder}"')
        return client

    def count(self, folder: str = "INBOX", criterion: str = "ALL") -> int:
        """How many letters lie in a folder; 0 where there's no such folder."""
        client = self.open(folder)
        try:
            return len(client.search(None, criterion)[1][0].split()) if client.state == "SELECTED" else 0
        finally:
            client.logout()

    def deliver(self, content: bytes) -> None:
        client = self.open()
        # Straight through: the standard library would turn lone line feeds into line breaks, which letters have.
        client.append("INBOX", None, None, content)
        client.logout()

    def renumber(self) -> None:
        """As after a restore: the same letters under another UIDVALIDITY."""
        self.forget()
        uids = self.folder / "mail" / "dovecot-uidlist"
        uids.write_text(re.sub(r" V(\d+)", lambda found: f" V{int(found[1]) + 1}", uids.read_text(), count=1))

    def forget(self) -> None:
        """Takes away what the server has remembered of its letters but for their numbers."""
        for path in self.folder.glob("mail/dovecot*"):
            if path.name != "dovecot-uidlist":
                path.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def _running_server() -> Iterator[Server]:
    if problem := find_mail_server_problem():
        if os.environ.get("CI"):
            pytest.fail(problem)
        pytest.skip(problem)
    with tempfile.TemporaryDirectory(prefix="lerna-imap-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        server, process = start_server(folder)
        yield server
        process.terminate()
        process.wait(timeout=10)


def start_server(folder: Path) -> tuple[Server, subprocess.Popen[bytes]]:
    """It reads a configuration of the test's own alone, and runs as one who may nothing, as root can't serve mail."""
    user = SYSTEM_USER if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    ports = [free_port(), free_port()]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True,
    )  # fmt: skip
    configuration = folder / "dovecot.conf"
    configuration.write_text(
        CONFIGURATION.format(
            folder=folder, user=user, group=group, password=PASSWORD, port=ports[0], plain=ports[1]
        )
    )  # fmt: skip
    for name in ("run", "state", "mail"):
        (folder / name).mkdir()
    as_user = {"user": user, "group": group, "extra_groups": []} if os.geteuid() == 0 else {}
    if as_user:
        subprocess.run(["chown", "-R", user, str(folder)], check=True)
    words = [str(find_mail_server()), "-F", "-c", str(configuration)]
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL, **as_user)  # type: ignore[call-overload]
    for _ in range(100):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", ports[0])) == 0:
                return Server(folder, *ports), process
        time.sleep(0.05)
    process.kill()
    process.wait()
    pytest.fail("The mail server did not come up: " + (folder / "log").read_text()[-500:])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def server(_running_server: Server, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Server:
    """An empty mailbox, which Newskills reads. Its certificate is trusted as an operator would make it trusted."""
    server = _running_server
    for name in ("cur", "new", "tmp", ".Lerna", ".Lerna.Requests", ".Lerna.Desk", ".Lerna.Automatic"):
        shutil.rmtree(server.folder / "mail" / name, ignore_errors=True)
    server.forget()
    (server.folder / "mail" / "dovecot-uidlist").unlink(missing_ok=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.folder / "cert.pem"))
    settings.LERNA_IMAP_URLS = {"newskills": server.url()}
    settings.LERNA_MAIL_AUTHORITIES = {"newskills": "mx.lerna.kz"}
    return server


@pytest.fixture
def read(newskills: Company, server: Server) -> Read:  # noqa: F811 -- the fixture above
    """One round through Newskills's mailbox."""
    assert server
    return lambda: list(read_mailbox(newskills))


def write(sender: str = "aigerim@example.kz", subject: str = STOP, text: str = "", **headers: str) -> bytes:
    named = {"From": sender, "Subject": subject, "Message-ID": f"<{sender}.{subject}>"} | {
        key.replace("_", "-"): value for key, value in headers.items()
    }
    head = "".join(f"{key}: {value}\r\n" for key, value in named.items())
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()


def request_of(taken: Taken) -> Request:
    with processing(Purpose.REQUESTS, company=taken.company, reason="test"):
        return Request.objects.get(pk=taken.request)
