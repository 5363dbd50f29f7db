"""`./lerna bench` keeps what was found with full sizes, and nothing else; each benchmark reports in one shape."""

import argparse
import json
import textwrap
from pathlib import Path

import pytest

from lerna.config.checks import bench, bench_page
from lerna.config.places import ROOT

BENCHMARK = '''
"""Counting {things}.

By hand, twice.
"""
import sys
sys.path.insert(0, {folder!r})
from measure.report import Peer, Run, Size

run = Run(__doc__, things=Size(1_000, quick=10), rounds=Size(3, quick=1))
{body}
sys.exit(run.finish())
'''
KEPT = 'run.add("counted", [4, 2, 3], "s", peer=Peer("an abacus", [4, 1, 2]), most_ratio=2)'
MISSED = 'run.add("counted", [120_000], "a second", least=200_000)'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of benchmarks with a page of its own."""
    monkeypatch.setattr(bench_page, "FOLDER", tmp_path)
    monkeypatch.setattr(bench_page, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(bench_page, "PAGE", tmp_path / "benchmarks.md")
    return tmp_path


def write(folder: Path, name: str, body: str) -> None:
    source = BENCHMARK.format(things=name, folder=str(ROOT / "bench"), body=body)
    (folder / f"{name}.py").write_text(textwrap.dedent(source).lstrip())


def run(*names: str, quick: bool = False) -> int:
    return bench.run_bench(argparse.Namespace(names=list(names), quick=quick))


def unbound(text: str) -> str:
    """With spaces that may break before the units."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def read_page() -> str:
    return unbound(bench_page.PAGE.read_text())


def test_a_figure_stands_beside_its_peer_with_the_median_of_the_rounds_own_ratios(folder: Path) -> None:
    write(folder, "beans", KEPT)
    assert run() == 0
    assert "| [beans](#beans) | counted | 3 s | an abacus: 2 s | 1.5 × | at most 2 ×: kept |" in read_page()


def test_the_page_says_how_and_with_what_sizes_and_on_which_machine(folder: Path) -> None:
    write(folder, "beans", KEPT + '\nrun.note("The abacus was borrowed.")')
    run()
    page = read_page()
    for said in ("### beans", "Counting beans.", "By hand, twice.", "Sizes: things 1,000, rounds 3.", "on machine 1",
                 "The abacus was borrowed.", "| machine | processor |"):  # fmt: skip
        assert said in page, said
    assert bench_page.PAGE.read_text() == bench_page.write_page(bench_page.read_results())


def test_a_missed_budget_is_said_and_ends_with_one(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(folder, "beans", MISSED)
    assert run() == 1
    assert "| counted | 120,000 a second |  |  | at least 200,000 a second: **missed** |" in read_page()
    assert "Missed a budget: beans." in capfd.readouterr().err


def test_a_part_renews_its_own_rows_alone(folder: Path) -> None:
    write(folder, "beans", KEPT)
    write(folder, "peas", KEPT)
    assert run("beans") == 0
    assert "| [peas](#peas) | not measured yet |" in read_page()
    before = json.loads((folder / "results.json").read_text())["beans"]
    assert run("peas") == 0
    assert json.loads((folder / "results.json").read_text())["beans"] == before
    assert "not measured yet" not in read_page()


def test_small_sizes_are_marked_judge_nothing_and_never_reach_the_page(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(folder, "beans", 'assert run.sizes == {"things": 10, "rounds": 1}\n' + MISSED)
    assert run(quick=True) == 0
    assert not (folder / "results.json").exists()
    assert not bench_page.PAGE.exists()
    out, err = capfd.readouterr()
    assert unbound(out).startswith("quick: counted: 120,000 a second (at least 200,000 a second: not judged)")
    assert "the page stays as it was" in err


def test_one_that_breaks_keeps_its_old_rows_and_the_others_go_on(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(folder, "beans", KEPT)
    assert run() == 0
    before = read_page()
    write(folder, "beans", KEPT + "\nraise SystemExit('The beans were lost.')")
    write(folder, "peas", KEPT)
    assert run() == 1
    assert before.splitlines()[9] in read_page()
    assert "| [peas](#peas) | counted |" in read_page()
    said = capfd.readouterr().err
    assert "The beans were lost." in said
    assert "Came to no end: beans." in said


def test_one_that_takes_too_long_is_asked_to_stop_and_may_tidy_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidied = folder / "tidied"
    monkeypatch.setattr(bench, "_LONGEST", 8)  # by then it surely sleeps, also on a busy machine
    write(
        folder,
        "beans",
        f"import time, pathlib\ntry:\n    time.sleep(60)\nfinally:\n    pathlib.Path({str(tidied)!r}).touch()",
    )
    assert run() == 1
    assert tidied.exists()
    assert not (folder / "results.json").exists()


def test_an_unknown_benchmark_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("erese") == 2
    assert "Did you mean ./lerna bench erase?" in capfd.readouterr().err
