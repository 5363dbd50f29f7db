"""When a visitor on a phone sees what a page is about: the largest paint (LCP) of catalogue, course and lesson.

In Chromium, 390 pixels wide, each time with nothing kept from before, over a line as Lighthouse's "slow 4G" is: 1.6
Mbit/s down, 0.75 up, 150 ms for each answer. The processor isn't slowed down: how fast this one is, nobody knows. The
installation serves as in production, its files compressed. Bytes are what came over the wire without pictures: page,
styles, scripts, fonts.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from measure.report import Peer, Run, Size
from people.world import world
from school.catalog import make_catalog, make_covers
from school.visitors import HOST, web_server

LONGEST_MS, HEAVIEST = 1500.0, 100_000
WIDTH, HEIGHT = 390, 844
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
PAINTED = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
})"""
SETTLE_MS = 1000
# As in production, but for the encryption, which a proxy in front has taken off.
PRODUCTION = {
    "LERNA_MODE": "production", "LERNA_SECRET_KEY": "bench" * 12, "LERNA_BEHIND_PROXY": "yes",
    "LERNA_STORES": "database=KZ,keys=KZ,files=KZ,backups=KZ,mail=KZ,logs=KZ",
}  # fmt: skip
COLLECT = "import django; django.setup(); from lerna.config.steps.migrate import collect_static; collect_static()"


@dataclass(frozen=True, slots=True)
class Seen:
    """Milliseconds to the largest paint, and bytes without pictures."""

    painted: float
    size: int


def main() -> int:
    """0 where every budget is kept, 1 where one isn't."""
    run = Run(__doc__, courses=Size(36, quick=12), lessons=Size(40, quick=10), rounds=Size(7, quick=1))
    with world():
        key = make_catalog(run.sizes["courses"], run.sizes["lessons"])
        make_covers()
        os.environ |= PRODUCTION
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path[:2])}
        subprocess.run([sys.executable, "-c", COLLECT], env=environment, check=True)
        pages = {
            "the catalogue": "/courses/", "a course's page": f"/kk/courses/{key}/", "a lesson": f"/courses/{key}/s0-l0/"
        }  # fmt: skip
        seen: dict[str, list[Seen]] = {what: [] for what in pages}
        with web_server(2) as port, chromium(port) as browser:
            for path in pages.values():
                look(browser, port, path)  # so that templates and plans are warm
            for _ in range(run.sizes["rounds"]):
                for what, path in pages.items():
                    seen[what].append(look(browser, port, path))
    for what, found in seen.items():
        rounds = len(found)
        run.add(
            f"{what}: largest paint", [one.painted for one in found], "ms",
            peer=Peer("budget", [LONGEST_MS] * rounds), most_ratio=1.0,
        )  # fmt: skip
        run.add(
            f"{what}: without pictures", [one.size for one in found], "bytes",
            peer=Peer("budget", [HEAVIEST] * rounds), most_ratio=1.0,
        )  # fmt: skip
    return run.finish()


@contextmanager
def chromium(port: int) -> Iterator["Browser"]:  # noqa: F821 -- imported where it is needed
    """A browser that finds the site at this port."""
    import shutil

    from playwright.sync_api import sync_playwright

    from lerna.config.checks.machine import find_chromium

    # Rather the one that people have than the journeys', which draws no window.
    program = shutil.which("chromium") or find_chromium()
    if program is None:
        raise SystemExit("There is no chromium on this machine, so nothing was measured.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", f"--host-resolver-rules=MAP {HOST} 127.0.0.1:{port}"]
        )
        try:
            yield browser
        finally:
            browser.close()


def look(browser: "Browser", port: int, path: str) -> Seen:  # noqa: F821 -- likewise
    """Opens the page in a browser that has never been there. SystemExit for a bad answer."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2, is_mobile=True,
        extra_http_headers={"X-Forwarded-Proto": "https"},
    )  # fmt: skip
    try:
        page = context.new_page()
        session, kinds, sizes = context.new_cdp_session(page), dict[str, str](), dict[str, int]()
        session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
        session.on(
            "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]})
        )
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        response = page.goto(f"http://{HOST}:{port}{path}", wait_until="load")
        if response is None or not response.ok:
            raise SystemExit(f"{path} wasn't answered well, so nothing was measured.")
        page.wait_for_timeout(SETTLE_MS)
        painted = page.evaluate(PAINTED)
    finally:
        context.close()
    return Seen(painted, sum(size for number, size in sizes.items() if kinds.get(number) not in {"Image", "Media"}))


if __name__ == "__main__":
    sys.exit(main())
