"""A PostgreSQL of its own with very many people, made by SQL past every trigger: their coming isn't measured."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATHS = [str(ROOT / "src"), str(ROOT / "bench")]
BASE = "00000000-0000-4000-8000-%s"

_PEOPLE = """
insert into subjects_datasubject (id, company_id, site, created_at, granted, permitted, representative_basis)
select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, {company}, 'lerna', now(), {granted},
{granted}, '' from generate_series({first}, {last}) n;
insert into subjects_profile (id, subject_id, company_id, permitted, name, email_index, changed_at)
select gen_random_uuid(), id, company_id, permitted, sha256(id::text::bytea) || sha256('1'), sha256(id::text::bytea),
now() from subjects_datasubject where id between {low} and {high};
insert into lifecycle_clock (company_id, subject, bit, last_on)
select company_id, id, 1, current_date from subjects_datasubject where id between {low} and {high};
"""
_NOTES = """
insert into people_note (id, subject_id, company_id, permitted, text, written_at)
select gen_random_uuid(), s.id, company_id, permitted, sha256(s.id::text::bytea) || sha256(n::text::bytea), now()
from subjects_datasubject s cross join generate_series(1, {notes}) n where s.id between {low} and {high};
"""
_KEYS = """
insert into keys_datakey (subject, company, wrapped, version, made_at)
select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, {company},
sha256(n::text::bytea) || substr(sha256('2'), 1, 28), 1, now() from generate_series({first}, {last}) n;
"""


@contextmanager
def world() -> Iterator["Cluster"]:  # noqa: F821 -- imported once the path is known
    """A migrated installation, Django set up as the application's role; gives its server."""
    sys.path[:0] = PATHS
    os.environ["DJANGO_SETTINGS_MODULE"] = "people.settings"
    from lerna.config.postgres.cluster import Cluster

    with tempfile.TemporaryDirectory(prefix="lerna-bench-") as folder:
        Path(folder).chmod(0o755)
        with Cluster(Path(folder) / "postgres").running() as cluster:
            _prepare(cluster, folder)
            yield cluster


def make_people(cluster: "Cluster", first: int, last: int, *, notes: int) -> None:  # noqa: F821
    """People of Newskills numbered from `first` to `last`, each with a profile, a clock, a key and so many notes."""
    from lerna.companies.models import Company

    company = Company.objects.get(slug="newskills").pk
    low, high = (f"'{BASE % format(number, '012x')}'" for number in (first, last))
    values = {"company": company, "granted": 1 | 1 << 13, "first": first, "last": last, "low": low, "high": high}
    values["notes"] = notes
    for database, sql in (("bench", _PEOPLE), ("bench", _NOTES if notes else ""), ("bench_keys", _KEYS)):
        with cluster.connect(database) as root:
            root.execute("set session_replication_role = replica")
            for statement in sql.format(**values).split(";"):
                if statement.strip():
                    root.execute(statement.encode())
    for database in ("bench", "bench_keys"):
        with cluster.connect(database) as root:
            root.execute("vacuum analyze")
            root.execute("checkpoint")


def _prepare(cluster: "Cluster", folder: str) -> None:  # noqa: F821
    from lerna.config.postgres import roles

    with cluster.connect() as root:
        roles.ensure_roles(root, passwords=dict.fromkeys((roles.OWNER, roles.APP), "bench"))
        for database in ("bench", "bench_keys"):
            roles.ensure_database(root, database)
            with cluster.connect(database) as inside:
                roles.grant_application(inside, database=database)
    os.environ |= {"LERNA_VAR": folder, "LERNA_LOG_LEVEL": "WARNING"}
    for prefix, database in (("", "bench"), ("LERNA_KEYS_", "bench_keys")):
        for infix, user in (("", roles.APP), ("OWNER_", roles.OWNER)):
            url = cluster.url(user=user, password="bench", database=database)  # noqa: S106 -- of nothing
            os.environ[f"{prefix}DATABASE_{infix}URL"] = url
    environment = os.environ | {"LERNA_DATABASE_ROLE": "owner", "PYTHONPATH": os.pathsep.join(PATHS)}
    # The benchmarks' own table has no migration, and points at one that has: it comes after.
    for database, module, words in (("keys", "lerna.config", ()), ("default", "lerna.config", ()),
                                    ("default", "people", ("--run-syncdb",))):  # fmt: skip
        command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--database", database, *words]
        settings_module = {"DJANGO_SETTINGS_MODULE": f"{module}.settings"}
        subprocess.run(command, env=environment | settings_module, check=True)
    import django

    django.setup()
    from django.conf import settings

    from lerna.companies.operations import load_companies
    from lerna.kit import clock
    from lerna.privacy.subjects.crypto.providers import key_provider

    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=clock.now())
    key_provider().make("newskills")
