"""Reading under a purpose at a million people, against the same SQL with no security: the whole table, and one person.

    python bench/purpose_read.py [--people 1000000] [--rounds 25]

A PostgreSQL of its own in a temporary folder. People are made by SQL; half of them permit marketing. Both sides give
the same rows: the plain side states company and permission itself, as a careful view would. Statements are sent as
Django sends them, and so planned each time.

A round asks both sides one right after the other, each first in turn, and gives a ratio; the median ratio counts. Asked
in long runs, one side would meet what the machine does meanwhile, and the other not. For one person this process and
both servers of its connections share a processor: a server that runs on another processor than its client answers in up
to twice the time, and which of the two the system puts there is luck that lasts as long as they live.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
ALLOWED_RATIO = 1.25
DATABASES = {"DATABASE": "bench", "LERNA_KEYS_DATABASE": "bench_keys"}

COMPANY = """
insert into companies_company (slug, bin, legal_form, short_form, name, other_names, address, email, platform_host,
  policy_dated, responsible_name, responsible_position, responsible_email, created_at, changed_at)
select 'alma', '260140990018', t, t, t, '{}', t, 'info@alma.kz', 'alma.kz', '2026-01-02', t, t, 'info@alma.kz',
  now(), now()
from (values ('{"ru": "А", "kk": "А", "en": "A"}'::jsonb)) v(t) returning id
"""
PEOPLE = """
insert into subjects_datasubject (id, company_id, site, created_at, granted, permitted)
select gen_random_uuid(), %(company)s, 'alma', now(), mask, mask
from (select 15873 + 16 * (n %% 2) as mask from generate_series(1, %(people)s) n) m
"""
PROFILES = """
insert into subjects_profile (id, subject_id, company_id, permitted, name, email, email_index)
select gen_random_uuid(), id, company_id, permitted, sha256(id::text::bytea), sha256(id::text::bytea),
  sha256(('index' || id)::bytea) from subjects_datasubject
"""
SCAN = "select count(name), sum(length(email)) from subjects_profile"
ONE = "select name, email from subjects_profile where company_id = %(company)s and email_index = %(index)s"
BY_HAND = " company_id = %(company)s and permitted & 16 <> 0"

Connection = psycopg.Connection[tuple[object, ...]]
Side = tuple[Connection, str]


def main() -> int:
    """0 where both ratios are within the budget, 1 where one isn't."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "lerna.config.settings"
    from lerna.config.postgres.cluster import Cluster

    with tempfile.TemporaryDirectory(prefix="lerna-bench-") as folder:
        Path(folder).chmod(0o755)
        with Cluster(Path(folder) / "postgres").running() as cluster:
            _prepare(cluster, folder)
            company, index = _fill(cluster, options.people)
            params = {"company": company, "index": index}
            with ExitStack() as stack:
                plain = stack.enter_context(_connect(cluster, "postgres", cluster.password()))
                secured = stack.enter_context(_connect(cluster, "lerna_app", "bench"))
                secured.execute("set local role lerna_purpose_marketing")
                secured.execute("select set_config('lerna.company', %s, true)", [str(company)])
                scan = _compare(
                    "whole table", (plain, SCAN + " where" + BY_HAND), (secured, SCAN), params, options.rounds, 1
                )
                _share_processor(plain, secured)
                one = _compare(
                    "one person", (plain, ONE + " and" + BY_HAND), (secured, ONE), params, options.rounds * 20, 20
                )
    return 0 if max(scan, one) <= ALLOWED_RATIO else 1


def _prepare(cluster: "Cluster", folder: str) -> None:  # noqa: F821 -- imported only by the process that measures
    from lerna.config.postgres import roles

    with cluster.connect() as root:
        roles.ensure_roles(root, passwords=dict.fromkeys((roles.OWNER, roles.APP), "bench"))
    os.environ |= {"LERNA_VAR": folder, "LERNA_DATABASE_ROLE": "owner"}
    for prefix, name in DATABASES.items():
        with cluster.connect() as root:
            roles.ensure_database(root, name)
        with cluster.connect(name) as root:
            roles.grant_application(root, database=name)
        os.environ[f"{prefix}_OWNER_URL"] = cluster.url(user=roles.OWNER, password="bench", database=name)  # noqa: S106
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    connections.close_all()


def _fill(cluster: "Cluster", people: int) -> tuple[object, object]:  # noqa: F821 -- as above
    with cluster.connect("bench") as root:
        (company,) = root.execute(COMPANY).fetchone() or (None,)
        root.execute("set session_replication_role = replica")  # the triggers are measured elsewhere
        root.execute(PEOPLE, {"company": company, "people": people})
        root.execute(PROFILES)
        root.execute("vacuum analyze")
        (index,) = root.execute(
            "select email_index from subjects_profile where permitted & 16 <> 0 limit 1"
        ).fetchone() or (None,)
    return company, index


def _connect(cluster: "Cluster", user: str, password: str) -> Connection:  # noqa: F821 -- as above
    url = cluster.url(user=user, password=password, database="bench")
    return psycopg.connect(url, cursor_factory=psycopg.ClientCursor)  # Django's


def _share_processor(*connections: Connection) -> None:
    if not hasattr(os, "sched_setaffinity"):  # Linux alone lets one choose
        return
    processor = {max(os.sched_getaffinity(0))}
    for process in (0, *(connection.info.backend_pid for connection in connections)):
        os.sched_setaffinity(process, processor)


def _compare(  # noqa: PLR0913, PLR0917 -- the two sides and what both are asked
    title: str, plain: Side, secured: Side, params: dict[str, object], rounds: int, times: int
) -> float:
    sides, seconds, answers = (plain, secured), ([], []), set()
    for number in range(rounds):
        for side in ((0, 1), (1, 0))[number % 2]:
            connection, query = sides[side]
            start = time.perf_counter()
            for _ in range(times):
                answers.add(tuple(connection.execute(query.encode(), params).fetchall()))
            seconds[side].append((time.perf_counter() - start) / times)
    if len(answers) != 1:
        raise SystemExit(f"{title}: the two sides answer differently, so nothing was measured.")
    ratio = statistics.median(under / bare for bare, under in zip(*seconds, strict=True))
    before, after = (statistics.median(side) * 1e3 for side in seconds)
    print(
        f"{title}: plain {before:.2f} ms, under a purpose {after:.2f} ms, ratio {ratio:.2f} (budget {ALLOWED_RATIO}); "
        f"{rounds} rounds, load {os.getloadavg()[0]:.1f}"
    )
    return ratio


if __name__ == "__main__":
    sys.exit(main())
