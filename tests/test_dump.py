"""Whoever gets the database without the keys reads nobody in it: neither in a dump, nor in its files, nor beside it.

People went through every form there is before; their letters wait in the outbox, then have been sent, then they leave.
"""

import logging
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection

from lerna.accounts.staff import add_staff
from lerna.accounts.tests.cast import open_desk
from lerna.companies.models import Company
from lerna.config.postgres.cluster import Cluster
from lerna.config.postgres.programs import find_programs
from lerna.doors.cabinet.tests.conftest import Visitor, read_code, visitor  # noqa: F401 -- a fixture
from lerna.kit import clock
from lerna.privacy.letters.sweep import deliver_due
from lerna.privacy.letters.tests.conftest import Peer, peer  # noqa: F401 -- a fixture
from lerna.privacy.lifecycle.endings import export_endings
from spellings import find_spelled

QURALAY = {
    "name": "Құралай",
    "surname": "Әбдіқадырова",
    "email": "Quralay.Mail@example.kz",
    "phone": "+77015550199",
    "password": "семь тополей у арыка",
}
DANA = {"name": "Кұралайша", "surname": "Семипалатинская", "email": "semipalat@example.kz", "phone": "+77051112233"}
STAFF = {"name": "Верасвета", "email": "verasveta@example.kz"}
IIN = "850312400123"
COMMENT = f"Мой ИИН {IIN}, перезвоните Жаңагүл Төлеубайқызы"
VALUES = (
    *QURALAY.values(), *DANA.values(), *STAFF.values(), IIN, "Жаңагүл", "Төлеубайқызы", "новый пароль из слов",
)  # fmt: skip


@pytest.fixture
def db(committed: None) -> None:
    """Real commits instead of pytest-django's own transaction: a dump sees nothing else."""


def walk_through_every_form(visitor: Visitor) -> None:  # noqa: F811
    """Both people, with slips: forms that are refused hold values too."""
    visitor.sign_up(**QURALAY, **{"agree-learning": ""})
    visitor.sign_up("", "marketing", **QURALAY, representative_name=DANA["name"])
    _, _, address = visitor.sign_up("/kk", "marketing", "personal-offers", **QURALAY)
    visitor.send(address, {"code": "000000"})
    assert visitor.send(address, {"code": read_code()})[2] == "/kk/account/"
    for path, typed in (
        ("/account/details/", {name: DANA[name] for name in ("name", "surname", "phone")}),
        ("/account/details/", {"name": "", "phone": "not a number, " + DANA["phone"]}),
        ("/account/details/email/", {"email": DANA["email"]}),
        ("/account/details/password/", {"password": "новый пароль из слов"}),
        ("/account/consents/marketing/", {"set": "off"}),
        ("/account/download/", {}),
        ("/account/leave/", {"do": "leave"}),
        ("/account/leave/", {"do": "stay"}),
        ("/account/sign-out/", {}),
        ("/account/sign-in/", {"login": QURALAY["email"], "password": DANA["email"]}),
        ("/account/sign-in/", {"login": QURALAY["phone"], "password": QURALAY["password"]}),
        ("/account/code/", {"login": DANA["email"]}),
    ):
        assert visitor.send(path, typed)[0] < 500, path
    apply(visitor, QURALAY)
    apply(visitor, DANA | {"representative": "yes"})


def apply(visitor: Visitor, person: dict[str, str]) -> None:  # noqa: F811
    shown = dict(re.findall(r'name="(shown-[a-z-]+)"\s+value="([0-9a-f]{64})"', visitor.open("/apply/")))
    typed = {name: person[name] for name in ("name", "surname", "email", "phone")} | {"comment": COMMENT}
    if "representative" in person:
        typed |= {"age": "represented", "representative_name": QURALAY["name"], "representative_basis": "parent"}
    else:
        typed |= {"age": "adult"}
    visitor.send("/apply/", typed | shown)
    assert visitor.send("/apply/", typed | shown | {"agree-consulting": "on", "agree-marketing": "on"})[0] == 302


def dump(cluster: Cluster, *words: str) -> bytes:
    """What `pg_dump` gives a superuser, from whom no row is hidden."""
    url = cluster.url(user="postgres", password=cluster.password(), database=str(connection.settings_dict["NAME"]))
    programs = find_programs()
    command = [programs.path("pg_dump"), "--dbname", url, *words]
    done = subprocess.run(command, env={"PATH": os.environ["PATH"]}, capture_output=True, check=True)
    return done.stdout


def list_dumps(cluster: Cluster, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The main database as `pg_dump` writes it, in both of its formats."""
    plain, custom = dump(cluster, "--inserts"), folder / "custom.dump"
    assert b"letters_letter" in plain
    yield "dump", plain
    custom.write_bytes(dump(cluster, "--format=custom"))
    command = [find_programs().path("pg_restore"), "--file=-", str(custom)]
    yield "custom dump", subprocess.run(command, capture_output=True, check=True).stdout
    custom.unlink()


def list_server_files(cluster: Cluster, since: float) -> Iterator[tuple[str, bytes]]:
    """The main database's own files, what the server wrote ahead since then (a moment of the clock), and its log."""
    with cluster.connect(str(connection.settings_dict["NAME"])) as admin:
        admin.execute("checkpoint")
        [(number,)] = admin.execute("select oid::text from pg_database where datname = current_database()").fetchall()
    written = [path for path in (cluster.data / "pg_wal").iterdir() if path.is_file() and path.stat().st_mtime >= since]
    assert written
    for path in (*(cluster.data / "base" / str(number)).iterdir(), *written, cluster.log):
        yield path.name, path.read_bytes()


def list_files(var: Path) -> Iterator[tuple[str, bytes]]:
    """What the installation wrote beside the databases: evidence and endings, keys, acts."""
    for path in sorted(var.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(var)), path.read_bytes()


@pytest.mark.clause("8.3")
@pytest.mark.clause("11.1")
def test_nobody_is_readable_in_the_database_nor_beside_it(  # noqa: PLR0913, PLR0917 -- all places to look at
    cluster: Cluster,
    visitor: Visitor,  # noqa: F811
    peer: Peer,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
    settings: LazySettings,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    caplog.set_level(logging.DEBUG)
    started, elsewhere, var = time.time(), tmp_path_factory.mktemp("copies"), Path(settings.LERNA_VAR)
    company = Company.objects.get(slug="newskills")
    add_staff(company=company, role="manager", now=clock.now(), **STAFF)
    walk_through_every_form(visitor)
    manager = Visitor()
    manager.client.cookies["lerna"] = open_desk(company, "manager")
    assert QURALAY["surname"] in manager.open("/desk/leads/")
    places = [(f"{name}, letters waiting", found) for name, found in list_dumps(cluster, elsewhere)]

    sent = list(deliver_due(now=clock.now()))
    assert len(sent) == len(peer.messages) > 3
    call_command("evidence", "seal")
    assert export_endings(company)
    places += [
        *list_dumps(cluster, elsewhere), *list_server_files(cluster, started), *list_files(var),
        # The mail server of the test runs in this process too, and tells all it hears.
        ("log", "\n".join(each.getMessage() for each in caplog.records if each.name != "mail.log").encode()),
    ]  # fmt: skip
    assert {"evidence/newskills.log", "evidence/newskills.endings.log"} <= {name for name, _ in places}
    assert {name: found for name, content in places if (found := find_spelled(VALUES, content))} == {}


def test_the_letters_do_hold_what_the_database_does_not(
    visitor: Visitor,  # noqa: F811
    peer: Peer,  # noqa: F811
) -> None:
    """Else the search would find nothing because nothing was typed."""
    visitor.sign_up(**QURALAY)
    assert [result.end for _, _, result in deliver_due(now=clock.now())] == ["accepted"]
    assert find_spelled((QURALAY["email"],), peer.envelopes[0].content)
