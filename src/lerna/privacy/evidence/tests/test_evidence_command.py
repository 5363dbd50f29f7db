"""The command as a person types it, and the script by which a stranger checks a proof."""

import json
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lerna.privacy.evidence.models import Block
from lerna.privacy.evidence.seal.keys import FileKeys
from lerna.privacy.evidence.tests.ledger import Ledger

Check = Callable[..., subprocess.CompletedProcess[str]]


def run(*words: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("evidence", *words, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def check(pytestconfig: pytest.Config, tmp_path: Path) -> Check:
    """Runs the stranger's script on a proof, with the public key where one is given."""

    def check(proof: dict[str, object], *key: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "proof.json").write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
        script = pytestconfig.rootpath / "docs" / "reference" / "check_proof.py"
        command = [sys.executable, "-I", str(script), str(tmp_path / "proof.json"), *key]
        return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")

    return check


@pytest.mark.clause("2.4")
def test_it_seals_and_verifies(ledger: Ledger) -> None:
    ledger.add(3)
    assert run("seal", "--dry-run", "--company", "newskills") == (0, "newskills: 3 entries wait to be sealed.\n")
    assert not Block.objects.exists()
    assert run("seal") == (0, "newskills: block 1 seals 3 entries.\n")
    assert run("seal", "--all") == (0, "")
    assert run("verify") == (
        0,
        (
            "kerbez-agy: 0 entries in 0 blocks, 0 waiting; nothing is wrong.\n"
            "newskills: 3 entries in 1 blocks, 0 waiting; nothing is wrong.\n"
        ),
    )


@pytest.mark.clause("2.4")
def test_verify_fails_where_an_entry_was_edited(ledger: Ledger) -> None:
    ids = ledger.add(3)
    ledger.seal()
    ledger.forge("update evidence_entry set line = replace(line, 'person', 'system') where id = {entry}", entry=ids[1])
    code, said = run("verify", "--company", "newskills")
    assert code == 1
    assert f"Entry {ids[1]} of block 1 was changed after it was sealed." in said
    code, said = run("verify", "--company", "newskills", "--json")
    assert code == 1
    assert [finding["flaw"] for finding in json.loads(said)[0]["findings"]] == ["changed"]


def test_it_tells_the_keys_and_changes_one(ledger: Ledger) -> None:
    assert "no key yet" in run("keys")[1]
    ledger.add(1)
    ledger.seal()
    before = FileKeys().find_public_key("newskills").hex()
    assert before in run("keys", "--company", "newskills")[1]
    assert "names the new key" in run("rotate-key", "--company", "newskills")[1]
    assert run("verify", "--company", "newskills", "--key", before)[0] == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("verify", "--company", "nobody"), "no company “nobody”"),
        (("verify", "--key", "00"), "64 hexadecimal digits"),
        (("prove", "7"), "no entry 7"),
    ],
)
def test_it_says_what_is_misused(words: tuple[str, ...], sentence: str, ledger: Ledger) -> None:
    del ledger
    with pytest.raises(CommandError, match=sentence):
        run(*words)


@pytest.mark.clause("2.4")
@pytest.mark.parametrize("count", [1, 2, 5, 8, 13])
def test_a_stranger_can_check_a_proof(count: int, ledger: Ledger, check: Check) -> None:
    ids = ledger.add(count)
    ledger.seal()
    for entry in (ids[0], ids[-1]):
        proof = json.loads(run("prove", str(entry))[1])
        checked = check(proof, proof["key"])
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert f"entry {entry}, “consent_given”" in checked.stdout


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("entry", lambda entry: entry.replace("7.1-г", "7.1-е")),
        ("index", lambda index: index + 1),
        ("index", lambda index: index + 100),
        ("path", lambda path: path[1:]),
        ("path", lambda path: [*path, path[0]]),
        ("path", lambda path: [path[1], path[0], *path[2:]]),
        ("header", lambda header: header.replace('"number":1', '"number":2')),
        ("signature", lambda signature: "00" + signature[2:]),
        ("key", lambda key: "00" + key[2:]),
        ("header", lambda _: "nonsense"),
    ],
)
def test_a_forged_proof_does_not_hold(field: str, change: Callable[[Any], Any], ledger: Ledger, check: Check) -> None:
    ids = ledger.add(6)
    ledger.seal()
    proof = json.loads(run("prove", str(ids[2]))[1])
    checked = check(proof | {field: change(proof[field])})
    assert checked.returncode == 1
    assert "The proof doesn't hold" in checked.stdout


def test_a_proof_by_another_key_does_not_hold(ledger: Ledger, check: Check) -> None:
    [entry] = ledger.add(1)
    ledger.seal()
    checked = check(json.loads(run("prove", str(entry))[1]), "ab" * 32)
    assert checked.returncode == 1
    assert "another key than yours" in checked.stdout


def test_there_is_no_proof_of_what_is_not_sealed_or_was_changed(ledger: Ledger) -> None:
    [entry, other] = ledger.add(2)
    with pytest.raises(CommandError, match="isn't sealed yet"):
        run("prove", str(entry))
    ledger.seal()
    ledger.forge("delete from evidence_entry where id = {entry}", entry=other)
    with pytest.raises(CommandError, match="doesn't fit its entries"):
        run("prove", str(entry))
