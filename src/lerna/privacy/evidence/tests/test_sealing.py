"""Entries become blocks: each once, late ones too, whatever is killed in between."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from lerna.privacy.evidence import jobs
from lerna.privacy.evidence.models import Block
from lerna.privacy.evidence.seal.export import ExportError, export_path, read_export
from lerna.privacy.evidence.seal.findings import Flaw
from lerna.privacy.evidence.seal.headers import NO_PREVIOUS, HeaderError, hash_header, read_header
from lerna.privacy.evidence.seal.keys import FileKeys, KeyFileError, is_signed
from lerna.privacy.evidence.seal.sealing import PATIENCE, rotate_key, seal_entries
from lerna.privacy.evidence.tests.ledger import Ledger


def sealed_ids() -> list[int]:
    return [entry for ids in Block.objects.order_by("number").values_list("entry_ids", flat=True) for entry in ids]


def test_each_entry_is_sealed_once_and_in_order(ledger: Ledger) -> None:
    ids = ledger.add(10)
    headers = ledger.seal(block_size=4)
    assert [(header.number, header.first, header.count) for header in headers] == [(1, 0, 4), (2, 4, 4), (3, 8, 2)]
    assert sealed_ids() == ids
    assert ledger.seal() == []
    assert headers[0].previous == NO_PREVIOUS
    assert headers[2].previous == hash_header(headers[1].to_text())
    assert all(
        is_signed(header.key, header.to_text().encode(), bytes(block.signature))
        for header, block in zip(headers, Block.objects.order_by("number"), strict=True)
    )


def test_each_company_has_a_ledger_and_a_key_of_its_own(ledger: Ledger) -> None:
    ours, theirs = ledger.add(2), ledger.add(3, company=ledger.kerbez)
    [own] = ledger.seal()
    [other] = seal_entries(company=ledger.kerbez)
    assert (own.number, own.count, own.company) == (1, 2, "newskills")
    assert (other.number, other.count, other.company) == (1, 3, "kerbez-agy")
    assert own.key != other.key
    assert sealed_ids() == [*ours, *theirs]


def test_an_entry_that_commits_late_is_not_lost(ledger: Ledger) -> None:
    """Its id is drawn before the others', and it appears when they are sealed already."""
    with ledger.root() as slow:
        slow.execute("begin")
        [(late,)] = slow.execute(
            "insert into evidence_entry (company_id, at, line) values (%s, now(), %s) returning id",
            [ledger.newskills.pk, '{"operation":"store","clause":"7.1-г","actor":"job"}'],
        ).fetchall()
        early = ledger.add(3)
        ledger.seal()
        slow.execute("commit")
    assert late < early[0]
    [header] = ledger.seal()
    assert (header.lowest_id, header.highest_id, header.first) == (late, late, 3)
    assert ledger.verify().findings == ()


def test_only_everything_finds_what_came_after_our_patience(ledger: Ledger) -> None:
    [late, *_] = ledger.add(3)
    ledger.forge(
        "create table aside as select * from evidence_entry where id = {entry}",
        "delete from evidence_entry where id = {entry}",
        entry=late,
    )
    ledger.seal()
    ledger.forge(  # the block is an hour old, and another follows
        'update evidence_block set header = regexp_replace(header, \'"sealed_at":"[^"]+"\', \'"sealed_at":"\' ||'
        " to_char(timezone('UTC', now()) - interval '1 s' * {age}, 'YYYY-MM-DD\"T\"HH24:MI:SS.US+00:00') || '\"')",
        age=int(PATIENCE.total_seconds()) + 60,
    )
    export_path("newskills").unlink()
    ledger.add(1)
    ledger.seal()
    ledger.forge("insert into evidence_entry (id, company_id, at, recorded_at, line) overriding system value"
                 " select id, company_id, at, recorded_at, line from aside")  # fmt: skip
    assert ledger.seal() == []
    assert Flaw.UNSEALED in ledger.flaws(unsealed_after=timedelta(0))
    [header] = ledger.seal(everything=True)
    assert header.highest_id == late


def test_many_hands_record_while_two_seal(ledger: Ledger, in_thread: Callable[..., Future[object]]) -> None:
    writers = [in_thread(lambda: ledger.add(40)) for _ in range(3)]
    sealers = [in_thread(lambda: [ledger.seal(block_size=7) for _ in range(10)]) for _ in range(2)]
    for thread in (*writers, *sealers):
        thread.result()
    ledger.seal()
    assert len(sealed_ids()) == len(set(sealed_ids())) == 120
    assert ledger.verify().findings == ()


def test_two_sealers_do_not_meet(ledger: Ledger, in_thread: Callable[..., Future[object]]) -> None:
    ledger.add(2)
    seen: list[int] = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s, %s)", [0x1E4A_E71D, ledger.newskills.pk])
        in_thread(lambda: seen.append(len(ledger.seal()))).result()
    assert seen == [0]
    assert len(ledger.seal()) == 1


class Killed(BaseException):
    """What `kill -9` looks like from inside: nothing after it runs."""


class DyingKeys(FileKeys):
    """Keys whose provider is killed at the call of this name."""

    def __init__(self, moment: str) -> None:
        super().__init__()
        self._moment = moment

    def sign(self, company: str, message: bytes, key: bytes) -> bytes:
        if self._moment == "sign":
            raise Killed
        return super().sign(company, message, key)

    def prepare_next(self, company: str) -> bytes:
        key = super().prepare_next(company)
        if self._moment == "prepared":
            raise Killed
        return key

    def take_up_next(self, company: str, key: bytes) -> None:
        if self._moment == "take up":
            raise Killed
        super().take_up_next(company, key)


def test_killed_before_the_block_stands_it_begins_again(ledger: Ledger) -> None:
    ledger.add(5)
    with pytest.raises(Killed):
        list(seal_entries(company=ledger.newskills, keys=DyingKeys("sign")))
    assert not Block.objects.exists()
    assert [header.count for header in ledger.seal()] == [5]
    assert ledger.verify().findings == ()


@pytest.mark.parametrize("kept", [0, 1, 100, -1], ids=["nothing", "a byte", "half a line", "all but the end of line"])
def test_killed_before_the_file_is_written_the_next_writes_it(kept: int, ledger: Ledger) -> None:
    ledger.add(3)
    ledger.seal()
    path = export_path("newskills")
    whole = path.read_bytes()
    path.write_bytes(whole[:kept])
    ledger.seal()
    assert path.read_bytes() == whole
    ledger.add(1)
    ledger.seal()
    assert [line.number for line in read_export("newskills")] == [1, 2]
    assert ledger.verify().findings == ()


@pytest.mark.parametrize("moment", ["prepared", "sign", "take up"])
def test_killed_while_the_key_changes_it_goes_on(moment: str, ledger: Ledger) -> None:
    ledger.add(2)
    ledger.seal()
    with pytest.raises(Killed):
        rotate_key(company=ledger.newskills, keys=DyingKeys(moment))
    assert ledger.verify().findings == ()
    ledger.add(1)
    ledger.seal()
    rotate_key(company=ledger.newskills)
    ledger.add(1)
    assert ledger.seal()[0].key == FileKeys().find_public_key("newskills")
    assert ledger.verify().findings == ()


def test_it_does_not_build_on_a_rewritten_database(ledger: Ledger) -> None:
    ledger.add(2)
    ledger.seal()
    ledger.forge("truncate evidence_block")
    with pytest.raises(ExportError, match="which the database lacks"):
        ledger.seal()
    assert not Block.objects.exists()


def test_it_does_not_sign_with_another_key(ledger: Ledger) -> None:
    ledger.add(1)
    ledger.seal()
    (Path(settings.LERNA_VAR) / "secrets" / "evidence" / "newskills.ed25519").unlink()
    FileKeys().public_key("newskills")
    ledger.add(1)
    with pytest.raises(KeyFileError, match="holds another or none"):
        ledger.seal()
    assert Block.objects.count() == 1


def test_a_key_is_its_owners_alone(ledger: Ledger) -> None:
    ledger.add(1)
    ledger.seal()
    path = Path(settings.LERNA_VAR) / "secrets" / "evidence" / "newskills.ed25519"
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        FileKeys().public_key("newskills")
    path.chmod(0o600)
    path.write_text("nonsense")
    with pytest.raises(KeyFileError, match="damaged"):
        FileKeys().public_key("newskills")


def test_a_damaged_file_is_said(ledger: Ledger) -> None:
    ledger.add(1)
    ledger.seal()
    path = export_path("newskills")
    path.write_bytes(b"nonsense\n" + path.read_bytes())
    with pytest.raises(ExportError, match="line 1 isn't as it was written"):
        ledger.verify()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"number":"x"}', '{"root":1}'])
def test_what_is_no_header_is_refused(text: str) -> None:
    with pytest.raises(HeaderError):
        read_header(text)


def test_the_job_seals_every_company(ledger: Ledger) -> None:
    ledger.add(2)
    ledger.add(1, company=ledger.kerbez)
    jobs.seal(timestamp=1_800_000_000)
    assert [block.company.slug for block in Block.objects.order_by("company__slug")] == ["kerbez-agy", "newskills"]
    jobs.seal(timestamp=1_800_000_000)
    assert Block.objects.count() == 2


@pytest.mark.clause("2.4")
@pytest.mark.parametrize(
    "statement",
    [
        "update evidence_entry set line = line",
        "delete from evidence_entry",
        "truncate evidence_entry",
        "update evidence_block set header = header",
        "delete from evidence_block",
        "truncate evidence_block",
        "insert into evidence_entry (company_id, at, recorded_at, line) select 1, now(), now(), '{}'",
        "insert into evidence_entry (id, company_id, at, line) select 99, company_id, at, line from evidence_entry",
    ],
)
def test_neither_application_nor_superuser_changes_evidence(statement: str, ledger: Ledger) -> None:
    ledger.add(1)
    ledger.seal()
    before = ledger.verify()
    with pytest.raises(ProgrammingError, match="denied"), connection.cursor() as cursor:
        cursor.execute(statement)
    if not statement.startswith("insert"):
        with ledger.root() as root, pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"):
            root.execute(statement)
    assert ledger.verify() == before
