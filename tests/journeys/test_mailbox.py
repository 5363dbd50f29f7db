"""A letter to the company's mailbox that no machine makes out: a person does, and its answer comes to the sender."""

import re
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from journeys.conftest import OpenDesk
from journeys.installation import Installation
from journeys.test_desk import OFFICER, SUBJECT, open_request
from journeys.test_requests import GO_ON, Address, find_code, join, read_letter
from lerna.kit import clock

pytestmark = pytest.mark.journey

TEXT = {
    "": "Здравствуйте! Не удаляйте мои данные, я вернусь весной.",
    "/kk": "Сәлеметсіз бе! Менің деректерімді жоймаңыз, мен оқуды жалғастырамын.",
}
WHAT_IT_SAYS = {"": "Не удаляйте мои данные", "/kk": "жоймаңыз"}


def write_letter(folder: Path, sender: str, text: str) -> None:
    """As a mail program stores it."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = f"Айгерім <{sender}>", "info@lerna.kz", "Аккаунт"
    letter["Date"], letter["Message-ID"] = format_datetime(clock.now()), make_msgid(domain="example.kz")
    letter.set_content(text)
    (folder / "letter.eml").write_bytes(letter.as_bytes())


@pytest.mark.clause("6.4")
@pytest.mark.parametrize("prefix", ["", "/kk"])
def test_an_unclear_letter_is_made_out_at_the_desk_and_answered(  # noqa: PLR0913, PLR0917 -- fixtures
    context: BrowserContext, page: Page, installation: Installation, open_desk: OpenDesk, tmp_path: Path, prefix: str
) -> None:
    site_server: Address = installation.address
    email = join(context, page, site_server, prefix)
    write_letter(tmp_path, email, TEXT[prefix])
    installation.run("requests", "read-mail", "--company", "newskills", "--from", str(tmp_path))
    received = read_letter(context, site_server, email, "LR-")
    (number, *_) = re.findall(r"LR-\d{4}-\d{6}", received)
    desk = open_desk("lerna", OFFICER)
    open_request(desk, site_server("lerna", f"{prefix}/desk/requests/"), number)
    expect(desk.locator("main")).to_contain_text(WHAT_IT_SAYS[prefix])
    desk.locator("[name=name-kind]").select_option("access")
    desk.locator("form[action$='/name/'] button[type=submit]").click()
    (link,) = re.findall(r"^http\S+/requests/\S+$", received, re.MULTILINE)
    page.goto(link)
    page.locator('[name="code"]').fill(find_code(received))
    page.get_by_role("button", name=GO_ON[prefix]).click()
    assert number in read_letter(context, site_server, email, number, SUBJECT[prefix])
