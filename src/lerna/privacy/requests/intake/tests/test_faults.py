"""A mailbox that can't be read: it is said, tried again, and stops nobody else's."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.intake.checks import check_intake
from lerna.privacy.requests.intake.imap.account import ImapUrlError, read_imap_url
from lerna.privacy.requests.intake.imap.connection import MailboxError
from lerna.privacy.requests.intake.jobs import read_mail
from lerna.privacy.requests.intake.models import Fault, Taken
from lerna.privacy.requests.intake.queries import find_faults
from lerna.privacy.requests.intake.rounds import read_mailbox
from lerna.privacy.requests.intake.tests.conftest import Server, free_port, write
from lerna.privacy.requests.intake.trial.build import list_trials
from lerna.privacy.requests.models import Request
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize("problem", ["no-login", "no-folder", "no-connection", "no-trust"])
def test_what_is_wrong_is_one_word_until_it_is_mended(  # noqa: PLR0913, PLR0917 -- fixtures
    server: Server,
    newskills: Company,
    settings: LazySettings,
    problem: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.deliver(write())
    urls = {
        "no-login": server.url(password="wrong"),
        "no-folder": server.url(folder="Nowhere"),
        "no-connection": server.url(port=free_port()),
        "no-trust": server.url(),
    }
    settings.LERNA_IMAP_URLS = {"newskills": urls[problem]}
    if problem == "no-trust":
        monkeypatch.delenv("SSL_CERT_FILE")
    read_mail(newskills.pk)
    read_mail(newskills.pk)
    fault = Fault.objects.get()
    assert fault.problem == problem.replace("trust", "connection")
    assert find_faults() == [f"newskills: {fault.get_problem_display()}"]
    assert [record.levelname for record in caplog.records if record.name == "lerna.intake"] == ["WARNING"]
    told = Client().get("/readyz").json()
    assert told["mailboxes"].startswith("newskills: ")
    monkeypatch.setenv("SSL_CERT_FILE", str(server.folder / "cert.pem"))
    settings.LERNA_IMAP_URLS = {"newskills": server.url()}
    read_mail(newskills.pk)
    assert not Fault.objects.exists()
    assert Taken.objects.get().outcome == "request"


def test_nothing_is_stored_of_what_could_not_be_read(
    server: Server, newskills: Company, settings: LazySettings
) -> None:
    settings.LERNA_IMAP_URLS = {"newskills": server.url(password="wrong")}
    with pytest.raises(MailboxError, match="password") as caught:
        list(read_mailbox(newskills))
    assert "wrong" not in str(caught.value)
    assert not Taken.objects.exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("imap://info:x@mail.example.kz", "TLS"),
        ("imaps://mail.example.kz", "must be"),
        ("https://info:x@mail.example.kz", "must be"),
        ("imaps://info:x@mail.example.kz:99999", "port"),
        ("imaps://info:x@mail.example.kz/INBOX?x", "%3F"),
    ],
)
def test_a_wrong_address_is_a_sentence_without_the_password(settings: LazySettings, url: str, words: str) -> None:
    with pytest.raises(ImapUrlError, match=words):
        read_imap_url(url.replace(":x@", ":geheim@"))
    settings.LERNA_IMAP_URLS = {"newskills": url.replace(":x@", ":geheim@")}
    (error,) = check_intake(None)
    assert (error.id, "geheim" in str(error)) == ("intake.E002", False)


def test_an_address_is_read() -> None:
    account = read_imap_url("imap+starttls://info%40lerna.kz:p%2Cw@mail.example.kz/Lerna%20in")
    assert (account.host, account.port, account.user, account.password) == (
        "mail.example.kz", 143, "info@lerna.kz", "p,w",
    )  # fmt: skip
    assert (account.folder, account.scheme) == ("Lerna in", "imap+starttls")
    assert "p,w" not in repr(account)
    assert read_imap_url("imap://a:b@localhost").folder == "INBOX"


def run(*words: str) -> list[str]:
    said = StringIO()
    call_command("requests", *words, stdout=said)
    return said.getvalue().splitlines()


def test_the_command_says_first_and_does_then(server: Server, newskills: Company) -> None:
    assert newskills
    server.deliver(write())
    server.deliver(write(subject="Сколько стоит курс?"))
    dry = run("read-mail", "--dry-run", "--company", "newskills")
    assert [line.split()[2:] for line in dry] == [["request", "restriction"], ["elsewhere"]]
    assert not Taken.objects.exists()
    assert server.count() == 2
    done = run("read-mail")
    assert done[0] == "kerbez-agy: no mailbox"
    assert done[1].split()[2:] == ["request", "restriction", "LR-2026-000001"]
    assert run("read-mail", "--company", "newskills") == []
    server.deliver(write(subject="Уточнить персональные данные"))
    run("read-mail")
    waits = ["kerbez-agy: 0 sent, 0 wait", "newskills: 0 sent, 1 wait"]
    assert run("answer-held", "--dry-run") == run("answer-held") == waits


def test_a_folder_of_files_is_taken_too(newskills: Company, tmp_path: Path) -> None:
    for trial in list_trials()[:3]:
        (tmp_path / f"{trial.name}.eml").write_bytes(trial.content)
    with pytest.raises(CommandError, match="newskills"):
        run("read-mail", "--from", str(tmp_path))
    words = ("read-mail", "--company", "newskills", "--from", str(tmp_path))
    assert len(run(*words, "--dry-run")) == 3
    assert not Taken.objects.exists()
    assert [line.split()[1:3] for line in run(*words)] == [["request", "rectification"]] * 2 + [
        ["request", "restriction"]
    ]
    assert [line.split()[1] for line in run(*words)] == ["repeated"] * 3
    with processing(Purpose.REQUESTS, company=newskills, reason="test"):
        assert Request.objects.count() == 3


def test_the_trial_is_printed() -> None:
    assert len(run("try-letters")) == len(list_trials())


def test_starttls_serves_as_well(
    server: Server, newskills: Company, settings: LazySettings, read: Callable[[], list[Taken]]
) -> None:
    assert newskills
    server.deliver(write())
    url = server.url(port=server.plain).replace("imaps://", "imap+starttls://")
    settings.LERNA_IMAP_URLS = {"newskills": url}
    assert [taken.outcome for taken in read()] == ["request"]
