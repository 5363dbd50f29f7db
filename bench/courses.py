"""The catalogue and a course's page among very many courses, by the installation's own web server with two processes.

Visitors come at a steady rate, each at a moment of their own, so that an answer that waits for others is counted with
its waiting. The course has so many lessons; its queries are counted beside those of a course with ten. Everything runs
on one machine, visitors too. The budget is the design's for the course page; pages that are made anew for each visitor
are asked for at a rate of their own, and stand beside it.
"""

import sys

from measure.report import Peer, Run, Size
from measure.rounds import count_queries
from people.world import world
from school.catalog import make_catalog
from school.visitors import HOST, Ask, report_answers, visit, web_server

ALLOWED_MS = 100.0
WORKERS = 2


def main() -> int:
    """0 where every budget is kept, 1 where one isn't."""
    run = Run(
        __doc__, courses=Size(1_000, quick=30), lessons=Size(100, quick=20), rate=Size(100, quick=10),
        others=Size(20, quick=10), seconds=Size(30, quick=2), rounds=Size(3, quick=1),
    )  # fmt: skip
    with world():
        key = make_catalog(run.sizes["courses"], run.sizes["lessons"])
        sides = {
            f"a course's page with {run.sizes['lessons']} lessons": (f"/courses/{key}/",),
            f"the catalogue of {run.sizes['courses']:,} courses": (
                "/courses/", "/kk/courses/?page=2", "/courses/?direction=d1&level=beginner", "/courses/?order=price",
            ),
            f"a search among {run.sizes['courses']:,} courses": (
                "/courses/?q=%D0%BF%D0%B8%D1%82%D0%BE%D0%BD", "/kk/courses/?q=%D1%82%D2%AF%D1%81%D1%82%D0%B5%D1%80",
            ),
            "a free lesson": (f"/courses/{key}/s0-l0/",),
        }  # fmt: skip
        with web_server(WORKERS) as port:
            course, *others = sides.items()
            _measure(run, port, *course, rate=run.sizes["rate"], most=ALLOWED_MS)
            for what, addresses in others:
                _measure(run, port, what, addresses, rate=run.sizes["others"])
        counts = [_count(f"/courses/{one}/") for one in (key, "course-1")]
        run.add(
            "for the course's page", counts[:1], "queries", peer=Peer("with ten lessons", counts[1:]), most_ratio=1.0
        )
        run.add("for the catalogue", [_count("/courses/")], "queries")
    return run.finish()


def _measure(  # noqa: PLR0913 -- what is asked, how often, and what is allowed
    run: Run, port: int, what: str, addresses: tuple[str, ...], *, rate: int, most: float | None = None
) -> None:
    asks = [Ask(what=what, address=address) for address in addresses]
    visit(port, asks, a_second=10, seconds=1)  # so that templates and plans are warm
    rounds = [visit(port, asks, a_second=rate, seconds=run.sizes["seconds"]) for _ in range(run.sizes["rounds"])]
    run.add(f"{what}: answered", [reached for _, reached in rounds], "a second")
    report_answers(run, what, *(answers for answers, _ in rounds), most=most)


def _count(address: str) -> int:
    from django.core.cache import cache
    from django.test import Client

    cache.clear()  # the first visitor of all
    with count_queries() as queries:
        Client(headers={"host": HOST}).get(address)
    return len(queries)


if __name__ == "__main__":
    sys.exit(main())
