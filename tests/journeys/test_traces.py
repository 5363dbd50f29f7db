"""What a running installation leaves behind: its logs, its files, its backups; nobody is readable in any of them."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys.installation import FOLDER, Installation
from journeys.people import RUSSIAN, Applicant
from lerna.config.postgres.programs import find_programs
from spellings import find_spelled

pytestmark = pytest.mark.journey

PASSWORD = "семь тополей у арыка"
IIN = "850312400123"


def list_traces(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file of the installation but the mailbox: on this machine that stands for everybody's own."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "mailbox" not in path.relative_to(folder).parts:
            yield str(path.relative_to(folder)), path.read_bytes()


def read_backup(path: Path) -> bytes:
    command = [find_programs().path("pg_restore"), "--file=-", str(path)]
    return subprocess.run(command, capture_output=True, check=True).stdout


@pytest.mark.clause("8.3")
@pytest.mark.clause("11.1")
def test_neither_logs_nor_files_nor_backups_show_who_came(
    page: Page, installation: Installation, applicant: Applicant, tmp_path: Path
) -> None:
    site = installation.address
    page.goto(site("lerna", "/apply/"))
    page.get_by_label(RUSSIAN.email).fill(f"{applicant.phone} {applicant.email}")  # a slip: refused, and not logged
    page.get_by_role("button", name=RUSSIAN.send).click()
    applicant.apply(page, site("lerna", "/apply/"), RUSSIAN, marketing=True, comment=f"ИИН {IIN}, {PASSWORD}")

    page.goto(site("lerna", "/account/sign-in/"))
    page.locator('[name="login"]').fill(applicant.email)
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator("main").get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text("не подходят друг к другу")
    page.goto(site("lerna", f"/nothing/?email={applicant.email}&phone={applicant.phone}"))
    installation.run(
        "accounts", "add-staff", "--company", "newskills", "--role", "manager",
        typed=f"{applicant.name}\n staff-{applicant.email}\n",
    )  # fmt: skip
    installation.run("evidence", "seal")
    backup = tmp_path / "backup"
    installation.run("backup", "--to", str(backup))

    values = (applicant.name, applicant.email, applicant.phone, IIN, PASSWORD)
    traces = dict(list_traces(FOLDER)) | {"backup": read_backup(backup / "lerna.dump")}
    assert {"up.log", "postgres/postgres.log", "evidence/newskills.log", "backup"} <= set(traces)
    assert {name: found for name, content in traces.items() if (found := find_spelled(values, content))} == {}
