"""The officer works an incident off: taken down, counted, judged, reported with the notice, closed, printed.

In Russian and in Kazakh, on a phone and without JavaScript.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.conftest import OpenDesk
from journeys.test_requests import Address

pytestmark = pytest.mark.journey

OFFICER = "privacy-officer"
STORY = {"": "Список заявок ушёл не туда.", "/kk": "Өтінімдер тізімі басқа жаққа кетті."}
TOLD_BY = {"": "Через eGov.", "/kk": "eGov арқылы."}


def press(page: Page, act: str) -> None:
    """The button of the form that does this."""
    page.locator(f"form[action$='/{act}/'] button[type=submit]").click()


def open_form(page: Page, act: str) -> None:
    """The accordion that holds the form."""
    page.locator(f"details.accordion:has(form[action$='/{act}/']) > summary").click()


@pytest.mark.clause("8.3")
@pytest.mark.clause("11.1")
@pytest.mark.parametrize("prefix", ["", "/kk"])
def test_an_incident_is_worked_off_at_the_desk(
    browser: Browser, site_server: Address, open_desk: OpenDesk, prefix: str
) -> None:
    known = open_desk("lerna", OFFICER).context.cookies()
    phone = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    phone.add_cookies(
        [{"name": each["name"], "value": each["value"], "url": site_server("lerna", "/")} for each in known]
    )
    page = phone.new_page()
    page.goto(site_server("lerna", f"{prefix}/desk/incidents/new/"))
    page.locator("[name=story]").fill("+7 701 123 45 67")
    page.locator("form.request-form button[type=submit]").click()
    expect(page.locator(".field-error")).to_have_count(1)
    page.locator("[name=story]").fill(STORY[prefix])
    page.locator("form.request-form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/desk/incidents/LI-\d{4}-\d{4}/$"))
    address = page.url

    open_form(page, "scope")
    press(page, "scope")
    page.locator("[name=judge-danger][value=risk]").check()
    page.locator("[name=judge-reasons]").fill(STORY[prefix])
    press(page, "judge")
    open_form(page, "note")
    page.locator("[name=note-measure]").select_option("access-closed")
    press(page, "note")

    notice = phone.new_page()
    notice.goto(f"{address}notice/{prefix.strip('/') or 'ru'}/")
    expect(notice.locator("dl")).to_contain_text(STORY[prefix])
    assert notice.locator("h1").evaluate("head => getComputedStyle(head).fontSize") == "20px", (
        "its own style sheet is let in"
    )
    page.locator("[name=sent-note]").fill(TOLD_BY[prefix])
    press(page, "report")
    press(page, "close")
    expect(page.locator(".request-steps > li")).to_have_count(6)
    page.goto(f"{address}print/")
    expect(page.locator("main")).to_contain_text("incident_closed")
    phone.close()
