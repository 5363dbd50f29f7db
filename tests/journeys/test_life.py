"""An application's life in the browsers of three people: sent, confirmed, seen for its purpose, withdrawn, erased."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from journeys.installation import Installation
from journeys.people import Applicant, Words

pytestmark = pytest.mark.journey

Address = Callable[..., str]  # of a brand and a path
OpenDesk = Callable[[str, str], Page]  # of a brand and a role


def wait_for_letter(page: Page, mailbox: str, subject: str, address: str) -> None:
    """The letter of this subject to this address; the worker sends it within moments."""
    row = page.get_by_role("row").filter(has_text=address).filter(has_text=subject)
    for _ in range(60):
        page.goto(mailbox)
        if row.count():
            return
        page.wait_for_timeout(500)
    pytest.fail("no letter came")


def sees(desk: Page, address: str, applicant: Applicant) -> bool:
    """Does this page of the desk name the person, by anything of theirs?"""
    response = desk.goto(address)
    assert response
    assert response.status == 200, address
    shown = desk.locator("main").inner_text()
    found = {value in shown for value in (applicant.name, applicant.email, applicant.phone)}
    assert len(found) == 1, "all of it or nothing"
    return found.pop()


@pytest.mark.clause("6.5")
@pytest.mark.clause("7.1-а")
@pytest.mark.clause("8.4-е")
def test_an_application_from_its_sending_to_its_end(
    page: Page,
    installation: Installation,
    open_desk: OpenDesk,
    applicant: Applicant,
    words: Words,
) -> None:
    brand, slug = ("e-distant", "kerbez-agy") if words.prefix else ("lerna", "newskills")
    leads, audience = (installation.address(brand, f"{words.prefix}/desk/{name}/") for name in ("leads", "audience"))
    applicant.apply(page, installation.address(brand, f"{words.prefix}/apply/"), words)
    wait_for_letter(page.context.new_page(), installation.address(brand, "/mailbox/"), words.received, applicant.email)
    manager, marketer = open_desk(brand, "manager"), open_desk(brand, "marketer")
    assert sees(manager, leads, applicant), "for consulting"
    assert not sees(marketer, audience, applicant), "marketing was not agreed to"

    page.get_by_role("button", name=words.withdraw_all).click()
    expect(page.get_by_text(words.withdrawn).first).to_be_visible()
    assert not sees(manager, leads, applicant), "gone with the withdrawal"

    person = installation.find_person(slug, applicant.email)
    assert person
    said = installation.run("erase", person, "--yes", "--ground", "withdrawn")
    assert re.search(r"goes   leads_lead: 1 rows", said)
    assert installation.find_person(slug, applicant.email) == "", "nobody is known by this address"
    assert not sees(manager, leads, applicant)


@pytest.mark.clause("6.3")
@pytest.mark.clause("6.5")
@pytest.mark.clause("7.1-г")
def test_withdrawn_in_one_browser_is_gone_in_the_others_at_once(
    page: Page,
    site_server: Address,
    open_desk: OpenDesk,
    applicant: Applicant,
    words: Words,
) -> None:
    audience, leads = (site_server("lerna", f"{words.prefix}/desk/{name}/") for name in ("audience", "leads"))
    applicant.apply(page, site_server("lerna", f"{words.prefix}/apply/"), words, marketing=True)
    marketer, manager = open_desk("lerna", "marketer"), open_desk("lerna", "manager")
    assert sees(marketer, audience, applicant)
    expect(marketer.get_by_role("heading", level=1)).to_have_text(words.may_write_to)

    page.get_by_role("button", name=words.withdraw).click()
    expect(page.get_by_text(words.withdrawn)).to_be_visible()
    assert not sees(marketer, audience, applicant)
    assert sees(manager, leads, applicant), "consulting goes on"
