"""Reading under a purpose at a million people, against the same SQL with no security: the whole table, and one person.

    python bench/purpose_read.py [--people 1000000] [--rounds 7]

A PostgreSQL of its own in a temporary folder. People are made by SQL; half of them permit marketing. Both sides give
the same rows: the plain side states company and permission itself, as a careful view would. Rounds are
interleaved; the median of each side counts.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
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


def main() -> int:
    """0 where both ratios are within the budget, 1 where one isn't."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "lerna.config.settings"
    from lerna.config.postgres.cluster import Cluster

    with tempfile.TemporaryDirectory(prefix="lerna-bench-") as folder:
        Path(folder).chmod(0o755)
        with Cluster(Path(folder) / "postgres").running() as cluster:
            _prepare(cluster, folder)
            with cluster.connect("bench") as root:
                company, index = _fill(root, options.people)
                app = psycopg.connect(cluster.url(user="lerna_app", password="bench", database="bench"))  # noqa: S106
                params = {"company": company, "index": index}
                scan = _compare("whole table", root, app, (SCAN + " where" + BY_HAND, SCAN), params, options.rounds, 1)
                one = _compare("one person", root, app, (ONE + " and" + BY_HAND, ONE), params, options.rounds, 500)
                app.close()
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


def _fill(root: psycopg.Connection[tuple[object, ...]], people: int) -> tuple[object, object]:
    (company,) = root.execute(COMPANY).fetchone() or (None,)
    root.execute("set session_replication_role = replica")  # the triggers are measured elsewhere
    root.execute(PEOPLE, {"company": company, "people": people})
    root.execute(PROFILES)
    root.execute("set session_replication_role = origin")
    root.execute("vacuum analyze")
    (index,) = root.execute(
        "select email_index from subjects_profile where permitted & 16 <> 0 limit 1"
    ).fetchone() or (None,)
    return company, index


def _compare(  # noqa: PLR0913, PLR0917 -- the two sides and what both are asked
    title: str,
    root: psycopg.Connection[tuple[object, ...]],
    app: psycopg.Connection[tuple[object, ...]],
    queries: tuple[str, str],
    params: dict[str, object],
    rounds: int,
    times: int,
) -> float:
    plain, secured, answers = [], [], set()
    for _ in range(rounds):
        for connection, query, seconds in ((root, queries[0], plain), (app, queries[1], secured)):
            with connection.transaction():
                if connection is app:
                    connection.execute("set local role lerna_purpose_marketing")
                    connection.execute("select set_config('lerna.company', %s, true)", [str(params["company"])])
                start = time.perf_counter()
                for _ in range(times):
                    answers.add(tuple(connection.execute(query.encode(), params).fetchall()))
                seconds.append((time.perf_counter() - start) / times)
    if len(answers) != 1:
        raise SystemExit(f"{title}: the two sides answer differently, so nothing was measured.")
    ratio = statistics.median(secured) / statistics.median(plain)
    before, after = (statistics.median(side) * 1e3 for side in (plain, secured))
    print(f"{title}: plain {before:.2f} ms, under a purpose {after:.2f} ms, ratio {ratio:.2f} (budget {ALLOWED_RATIO})")
    return ratio


if __name__ == "__main__":
    sys.exit(main())
