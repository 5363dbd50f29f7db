"""Courses from elsewhere on a phone: each lesson opens, fits, runs nothing of its package and asks no foreign host."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from journeys.installation import Installation
from journeys.school import PHONE
from journeys.test_requests import Address, join

pytestmark = pytest.mark.journey

# The course's key and how many lessons it has: as many as units of its first, pages and quizzes of the others.
PACKAGES = {
    "openedx-demo-course.tar.gz": ("openedx-demox", 58),
    "cc-1.1-allyworkshop.imscc": ("ally-accessibility-workshop", 16),
    "cc-all-question-types.imscc": ("xavierschool", 1),
    "cc-course-1.imscc": ("course-for-modules-testing", 9),
}
OWN = re.compile(r"(?:http://lerna\.localhost:\d+/|data:|blob:)")


def test_each_lesson_of_each_package_opens_on_a_phone(
    browser: Browser, installation: Installation, site_server: Address, shared_dir: Path
) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    email = join(context, page, site_server, "")
    faults: list[str] = []
    watch(page, faults)
    for name, (key, lessons) in PACKAGES.items():
        package = str(shared_dir / "content" / name)
        said = installation.run("course", "import", package, "--company", "newskills", "--site", "lerna")
        assert re.search(rf"course: {key}\b", said), said
        installation.enroll_in("newskills", key, installation.find_person("newskills", email))
        page.goto(site_server("lerna", "/account/courses/"))
        page.locator(f"main a[href*='/{key}/']").click()
        links = page.locator(".outline-lesson a")
        expect(links).to_have_count(lessons)
        for address in [link.evaluate("link => link.href") for link in links.all()]:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
            scripts = page.evaluate("[...document.scripts].map(one => one.src || one.type)")
            assert [one for one in scripts if "/static/" not in one] == [], address
            assert faults == [], address
    context.close()


def watch(page: Page, faults: list[str]) -> None:
    """Puts down what goes wrong: errors of the page, refused or missing files, requests to foreign hosts."""

    def look_at(request: Request) -> None:
        if not OWN.match(request.url):
            faults.append(request.url)

    page.on("request", look_at)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("response", lambda one: faults.append(f"{one.status} {one.url}") if one.status >= 400 else None)
