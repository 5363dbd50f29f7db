"""Vera makes a passkey with the browser's own authenticator and opens the desk by it; in Russian and in Kazakh."""

import os
import subprocess
import sys
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect
from tests.journeys.conftest import FOLDER, ROOT
from tests.journeys.test_accessibility import find_violations
from tests.journeys.test_account import read_code

pytestmark = pytest.mark.journey

Address = Callable[..., str]  # of a brand and a path
WORDS = {
    "": ("Прислать код", "Продолжить", "Создать ключ доступа", "Войти с ключом доступа", "Заявки", "Второй шаг"),
    "/kk": ("Код жіберу", "Жалғастыру", "Кіру кілтін жасау", "Кіру кілтімен кіру", "Өтінімдер", "Екінші қадам"),
}
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def add_manager(email: str) -> None:
    """As the operator does: the command asks for name and address."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DJANGO_"))}
    words = ["accounts", "add-staff", "--company", "newskills", "--role", "manager"]
    subprocess.run(
        [sys.executable, "-m", "lerna.config.cli", *words],
        input=f"Вера\n{email}\n", text=True, cwd=ROOT, env=environment | {"LERNA_VAR": str(FOLDER)}, check=True,
    )  # fmt: skip


def plug_in(context: BrowserContext, page: Page) -> tuple[CDPSession, str]:
    """A device that holds passkeys, as the DevTools protocol plugs one in (domain WebAuthn)."""
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    return tools, tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def log_in(context: BrowserContext, page: Page, site_server: Address, prefix: str, email: str) -> None:
    send, go_on, *_ = WORDS[prefix]
    page.goto(site_server("lerna", f"{prefix}/account/code/"))
    page.locator('[name="login"]').fill(email)
    page.get_by_role("button", name=send).click()
    page.locator('[name="code"]').fill(read_code(context, site_server("lerna", "/mailbox/"), email))
    page.get_by_role("button", name=go_on).click()


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("prefix", WORDS)
def test_a_passkey_opens_the_desk_and_another_device_doesnt(
    context: BrowserContext, page: Page, site_server: Address, prefix: str
) -> None:
    _, _, make, show, applications, second = WORDS[prefix]
    email = f"vera-{uuid4().hex[:8]}@example.kz"
    site_server("lerna")
    add_manager(email)
    tools, device = plug_in(context, page)
    log_in(context, page, site_server, prefix, email)
    assert find_violations(page) == []
    page.get_by_role("button", name=make).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(applications)
    (passkey,) = tools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert passkey["rpId"] == "lerna.localhost"
    assert email not in str(passkey)
    page.get_by_role("link", name=second).click()
    expect(page.locator("main")).to_contain_text("lerna.localhost")
    assert find_violations(page) == []

    context.clear_cookies()
    log_in(context, page, site_server, prefix, email)
    page.get_by_role("button", name=show).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(applications)

    context.clear_cookies()
    tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    log_in(context, page, site_server, prefix, email)
    page.get_by_role("button", name=show).click()
    expect(page.get_by_role("alert").locator("p:visible")).to_have_count(1)
    page.goto(site_server("lerna", f"{prefix}/desk/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(second)
