"""A school's evening: learners who are logged in read courses and lessons, answer quizzes and write their works.

Of twenty requests three are for the catalogue, four for a course's public page, three for its outline, six for lessons,
three are answers and one is a work saved. They come at a steady rate, each at a moment of its own, so that an answer
that waits for others is counted with its waiting; the web server has two processes, and the visitors live on the same
machine. The course has a hundred lessons; its queries are counted beside those of a course with ten. The budget is the
design's for the course page of somebody who is logged in.

The peer holds as many courses, lessons and enrollments on the same server, is served by as many processes, and gets the
same mix; where it has no such page the nearest one is asked. Both are asked by visitors who never pause.
"""

import sys

from measure.report import Peer, Run, Size
from measure.rounds import count_queries
from peers.environment import PeersError
from peers.school import TITLE, peer_school
from people.world import world
from school.visitors import HOST, crowd, report_answers, visit, web_server

ALLOWED_MS = 100.0
WORKERS, CROWD = 2, 8
COURSE = "the course's page"
MIX = ("catalogue",) * 3 + ("course",) * 4 + ("outline",) * 3 + ("lesson",) * 6 + ("answer",) * 3 + ("work",)


def main() -> int:
    """0 where every budget is kept, 1 where one isn't."""
    run = Run(
        __doc__, courses=Size(1_000, quick=30), lessons=Size(100, quick=20), learners=Size(200, quick=5),
        enrollments=Size(10_000, quick=50), rate=Size(100, quick=10), mixed=Size(25, quick=10),
        seconds=Size(30, quick=6), rounds=Size(3, quick=1),
    )  # fmt: skip
    sizes = {name: run.sizes[name] for name in ("courses", "lessons", "learners", "enrollments")}
    with world() as cluster:
        from school.learners import make_school

        ours = make_school(cluster, **sizes)
        with web_server(WORKERS) as port:
            _measure(run, port, ours)
            _contest(run, cluster, sizes, port, ours)
        _count(run, ours)
    return run.finish()


def _measure(run: Run, port: int, ours: "School") -> None:  # noqa: F821 -- imported once the path is known
    count, rate, mixed = run.sizes["seconds"], run.sizes["rate"], run.sizes["mixed"]
    pages = list(ours.list_asks(("course",), count * rate))
    visit(port, pages, a_second=10, seconds=1)  # so that templates and plans are warm
    rounds = [visit(port, pages, a_second=rate, seconds=count) for _ in range(run.sizes["rounds"])]
    run.add(f"{COURSE}: answered", [reached for _, reached in rounds], "a second")
    report_answers(run, COURSE, *(answers for answers, _ in rounds), most=ALLOWED_MS)
    asks = list(ours.list_asks(MIX, count * mixed))
    visit(port, asks, a_second=10, seconds=2)
    answers, reached = visit(port, asks, a_second=mixed, seconds=count)
    run.add("all together: answered", [reached], "a second")
    for what in dict.fromkeys(MIX):
        report_answers(run, f"{what}, among all", [answer for answer in answers if answer.what == what])


def _contest(run: Run, cluster: "Cluster", sizes: dict[str, int], port: int, ours: "School") -> None:  # noqa: F821
    """Ours and the peer's in turn, by visitors who never pause."""
    what = f"all together, by {CROWD} visitors who never pause: answered"
    count = run.sizes["mixed"] * run.sizes["seconds"]
    try:
        with peer_school(cluster, workers=WORKERS, sizes=sizes) as peer:
            crowd(peer.port, peer.list_asks(MIX, 2 * len(MIX)), visitors=CROWD)
            rates = [
                (crowd(port, ours.list_asks(MIX, count), visitors=CROWD),
                 crowd(peer.port, peer.list_asks(MIX, count), visitors=CROWD))
                for _ in range(run.sizes["rounds"])
            ]  # fmt: skip
    except PeersError as error:
        run.note(f"{TITLE} was not measured: {error}")
        run.add(what, [crowd(port, ours.list_asks(MIX, count), visitors=CROWD)], "a second")
        return
    run.add(what, [own for own, _ in rates], "a second", peer=Peer(TITLE, [its for _, its in rates]))


def _count(run: Run, ours: "School") -> None:  # noqa: F821 -- as above
    from django.test import Client

    client = Client(headers={"host": HOST, "cookie": ours.learners[0].cookie})
    counts = []
    for course in (ours.course, "course-1"):
        client.get(f"/courses/{course}/")
        with count_queries() as queries:
            client.get(f"/courses/{course}/")
        counts.append([len(queries)])
    run.add(f"for {COURSE}", counts[0], "queries", peer=Peer("with ten lessons", counts[1]), most_ratio=1.0)


if __name__ == "__main__":
    sys.exit(main())
