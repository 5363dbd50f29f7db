"""Reading under a purpose at a million people, against the same SQL with no security: the whole table, and one person.

People are made by SQL; half of them permit marketing. Both sides give the same rows: the plain side states company and
permission itself, as a careful view would. Statements are sent as Django sends them, and so planned each time.

Both sides take short turns: in long ones, one would meet what else the machine does, and the other not. For one person
this process and both servers of its connections share a processor. A server that runs on another processor than its
client answers in up to twice the time, and which of the two the system puts there is luck that lasts as long as they
live.
"""

import os
import sys

import psycopg
from measure.report import Peer, Run, Size
from measure.rounds import alternate
from people.world import world

ALLOWED_RATIO = 1.25
MILLI = 1000

PEOPLE = """
insert into subjects_datasubject (id, company_id, site, created_at, granted, permitted, representative_basis)
select gen_random_uuid(), %(company)s, 'lerna', now(), mask, mask, ''
from (select 15873 + 16 * (n %% 2) as mask from generate_series(1, %(people)s) n) m
"""
PROFILES = """
insert into subjects_profile (id, subject_id, company_id, permitted, name, email, email_index, changed_at)
select gen_random_uuid(), id, company_id, permitted, sha256(id::text::bytea), sha256(id::text::bytea),
  sha256(('index' || id)::bytea), now() from subjects_datasubject
"""
SOMEBODY = "select email_index from subjects_profile where permitted & 16 <> 0 limit 1"
SCAN = "select count(name), sum(length(email)) from subjects_profile"
ONE = "select name, email from subjects_profile where company_id = %(company)s and email_index = %(index)s"
BY_HAND = " company_id = %(company)s and permitted & 16 <> 0"

Connection = psycopg.Connection[tuple[object, ...]]
Params = dict[str, object]


def main() -> int:
    """0 where both ratios are within the budget, 1 where one isn't."""
    run = Run(__doc__, people=Size(1_000_000, quick=20_000), rounds=Size(25, quick=3), turns=Size(200, quick=10))
    with world() as cluster:
        params = _fill(cluster, run.sizes["people"])
        with (
            _connect(cluster, "postgres", cluster.password()) as plain,
            _connect(cluster, "lerna_app", "bench") as secured,
        ):
            secured.execute("set local role lerna_purpose_marketing")
            secured.execute("select set_config('lerna.company', %(company)s::text, true)", params)
            people = f"{run.sizes['people']:,} people read under a purpose"
            sides = (secured, SCAN), (plain, SCAN + " where" + BY_HAND)
            _compare(run, people, sides, params, rounds=run.sizes["rounds"], times=1)
            _share_processor(plain, secured)
            sides = (secured, ONE), (plain, ONE + " and" + BY_HAND)
            _compare(run, "one person among them", sides, params, rounds=run.sizes["turns"], times=20)
    return run.finish()


def _fill(cluster: "Cluster", people: int) -> Params:  # noqa: F821 -- imported by the world
    from lerna.companies.models import Company

    company = Company.objects.get(slug="newskills").pk
    with cluster.connect("bench") as root:
        root.execute("set session_replication_role = replica")  # the triggers are measured elsewhere
        root.execute(PEOPLE, {"company": company, "people": people})
        root.execute(PROFILES)
        root.execute("vacuum analyze")
        (index,) = root.execute(SOMEBODY).fetchone() or (None,)
    return {"company": company, "index": index}


def _connect(cluster: "Cluster", user: str, password: str) -> Connection:  # noqa: F821 -- as above
    url = cluster.url(user=user, password=password, database="bench")
    return psycopg.connect(url, cursor_factory=psycopg.ClientCursor)  # Django's


def _share_processor(*connections: Connection) -> None:
    if not hasattr(os, "sched_setaffinity"):  # Linux alone lets one choose
        return
    processor = {max(os.sched_getaffinity(0))}
    for process in (0, *(connection.info.backend_pid for connection in connections)):
        os.sched_setaffinity(process, processor)


def _compare(  # noqa: PLR0913 -- both sides, and how often they are asked
    run: Run, what: str, sides: tuple[tuple[Connection, str], ...], params: Params, *, rounds: int, times: int
) -> None:
    asked = [lambda side=side: side[0].execute(side[1].encode(), params).fetchall() for side in sides]
    if asked[0]() != asked[1]():
        raise SystemExit(f"{what}: the two sides answer differently, so nothing was measured.")
    ours, plain = ([each * MILLI for each in seconds] for seconds in alternate(rounds, *asked, times=times))
    run.add(what, ours, "ms", peer=Peer("the same SQL with no security", plain), most_ratio=ALLOWED_RATIO)


if __name__ == "__main__":
    sys.exit(main())
