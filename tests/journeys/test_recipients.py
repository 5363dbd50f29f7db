"""A person consents, the bank receives and decrypts, the person withdraws, the bank confirms; the officer sees it."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from journeys.installation import ROOT, Installation
from journeys.test_renewal import open_letter

pytestmark = pytest.mark.journey
SWITCH = 'form[action$="/consents/bank-credit/"] button[type="submit"]'


@dataclass(frozen=True, slots=True)
class Words:
    """What the person and the officer read and press."""

    prefix: str
    open_account: str
    go_on: str
    bank: str
    received: str
    stop: str
    unconfirmed: str
    confirmed: str
    try_now: str


RUSSIAN = Words(
    prefix="",
    open_account="Открыть аккаунт",
    go_on="Продолжить",
    bank="Банк «Үлгі» (вымышлен)",
    received="получено",
    stop="перестать использовать данные для этой цели",
    unconfirmed="ещё не подтвердил",
    confirmed="подтвердил",
    try_now="Отправить сейчас",
)
KAZAKH = Words(
    prefix="/kk",
    open_account="Аккаунт ашу",
    go_on="Жалғастыру",
    bank="«Үлгі» банкі (ойдан шығарылған)",
    received="алды",
    stop="деректерді осы мақсатта пайдалануды тоқтату",
    unconfirmed="әлі растаған жоқ",
    confirmed="растады",
    try_now="Қазір жіберу",
)


@dataclass(slots=True)
class Bank:
    """The bank's process, which can be stopped and started again at the same address."""

    installation: Installation
    port: int
    process: subprocess.Popen[str] | None = field(default=None)

    def start(self) -> None:
        folder = self.installation.folder / "ulgi-bank"
        (folder / "messages.jsonl").unlink(missing_ok=True)
        command = [sys.executable, str(ROOT / "tests" / "partners" / "bank.py"), str(folder), "--name", "ulgi-bank"]
        self.process = subprocess.Popen(
            [*command, "--bin", "210140019844", "--port", str(self.port)], stdout=subprocess.PIPE, text=True
        )

    def listen(self) -> None:
        """Waits until it listens."""
        assert self.process
        assert self.process.stdout
        assert self.process.stdout.readline().strip() == str(self.port)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.communicate(timeout=10)
            self.process = None

    def read_messages(self) -> list[dict[str, object]]:
        """What it decrypted since it was started."""
        path = self.installation.folder / "ulgi-bank" / "messages.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture(scope="module")
def bank(installation: Installation) -> Iterator[Bank]:
    """Each side has pinned the other's keys."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found = Bank(installation, free.getsockname()[1])
    folder = installation.folder / "ulgi-bank"
    folder.mkdir(exist_ok=True)
    installation.run("recipients", "load")
    (folder / "lerna.jwks").write_text(installation.run("recipients", "keys", "newskills"))
    (folder / "client.pem").write_text(installation.run("recipients", "keys", "newskills", "--certificate"))
    installation.point_at_bank(f"https://127.0.0.1:{found.port}/api")
    found.start()
    found.listen()
    for name in ("public.jwks", "server.pem"):
        installation.run("recipients", "pin", "newskills/ulgi-bank", str(folder / name))
    yield found
    found.stop()


def join(page: Page, installation: Installation, words: Words) -> str:
    """Opens an account that allows nothing but learning; the address."""
    email = f"aigerim-{uuid4().hex[:8]}@example.kz"
    page.goto(installation.address("lerna", f"{words.prefix}/account/sign-up/"))
    page.locator('[name="name"]').fill("Айгерім")
    page.locator('[name="email"]').fill(email)
    page.locator('[name="age"][value="adult"]').check()
    page.locator('[name="agree-learning"]').check()
    page.get_by_role("button", name=words.open_account).click()
    (code,) = re.findall(r"^\d{6}$", open_letter(page.context, installation, email), re.MULTILINE)
    page.locator('[name="code"]').fill(code)
    page.get_by_role("button", name=words.go_on).click()
    return email


@pytest.mark.clause("9.1")
@pytest.mark.clause("9.4")
@pytest.mark.parametrize("words", [RUSSIAN, KAZAKH], ids=["ru", "kk"])
def test_a_withdrawn_consent_reaches_the_bank_that_had_received(
    page: Page, installation: Installation, bank: Bank, open_desk: Callable[..., Page], words: Words
) -> None:
    email = join(page, installation, words)
    consents = installation.address("lerna", f"{words.prefix}/account/consents/")
    mine = installation.address("lerna", f"{words.prefix}/account/")
    page.goto(consents)
    page.locator("#agree-bank-credit").check()
    page.locator(SWITCH).click()
    installation.pass_on(email)
    installation.run("recipients", "deliver")
    received = bank.read_messages()[-1]
    assert received["data"] == {"subjects.profile": [{"name": "Айгерім"}]}
    page.goto(mine)
    expect(page.locator("main")).to_contain_text(words.bank)
    expect(page.locator("main")).to_contain_text(words.received)

    bank.stop()
    page.goto(consents)
    page.locator(SWITCH).click()
    for _ in range(2):  # the first draws the line up to which the evidence is settled, the second reads up to it
        installation.run("recipients", "derive")
    officer = open_desk("lerna", "privacy-officer")
    officer.goto(installation.address("lerna", f"{words.prefix}/desk/duties/"))
    waiting = officer.get_by_role("row").filter(has_text=words.bank)
    expect(waiting.last).to_contain_text(words.stop)
    count = waiting.count()
    page.goto(mine)
    expect(page.locator("main")).to_contain_text(words.unconfirmed)

    bank.start()
    bank.listen()
    waiting.last.get_by_role("button", name=words.try_now).click()
    installation.run("recipients", "deliver")
    (told,) = [message for message in bank.read_messages() if message["sub"] == received["sub"]]
    assert told["act"] == "stop"
    officer.reload()
    expect(waiting).to_have_count(count - 1)
    page.reload()
    expect(page.locator("main")).not_to_contain_text(words.unconfirmed)
    expect(page.locator("main")).to_contain_text(words.confirmed)
