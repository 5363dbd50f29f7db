"""A PostgreSQL of its own with very many people, made by SQL past every trigger: their coming isn't measured."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

ROOT = Path(__file__).resolve().parents[2]
PATHS = [str(ROOT / "src"), str(ROOT / "bench")]
_BASE = "00000000-0000-4000-8000-%s"
_GRANTED = 1 | 1 << 13  # consulting, and the proof of it

_PEOPLE = """
insert into subjects_datasubject (id, company_id, site, created_at, granted, permitted, representative_basis)
select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, {company}, 'lerna', now(), {granted},
{granted}, '' from generate_series({first}, {last}) n;
insert into lifecycle_clock (company_id, subject, bit, last_on)
select company_id, id, 1, current_date from subjects_datasubject where id between {low} and {high}
"""
_NOTES = """
insert into people_note (id, subject_id, company_id, permitted, text, written_at)
select gen_random_uuid(), s.id, company_id, permitted, sha256(s.id::text::bytea) || sha256(n::text::bytea), now()
from subjects_datasubject s cross join generate_series(1, {notes}) n where s.id between {low} and {high}
"""
_KEYS = "copy keys_datakey (subject, company, wrapped, version, made_at) from stdin"
_PROFILES = """
copy subjects_profile (id, subject_id, company_id, permitted, name, name_tokens, email, email_index, changed_at)
from stdin
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


def number_people(first: int, last: int) -> list[UUID]:
    """The numbers under which `make_people` makes them."""
    return [UUID(_BASE % format(number, "012x")) for number in range(first, last + 1)]


def make_people(cluster: "Cluster", first: int, last: int, *, notes: int = 0) -> None:  # noqa: F821
    """People of Newskills numbered from `first` to `last`, each with a clock.

    With `notes` each has so many, and a key and a profile that is sealed by it and found by its indexes.
    """
    from lerna.companies.models import Company

    company = Company.objects.get(slug="newskills").pk
    low, high = (f"'{_BASE % format(number, '012x')}'" for number in (first, last))
    values = {"company": company, "granted": _GRANTED, "first": first, "last": last, "low": low, "high": high}
    with cluster.connect("bench") as main, cluster.connect("bench_keys") as keys:
        main.execute("set session_replication_role = replica")
        for statement in (_PEOPLE + (f";{_NOTES}" if notes else "")).format(**values, notes=notes).split(";"):
            main.execute(statement.encode())
        if notes:
            _make_profiles(main, keys, company, number_people(first, last))
        for connection in (main, keys):
            connection.execute("vacuum analyze")
            connection.execute("checkpoint")


def _make_profiles(main: "Connection", keys: "Connection", company: int, people: list[UUID]) -> None:  # noqa: F821
    from lerna.kit import clock
    from lerna.privacy.subjects.crypto.blind import blinding
    from lerna.privacy.subjects.crypto.envelope import KEY_BYTES, Place, seal, wrap_key
    from lerna.privacy.subjects.crypto.providers import key_provider

    provided, now = key_provider().read("newskills"), clock.now()
    hash_name, hash_email = (
        blinding(slug="newskills", column=f"subjects_profile.{column}") for column in ("name_tokens", "email_index")
    )
    with (
        main.cursor() as profiling,
        keys.cursor() as keying,
        profiling.copy(_PROFILES) as profiles,
        keying.copy(_KEYS) as wrapped,
    ):
        for subject in people:
            row, key = uuid4(), os.urandom(KEY_BYTES)
            name, email = "айгерім", f"aigerim-{subject.hex[-12:]}@example.kz"
            sealed = {
                column: seal(value, key=key, place=Place(company, "subjects_profile", column, subject, str(row)))
                for column, value in (("name", name), ("email", email))
            }
            profiles.write_row((row, subject, company, _GRANTED, sealed["name"], [hash_name(name)], sealed["email"],
                                hash_email(email), now))  # fmt: skip
            wrapping_key = provided.wrapping_key(provided.current)
            own = wrap_key(key, wrapping_key=wrapping_key, company=company, subject=subject)
            wrapped.write_row((subject, company, own, provided.current, now))


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
