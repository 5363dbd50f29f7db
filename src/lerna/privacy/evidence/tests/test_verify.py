"""An intruder with every right on the database changes the past; verification says which entry."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.seal.blocks import WORTH_A_PROCESS
from lerna.privacy.evidence.seal.export import export_path
from lerna.privacy.evidence.seal.findings import Flaw
from lerna.privacy.evidence.seal.keys import FileKeys
from lerna.privacy.evidence.seal.sealing import rotate_key
from lerna.privacy.evidence.tests.ledger import Ledger

NOW = timedelta(0)
SWAP = (  # everything but the ids
    "alter table evidence_entry drop constraint entry_head_is_true",
    """update evidence_entry e set line = '{{"id":' || id || ',' || (
        select substr(line, strpos(line, ',') + 1) from evidence_entry o where o.id = {one} + {other} - e.id
    ) where id in ({one}, {other})""",
)


@pytest.mark.clause("2.4")
def test_nothing_is_wrong_with_what_nobody_touched(ledger: Ledger) -> None:
    ledger.add(10)
    ledger.seal(block_size=4)
    ledger.add(2)
    report = ledger.verify()
    assert (report.entries, report.blocks, report.waiting, report.findings) == (10, 3, 2, ())


def test_an_empty_ledger_is_good(ledger: Ledger) -> None:
    assert ledger.seal() == []
    assert ledger.verify().findings == ()


@pytest.mark.clause("2.4")
def test_it_names_a_changed_entry(ledger: Ledger) -> None:
    ids = ledger.add(10)
    ledger.seal(block_size=4)
    ledger.forge("update evidence_entry set line = replace(line, '7.1-г', '7.1-е') where id = {entry}", entry=ids[5])
    [finding] = ledger.verify().findings
    assert (finding.flaw, finding.sentence) == (
        Flaw.CHANGED,
        f"Entry {ids[5]} of block 2 was changed after it was sealed.",
    )


@pytest.mark.clause("2.4")
def test_it_names_a_deleted_entry(ledger: Ledger) -> None:
    ids = ledger.add(10)
    ledger.seal(block_size=4)
    ledger.forge("delete from evidence_entry where id = {entry}", entry=ids[0])
    [finding] = ledger.verify().findings
    assert finding.flaw is Flaw.MISSING
    assert f"Entry {ids[0]} of block 1 is missing" in finding.sentence


def test_it_names_an_entry_given_to_another_company(ledger: Ledger) -> None:
    ids = ledger.add(3)
    ledger.seal()
    ledger.forge(
        "update evidence_entry set company_id = {kerbez} where id = {entry}", kerbez=ledger.kerbez.pk, entry=ids[2]
    )
    [finding] = ledger.verify().findings
    assert finding.flaw is Flaw.MISSING
    assert f"Entry {ids[2]} " in finding.sentence


@pytest.mark.clause("2.4")
def test_it_names_two_swapped_entries(ledger: Ledger) -> None:
    ids = ledger.add(6)
    ledger.seal(block_size=4)
    one, other = ids[1], ids[4]
    ledger.forge(*SWAP, one=one, other=other)
    sentences = " ".join(finding.sentence for finding in ledger.verify().findings)
    assert f"Entry {one} of block 1 was changed" in sentences
    assert f"Entry {other} of block 2 was changed" in sentences
    assert "entry_head_is_true is gone" in sentences


def test_it_says_where_the_words_of_an_entry_went(ledger: Ledger) -> None:
    ids = ledger.add(3)
    ledger.seal()
    one, other = ids[0], ids[2]
    ledger.forge(*SWAP, one=one, other=other)
    reordered = [finding.sentence for finding in ledger.verify().findings if finding.flaw is Flaw.REORDERED]
    assert len(reordered) == 2
    assert f"Entry {one} of block 1 was reordered: its words stand in entry {other} now." in reordered


@pytest.mark.clause("2.4")
def test_it_names_an_entry_put_in_later_with_an_old_date(ledger: Ledger) -> None:
    ids = ledger.add(3)
    ledger.seal()
    with ledger.root() as root:
        root.execute(
            "insert into evidence_entry (company_id, at, line) select company_id, at - interval '2 days', '{' ||"
            " substr(line, strpos(line, '\"operation\"')) from evidence_entry where id = %s",
            [ids[0]],
        )
    ledger.seal()
    [finding] = ledger.verify().findings
    assert finding.flaw is Flaw.BACKDATED
    assert f"Entry {ids[-1] + 1} says" in finding.sentence


@pytest.mark.clause("2.4")
def test_it_names_an_entry_whose_both_dates_are_forged(ledger: Ledger) -> None:
    ids = ledger.add(3)
    ledger.seal()
    ledger.forge(
        "insert into evidence_entry (id, company_id, at, recorded_at, line) overriding system value"
        " select 1000, company_id, at - interval '2 days', recorded_at - interval '2 days',"
        ' format(\'{{"id":1000,"recorded_at":"%s","at":"%s",\', recorded_at at time zone \'UTC\' - interval \'2 days\','
        " at at time zone 'UTC' - interval '2 days')"
        " || substr(line, strpos(line, '\"operation\"')) from evidence_entry where id = {entry}",
        entry=ids[0],
    )
    [unsealed] = ledger.verify().findings
    assert unsealed.flaw is Flaw.UNSEALED
    ledger.seal()
    [finding] = ledger.verify().findings
    assert finding.flaw is Flaw.BACKDATED
    assert "Entry 1000 claims to have been recorded" in finding.sentence


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")  # of Python 3.12, at a fork
@pytest.mark.parametrize("changed", [None, 0, 7, 32])
def test_many_blocks_are_read_by_several_processes_to_the_same_end(changed: int | None, ledger: Ledger) -> None:
    ids = ledger.add(2 * WORTH_A_PROCESS + 1)
    ledger.seal(block_size=1)
    expected: list[str] = []
    if changed is not None:
        ledger.forge(
            "update evidence_entry set line = replace(line, '7.1-г', '7.1-е') where id = {entry}", entry=ids[changed]
        )
        expected = [f"Entry {ids[changed]} of block {changed + 1} was changed after it was sealed."]
    report = ledger.verify()
    assert (report.entries, report.blocks, report.waiting) == (33, 33, 0)
    assert [finding.sentence for finding in report.findings] == expected


def test_it_names_entries_that_nobody_sealed(ledger: Ledger) -> None:
    sealed = ledger.add(2)
    ledger.seal()
    waiting = ledger.add(2)
    assert ledger.verify().waiting == 2
    findings = ledger.verify(unsealed_after=NOW).findings
    assert {finding.flaw for finding in findings} == {Flaw.UNSEALED}
    assert [finding.sentence.split(",")[0] for finding in findings] == [f"Entry {entry}" for entry in waiting]
    assert len(sealed) == 2


@pytest.mark.parametrize(
    ("statement", "flaw", "words"),
    [
        ("delete from evidence_block where number = 2", Flaw.MISSING, "Block 2 is missing"),
        ("delete from evidence_block where number = 3", Flaw.EXPORT, "Block 3 is in the file outside"),
        ("truncate evidence_block", Flaw.EXPORT, "Blocks 1 to 3 are in the file"),
        (
            "update evidence_block set leaves = decode(repeat('00', 128), 'hex') where number = 1",
            Flaw.CHANGED,
            "Entry 1 of block 1",
        ),
        (
            "update evidence_block set entry_ids = array[2, 1, 3, 4] where number = 1",
            Flaw.REORDERED,
            "Block 1 lists its entries out of",
        ),
        (
            "update evidence_block set header = replace(header, '\"count\":4', '\"count\":3') where number = 1",
            Flaw.SIGNATURE,
            "signature of block 1",
        ),
        ("update evidence_block set header = replace(header, ':4', ': 4') where number = 1", Flaw.BLOCK, "block 1"),
        (
            "update evidence_block set signature = decode(repeat('00', 64), 'hex') where number = 2",
            Flaw.SIGNATURE,
            "block 2",
        ),
        (
            "update evidence_block set header = replace(header, 'newskills', 'kerbez-agy') where number = 2",
            Flaw.BLOCK,
            "of kerbez-agy",
        ),
    ],
)
def test_it_names_a_changed_block(statement: str, flaw: Flaw, words: str, ledger: Ledger) -> None:
    ledger.add(10)
    ledger.seal(block_size=4)
    ledger.forge(statement)
    found = [finding.sentence for finding in ledger.verify(unsealed_after=NOW).findings if finding.flaw is flaw]
    assert any(words in sentence for sentence in found), found


def test_a_ledger_rewritten_and_signed_anew_disagrees_with_the_file_and_the_key(ledger: Ledger) -> None:
    ledger.add(4)
    ledger.seal()
    kept = export_path("newskills").read_bytes()
    ledger.forge(
        "truncate evidence_block", "update evidence_entry set line = replace(line, '7.1-г', '7.1-е') where id = 2"
    )
    export_path("newskills").unlink()
    own_key = FileKeys().find_public_key("newskills")
    (Path(settings.LERNA_VAR) / "secrets" / "evidence" / "newskills.ed25519").unlink()
    ledger.seal()  # Mallory's own key, made anew
    assert ledger.verify().findings == ()  # nothing inside can tell
    assert ledger.flaws(first_key=own_key) == {Flaw.SIGNATURE}  # who kept the public key can
    export_path("newskills").write_bytes(kept)
    assert ledger.flaws() == {Flaw.EXPORT}  # and who kept the file


def test_a_stranger_cannot_go_on_after_the_key(ledger: Ledger) -> None:
    ledger.add(1)
    ledger.seal()
    key = FileKeys().prepare_next("newskills")
    FileKeys().take_up_next("newskills", key)
    assert ledger.flaws() == {Flaw.SIGNATURE}


def test_it_follows_a_key_to_the_next(ledger: Ledger) -> None:
    first = ledger.add(3)
    ledger.seal()
    before = FileKeys().find_public_key("newskills")
    assert rotate_key(company=ledger.newskills).next_key == FileKeys().find_public_key("newskills") != before
    ledger.add(2)
    [last] = ledger.seal()
    assert last.key != before
    assert ledger.verify(first_key=before).findings == ()
    assert ledger.flaws(first_key=last.key) == {Flaw.SIGNATURE}
    assert Entry.objects.count() == len(first) + 2


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "alter table evidence_entry disable trigger entry_never_changes",
            "entry_never_changes is gone or switched off",
        ),
        ("drop trigger block_never_changes on evidence_block", "block_never_changes is gone"),
        ("alter table evidence_entry alter column clause drop expression", "evidence_entry.clause is no longer read"),
        ("alter table evidence_entry drop constraint entry_line_names_nobody", "entry_line_names_nobody is gone"),
        ("grant update on evidence_entry to public", "This role may update evidence_entry"),
    ],
)
def test_it_says_which_guard_is_gone(statement: str, words: str, ledger: Ledger) -> None:
    ledger.forge(statement)
    [finding] = ledger.verify().findings
    assert finding.flaw is Flaw.GUARD
    assert words in finding.sentence
