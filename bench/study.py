"""A school's evening: learners who are logged in read courses and lessons, answer quizzes and write their works.

Of twenty requests three are for the catalogue, four for a course's public page, three for its outline, six for lessons,
three are answers and one is a work saved. They come at a steady rate, each at a moment of its own, so that an answer
that waits for others is counted with its waiting; the web server has two processes, and the visitors live on the same
machine. The course has a hundred lessons; its queries are counted beside those of a course with ten. The budget is the
design's for the course page of somebody who is logged in.
"""

import statistics
import sys
from collections.abc import Iterator
from uuid import uuid4

from measure.report import Peer, Run, Size
from measure.rounds import count_queries
from people.world import world
from school.catalog import make_catalog
from school.visitors import HOST, Answer, Ask, crowd, visit, web_server

ALLOWED_MS = 100.0
HEAVIEST = 100_000  # bytes
WORKERS, CROWD = 2, 8
MILLI = 1000
CSRF = "b" * 32  # any secret will do that the cookie and the form share
COURSE = "the course's page"
MIX = ("catalogue",) * 3 + ("course",) * 4 + ("outline",) * 3 + ("lesson",) * 6 + ("answer",) * 3 + ("work",)


def main() -> int:
    """0 where every budget is kept, 1 where one isn't."""
    run = Run(
        __doc__, courses=Size(1_000, quick=30), lessons=Size(100, quick=20), learners=Size(200, quick=5),
        enrollments=Size(10_000, quick=50), rate=Size(100, quick=10), seconds=Size(30, quick=2),
    )  # fmt: skip
    with world() as cluster:
        key = make_catalog(run.sizes["courses"], run.sizes["lessons"])
        from school.learners import make_learners, open_course

        open_course(key)
        sizes = {name: run.sizes[name] for name in ("learners", "enrollments")}
        learners = make_learners(cluster, key, **sizes)
        total = run.sizes["rate"] * run.sizes["seconds"]
        with web_server(WORKERS) as port:
            pages = [ask for ask in list_asks(key, learners, 20 * len(learners)) if ask.what == "course"]
            visit(port, pages, a_second=10, seconds=1)  # so that templates and plans are warm
            answers, rate = visit(port, pages, a_second=run.sizes["rate"], seconds=run.sizes["seconds"])
            _report(run, COURSE, answers, most=ALLOWED_MS)
            run.add(f"{COURSE}: answered", [rate], "a second")
            asks = list(list_asks(key, learners, total))
            answers, rate = visit(port, asks, a_second=run.sizes["rate"], seconds=run.sizes["seconds"])
            run.add("all together: answered", [rate], "a second")
            for what in ("catalogue", "course", "outline", "lesson", "answer", "work"):
                _report(run, f"{what}, among all", [answer for answer in answers if answer.what == what])
            run.add(
                f"all together, by {CROWD} who don't pause: answered",
                [crowd(port, list_asks(key, learners, total), visitors=CROWD)], "a second",
            )  # fmt: skip
        _count(run, key, learners[0].cookie)
    return run.finish()


def list_asks(course: str, learners: "list[Learner]", count: int) -> Iterator[Ask]:  # noqa: F821 -- imported late
    """So many requests of the mix, learner after learner."""
    from school.learners import QUIZ, QUIZ_LESSON, WORK, WORK_LESSON

    place = f"/account/courses/{course}/r0"
    for number in range(count):
        learner, what = learners[number // len(MIX) % len(learners)], MIX[number * 7 % len(MIX)]
        cookie, fields = f"{learner.cookie}; csrftoken={CSRF}", None
        address = {
            "catalogue": f"/courses/?page={number % 5 + 1}",
            "course": f"/courses/{course}/",
            "outline": f"{place}/",
            "lesson": f"{place}/s0-l{3 + number % 7}/",
            "answer": f"{place}/{QUIZ_LESSON}/attempt/{learner.attempt}/answer/",
            "work": f"{place}/{WORK_LESSON}/works/{WORK.key}/",
        }[what]
        if what == "answer":
            question = QUIZ.questions[number % len(QUIZ.questions)].key
            fields = {"question": question, question: str(number % 3), "step": str(uuid4())}
        if what == "work":
            fields = {"text": f"Решил так: {number}. " * 20, "act": "save"}
        if fields is not None:
            fields |= {"csrfmiddlewaretoken": CSRF}
        yield Ask(what=what, address=address, cookie=cookie, fields=fields)


def _report(run: Run, what: str, answers: list[Answer], most: float | None = None) -> None:
    times = [answer.seconds * MILLI for answer in answers]
    run.add(f"{what}: p50", [statistics.median(times)], "ms")
    run.add(f"{what}: p95", [statistics.quantiles(times, n=20)[-1]], "ms", most=most)
    run.add(f"{what}: largest, compressed", [max(answer.size for answer in answers)], "bytes", most=HEAVIEST)


def _count(run: Run, course: str, cookie: str) -> None:
    from django.test import Client

    client = Client(headers={"host": HOST, "cookie": cookie})
    counts = []
    for one in (course, "course-1"):
        with count_queries() as queries:
            client.get(f"/courses/{one}/")
        counts.append([len(queries)])
    run.add(f"for {COURSE}", counts[0], "queries", peer=Peer("with ten lessons", counts[1]), most_ratio=1.0)


if __name__ == "__main__":
    sys.exit(main())
