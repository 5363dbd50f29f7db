"""Behind a real pooler in transaction mode: who comes next on a server's connection gets nothing of who was before."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import ProgrammingError, connection, connections, transaction
from psycopg import sql

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.config.checks.machine import find_pooler, find_pooler_problem
from lerna.config.postgres import roles
from lerna.config.postgres.cluster import SYSTEM_USER, Cluster
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.models import Letter, State
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import create_subject, forbid, permit, state_profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.usefixtures("committed")

CONFIGURATION = """
[databases]
{name} = host={sockets} port=5432
[pgbouncer]
pool_mode = transaction
default_pool_size = {size}
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
"""


@dataclass(frozen=True, slots=True)
class Pooler:
    """A pooler before the tests' server."""

    port: int

    def url(self) -> str:
        """The application's connection to the main database, by way of the pooler."""
        given = connections["default"].settings_dict
        password = quote(str(given["PASSWORD"]), safe="")
        return f"postgresql://{roles.APP}:{password}@127.0.0.1:{self.port}/{given['NAME']}"


def start_pooler(cluster: Cluster, folder: Path, size: int) -> tuple[Pooler, subprocess.Popen[bytes]]:
    given = connections["default"].settings_dict
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    users, configuration = folder / "users.txt", folder / "pgbouncer.ini"
    users.write_text(f'"{roles.APP}" "{given["PASSWORD"]}"\n')
    configuration.write_text(
        CONFIGURATION.format(name=given["NAME"], sockets=cluster.sockets, size=size, port=port, users=users)
    )
    # It refuses to run as root, as PostgreSQL does; it has read both files before it becomes another user.
    user = ["-u", SYSTEM_USER] if os.geteuid() == 0 else []
    with (folder / "pgbouncer.log").open("wb") as log:
        process = subprocess.Popen([str(find_pooler()), "-q", *user, str(configuration)], stderr=log)
    for _ in range(100):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return Pooler(port), process
        time.sleep(0.05)
    process.kill()
    process.wait()
    pytest.fail("The pooler did not come up: " + (folder / "pgbouncer.log").read_text()[-500:])


@pytest.fixture(params=[1, 3], ids=["one", "three"])
def pooler(
    request: pytest.FixtureRequest,
    committed: None,  # noqa: ARG001 -- its connections go another way
    cluster: Cluster,
    tmp_path: Path,
) -> Iterator[Pooler]:
    """Django's own connection goes by it; one or three connections of the server serve everybody."""
    if problem := find_pooler_problem():
        if os.environ.get("CI"):
            pytest.fail(problem)
        pytest.skip(problem)
    pooler, process = start_pooler(cluster, tmp_path, request.param)
    main = connections["default"]
    direct = dict(main.settings_dict)
    main.close()
    main.settings_dict |= {"HOST": "127.0.0.1", "PORT": str(pooler.port)}
    try:
        yield pooler
    finally:
        connections.close_all()
        main.settings_dict |= {"HOST": direct["HOST"], "PORT": direct["PORT"]}
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def people(pooler: Pooler) -> dict[str, DataSubject]:  # noqa: ARG001
    """Aigerim of Newskills and Boris of KERBEZ, who both permit consulting and marketing."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=clock.now())
    return {
        name: register(slug, name, f"{email}@example.kz")
        for slug, name, email in (("newskills", "Айгерім", "aigerim"), ("kerbez-agy", "Борис", "boris"))
    }


def register(slug: str, name: str, email: str) -> DataSubject:
    company = Company.objects.get(slug=slug)
    key_provider().make(slug)
    subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=clock.now())
    permit(subject=subject, purposes=[Purpose.CONSULTING, Purpose.MARKETING])
    with processing(Purpose.CONSULTING, company=company, reason="an application"):
        state_profile(subject=subject, actor=Actor.PERSON, now=clock.now(), name=name, email=email)
    return subject


def who_and_where() -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, coalesce(current_setting('lerna.company', true), '')")
        found: tuple[object, ...] = cursor.fetchone()
        return found


def names(company: Company, purpose: Purpose) -> list[str]:
    with processing(purpose, company=company, reason="test"):
        return [str(profile.name) for profile in Profile.objects.all()]


@pytest.mark.clause("8.2")
def test_two_clients_of_different_purposes_and_companies_share_connections_and_nothing_else(
    people: dict[str, DataSubject],
) -> None:
    """Each asks the same a dozen times: what one connection prepared, the next wouldn't know."""
    wrong: list[object] = []
    begin = threading.Barrier(len(people))

    def work(name: str, purpose: Purpose) -> None:
        company = people[name].company
        try:
            begin.wait(10)
            for _ in range(12):
                if (seen := names(company, purpose)) != [name]:
                    wrong.append(seen)
                if (left := who_and_where()) != (roles.APP, ""):
                    wrong.append(left)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=work, args=given)
        for given in (("Айгерім", Purpose.MARKETING), ("Борис", Purpose.CONSULTING))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


@pytest.mark.clause("6.5")
def test_a_withdrawal_holds_for_the_next_query_by_whatever_connection(people: dict[str, DataSubject]) -> None:
    aigerim = people["Айгерім"]
    assert names(aigerim.company, Purpose.MARKETING) == ["Айгерім"]
    forbid(subject=aigerim, purposes=[Purpose.MARKETING])
    for _ in range(4):
        assert names(aigerim.company, Purpose.MARKETING) == []


@pytest.mark.clause("8.2")
def test_a_stranger_on_a_used_connection_reads_nothing(pooler: Pooler, people: dict[str, DataSubject]) -> None:
    """By raw SQL and without a transaction, between the blocks of others, one of which broke."""
    company = people["Айгерім"].company
    with psycopg.connect(pooler.url(), autocommit=True) as stranger:
        for _ in range(6):
            assert names(company, Purpose.CONSULTING) == ["Айгерім"]
            with pytest.raises(ProgrammingError), processing(Purpose.CONSULTING, company=company, reason="test"):
                connection.cursor().execute("select no_such_column from companies_company")
            for table in ("subjects_profile", "subjects_datasubject"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    stranger.execute(sql.SQL("select 1 from {}").format(sql.Identifier(table)))
            found = stranger.execute("select current_user, coalesce(current_setting('lerna.company', true), '')")
            assert found.fetchall() == [(roles.APP, "")]


def test_the_job_worker_sends_letters_through_it(
    pooler: Pooler, people: dict[str, DataSubject], settings: object
) -> None:
    """Nobody wakes it: notifications don't pass such a pooler. It asks every few seconds."""
    aigerim = people["Айгерім"]
    with transaction.atomic():
        letter = send_letter(
            subject=aigerim, purpose=Purpose.CONSULTING, template="application-received", language="kk",
            context={"course": "Дизайн", "received_at": clock.now()}, now=clock.now(),
        )  # fmt: skip
    keys = connections["keys"].settings_dict
    password, sockets = quote(str(keys["PASSWORD"]), safe=""), quote(str(keys["HOST"]), safe="")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lerna.config.settings",
        "PYTHONPATH": "src",
        "DATABASE_URL": pooler.url(),
        "LERNA_KEYS_DATABASE_URL": f"postgresql://{keys['USER']}:{password}@{sockets}/{keys['NAME']}",
        "LERNA_VAR": str(settings.LERNA_VAR),  # type: ignore[attr-defined]
    }
    worker = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "lerna.config.worker"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        for _ in range(120):
            with processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"):
                if Letter.objects.get(pk=letter.pk).state == State.SENT:
                    return
            time.sleep(0.5)
        pytest.fail("the letter was not sent")
    finally:
        worker.terminate()
        worker.wait(timeout=20)
