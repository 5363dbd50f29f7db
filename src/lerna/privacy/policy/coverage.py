"""Which clause of the policy is kept by which code and proven by which test, from `policies/coverage.toml`.

Nothing here is taken on trust: code is looked up, tests are found by their mark `clause`, in the source itself.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

from lerna.kit.datafile import Reader

Status = Literal["done", "not yet"]
STATUSES: tuple[Status, ...] = ("done", "not yet")


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """One clause as the file states it: a done one has the `page` that shows it, another what brings it `later`."""

    number: str
    behavior: str
    status: Status
    code: tuple[str, ...]
    page: str
    later: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A test marked with a clause; `test` is `path::name`, the path below the project's root."""

    clause: str
    test: str
    line: int


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """One clause with the tests that prove it and what is wrong about it, in sentences."""

    entry: ClauseEntry
    tests: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """All clauses in the order of the file, and tests whose mark names no clause."""

    clauses: tuple[ClauseCoverage, ...]
    stray: tuple[Mark, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """Every sentence about what is wrong; none where all that is said to be done is proven."""
        stray = (
            f'{mark.test} (line {mark.line}) is marked with the clause "{mark.clause}", which the list lacks.'
            for mark in self.stray
        )
        return (*(problem for clause in self.clauses for problem in clause.problems), *stray)


def load_entries(path: Path) -> tuple[ClauseEntry, ...]:
    """The clauses that the file lists; DataFileError for one twice, done without page, or without reason."""
    reader = Reader.load(path)
    entries: list[ClauseEntry] = []
    for table in reader.tables("clause"):
        entry = _read_entry(table)
        if entry.number in (known.number for known in entries):
            table.fail(f"Clause {entry.number} stands twice.", "number")
        entries.append(entry)
    reader.done()
    return tuple(entries)


def _read_entry(table: Reader) -> ClauseEntry:
    status = table.choice("status", STATUSES)
    return ClauseEntry(
        number=table.text("number"),
        behavior=table.text("behavior"),
        status=status,
        code=table.optional_texts("code"),
        page=table.text("page") if status == "done" else "",
        later=table.text("later") if status == "not yet" else "",
    )


def find_marks(root: Path) -> tuple[Mark, ...]:
    """Every mark `clause` in the project's tests: `tests/` and the `tests/` of each room and door; nothing is run."""
    files = [*(root / "src").rglob("tests/**/test_*.py"), *(root / "tests").rglob("test_*.py")]
    return tuple(mark for file in sorted(files) for mark in _iter_marks(file, root))


def measure(entries: Iterable[ClauseEntry], marks: Iterable[Mark], root: Path) -> Coverage:
    """Each clause with its tests and problems. A mark counts for a clause, for its items, and for the clause around."""
    entries, marks = tuple(entries), tuple(marks)
    clauses = tuple(_measure_clause(entry, marks, root) for entry in entries)
    stray = tuple(mark for mark in marks if not any(_covers(mark.clause, entry.number) for entry in entries))
    return Coverage(clauses, stray)


def _measure_clause(entry: ClauseEntry, marks: tuple[Mark, ...], root: Path) -> ClauseCoverage:
    tests = tuple(dict.fromkeys(mark.test for mark in marks if _covers(mark.clause, entry.number)))
    problems = [f"{entry.number}: {path} isn't there." for path in entry.code if not _exists(path, root)]
    if entry.status == "done" and not entry.code:
        problems.append(f"{entry.number} is said to be done, but no code is named that enforces it.")
    if entry.status == "done" and not tests:
        problems.append(f"{entry.number} is said to be done, but no test is marked with it.")
    return ClauseCoverage(entry, tests, tuple(problems))


def _covers(mark: str, number: str) -> bool:
    return mark == number or mark.startswith(f"{number}-") or number.startswith(f"{mark}-")


def _exists(path: str, root: Path) -> bool:
    """Whether a file of the project or a dotted name in it exists; a broken import isn't hidden, it raises."""
    if "/" in path:
        return (root / path).is_file()
    names = path.split(".")
    for length in range(len(names), 0, -1):
        module_name = ".".join(names[:length])
        try:
            found: object = import_module(module_name)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
                raise
            continue
        for name in names[length:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False


def _iter_marks(file: Path, root: Path) -> Iterator[Mark]:
    place = file.relative_to(root).as_posix()
    yield from _walk(ast.parse(file.read_text(encoding="utf-8"), file.name), place)


def _walk(node: ast.AST, test: str) -> Iterator[Mark]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        test = f"{test}::{node.name}"
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.clause":
        # What isn't written out can't be found here; its source, quoted, then names no clause and is reported.
        yield from (Mark(_read_number(argument), test, node.lineno) for argument in node.args)
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, test)


def _read_number(argument: ast.expr) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return ast.unparse(argument)
