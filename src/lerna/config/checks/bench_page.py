"""The page of benchmarks: written from what was found and from what each benchmark says of itself."""

import ast
import json
import re
from pathlib import Path
from typing import Any

from lerna.config.places import ROOT

FOLDER = ROOT / "bench"
RESULTS = FOLDER / "results.json"
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"

_HEAD = """# Benchmarks

Written by `./lerna bench`, which runs everything in `bench/` and judges it by the budgets of the design;
`./lerna bench NAME` renews the rows of one. A figure is the median of its rounds. What is compared takes turns in the
same run on the same server, and the ratio is the median of the rounds' own: other machines give other figures, but
ratios that are much alike.

| benchmark | what | figure | beside | ratio | budget |
|---|---|---|---|---|---|
"""
_DIGITS = 100  # from here on three digits stand before the point


def list_benchmarks() -> list[Path]:
    """Each is a program of its own, in the order of their names."""
    return sorted(FOLDER.glob("*.py"))


def read_results() -> dict[str, Any]:
    """What each benchmark found when it last ran with its full sizes, by its name."""
    found: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {}
    return found


def read_method(path: Path) -> list[str]:
    """The paragraphs of the benchmark's own description, each on one line; the first names what is measured."""
    said = ast.get_docstring(ast.parse(path.read_text())) or ""
    return [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", said)]


def write_page(results: dict[str, Any]) -> str:
    """The page: every figure in one table, then how each was measured, then the machines."""
    machines: list[dict[str, str]] = []
    rows, methods = [], []
    for path in list_benchmarks():
        found = results.get(path.stem)
        rows += [_write_row(path.stem, figure) for figure in found["figures"]] if found else [_write_gap(path.stem)]
        methods += [f"### {path.stem}", *read_method(path)]
        if found:
            if found["machine"] not in machines:
                machines.append(found["machine"])
            methods += [*found["notes"], _write_circumstances(found, machines.index(found["machine"]) + 1)]
    return (
        "\n\n".join([_HEAD + "\n".join(rows), "## How each is measured", *methods, *_write_machines(machines)]) + "\n"
    )


def _write_row(name: str, figure: dict[str, Any]) -> str:
    unit, verdict = figure["unit"], {True: ": kept", False: ": **missed**", None: ""}
    cells = [f"[{name}](#{name})", figure["what"], write_figure(figure["value"], unit), "", "", ""]
    if figure["ratio"] is not None:
        cells[3:5] = (
            f"{figure['peer']}: {write_figure(figure['peer_value'], unit)}",
            write_figure(figure["ratio"], "×"),
        )
    cells[5] = figure["budget"] + verdict[figure["kept"]]
    return f"| {' | '.join(cells)} |"


def _write_gap(name: str) -> str:
    return f"| [{name}](#{name}) | not measured yet | | | | |"


def _write_circumstances(found: dict[str, Any], machine: int) -> str:
    sizes = ", ".join(f"{name} {size:,}" for name, size in found["sizes"].items())
    return (
        f"Sizes: {sizes}. Measured on {found['measured_on']} on machine {machine}; load at the start {found['load']}."
    )


def _write_machines(machines: list[dict[str, str]]) -> list[str]:
    if not machines:
        return []
    columns = list(machines[0])
    lines = [f"| machine | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {number} | {' | '.join(machine.values())} |" for number, machine in enumerate(machines, 1)]
    return ["## Machines", "\n".join(lines)]


def write_figure(value: float, unit: str) -> str:
    """With three digits that count, the thousands parted, never broken before the unit: 0.118 ms, 1,280 queries."""
    number = f"{value:,.0f}" if abs(value) >= _DIGITS else f"{value:.3g}"
    return f"{number}\N{NO-BREAK SPACE}{unit}"
