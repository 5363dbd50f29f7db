"""What is said to be done is there, and what is not says so."""

import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from textwrap import dedent

import pytest
from django.conf import LazySettings
from django.conf import settings as project
from django.core.management import call_command
from django.utils import translation

from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.commands.coverage import PAGE, render_page
from lerna.privacy.policy.coverage import find_marks, load_entries, measure

LIST = Path(project.LERNA_POLICIES) / "coverage.toml"
Run = Callable[..., tuple[int, str]]

DONE = """
    [[clause]]
    number = "1.1"
    behavior = "It names the company."
    status = "done"
    page = "/policy/"
    code = ["lerna.companies.models.Company", "src/company.html"]
    """
PROOF = """
    import pytest

    @pytest.mark.clause("1.1")
    def test_it_names_the_company() -> None: ...
    """


@pytest.fixture
def run(settings: LazySettings, tmp_path: Path) -> Run:
    """Runs the command in a small project of its own: its list, its test, its other files."""

    def run(entries: str, test: str = "", *arguments: str) -> tuple[int, str]:
        settings.ROOT = settings.LERNA_POLICIES = tmp_path
        (tmp_path / "coverage.toml").write_text(dedent(entries))
        for path, text in {"tests/test_it.py": dedent(test), "src/company.html": "", PAGE: ""}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        out = StringIO()
        try:
            with translation.override("en"):
                call_command("policy", "coverage", *arguments, stdout=out)
        except SystemExit as end:
            return int(end.code or 0), out.getvalue()
        return 0, out.getvalue()

    return run


def test_a_done_clause_has_code_and_test(run: Run) -> None:
    code, said = run(DONE, PROOF)
    assert code == 0
    assert "1.1    ✓ It names the company." in said
    assert "tests/test_it.py" in said


def test_a_bare_clause_fails(run: Run) -> None:
    code, said = run(DONE)
    assert code == 1
    assert "1.1 is said to be done, but no test is marked with it." in said
    code, said = run(DONE.replace("code =", "# code ="), PROOF)
    assert code == 1
    assert "no code is named" in said


@pytest.mark.parametrize(
    "path",
    ["src/nowhere.html", "lerna.companies.models.Nobody", "lerna.nowhere.Nobody", "lerna.companies.models.Company.x.y"],
)
def test_code_that_is_not_there_fails(run: Run, path: str) -> None:
    code, said = run(DONE.replace("src/company.html", path), PROOF)
    assert code == 1
    assert f"{path} isn't there." in said


def test_a_mark_of_no_clause_fails(run: Run) -> None:
    code, said = run(DONE, PROOF + PROOF.replace('"1.1"', '"12.7"'))
    assert code == 1
    assert "tests/test_it.py::test_it_names_the_company" in said
    assert '"12.7"' in said
    assert run(DONE, PROOF + PROOF.replace('"1.1"', "NUMBER"))[0] == 1


def test_an_item_proves_its_clause_and_the_clause_its_items(run: Run) -> None:
    assert run(DONE, PROOF.replace('"1.1"', '"1.1-а"'))[0] == 0
    assert run(DONE.replace('"1.1"', '"1.1-а"'), PROOF)[0] == 0
    assert run(DONE.replace('"1.1"', '"1.11"'), PROOF)[0] == 1


def test_not_yet_is_said_as_it_is(run: Run) -> None:
    code, said = run(DONE.replace('"done"', '"not yet"').replace("page =", "later ="))
    assert code == 0
    assert "1.1    …" in said
    assert "0 of 1 clauses are done" in said


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('page = "/policy/"', "", '"page" is missing'),
        ('"done"', '"nearly"', "isn't known"),
        ('"done"', '"not yet"', '"later" is missing'),
        ("behavior", "behaviour", '"behavior"'),
    ],
)
def test_a_wrong_list_is_refused(run: Run, old: str, new: str, sentence: str) -> None:
    code, said = run(DONE.replace(old, new), PROOF)
    assert code == 2
    assert sentence in said
    assert "coverage.toml:" in said


def test_a_clause_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "coverage.toml"
    path.write_text(dedent(DONE) * 2)
    with pytest.raises(DataFileError, match="stands twice"):
        load_entries(path)


def test_it_finds_marks_wherever_they_stand(tmp_path: Path) -> None:
    folder = tmp_path / "src" / "room" / "tests"
    folder.mkdir(parents=True)
    (folder / "test_it.py").write_text(
        dedent("""
        import pytest
        pytestmark = pytest.mark.clause("2.2")

        @pytest.mark.clause("6.4", "6.5")
        class TestIt:
            @pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.clause("7.1-а"))])
            async def test_it(self, x): ...
        """)
    )
    assert sorted((mark.clause, mark.test) for mark in find_marks(tmp_path)) == [
        ("2.2", "src/room/tests/test_it.py"),
        ("6.4", "src/room/tests/test_it.py::TestIt"),
        ("6.5", "src/room/tests/test_it.py::TestIt"),
        ("7.1-а", "src/room/tests/test_it.py::TestIt::test_it"),
    ]


def test_it_prints_json(run: Run) -> None:
    code, said = run(DONE, PROOF, "--json")
    (clause,) = json.loads(said)["clauses"]
    assert code == 0
    assert clause["tests"] == ["tests/test_it.py::test_it_names_the_company"]
    assert (clause["number"], clause["status"], clause["page"]) == ("1.1", "done", "/policy/")


def test_it_writes_the_page(run: Run, tmp_path: Path) -> None:
    run(DONE, PROOF, "--write")
    assert "| 1.1 | It names the company. | `/policy/` |" in (tmp_path / PAGE).read_text()


def test_nothing_is_wrong_in_this_project() -> None:
    assert measure(load_entries(LIST), find_marks(project.ROOT), project.ROOT).problems == ()


def test_the_page_is_current() -> None:
    coverage = measure(load_entries(LIST), find_marks(project.ROOT), project.ROOT)
    assert (project.ROOT / PAGE).read_text() == render_page(coverage), "Run ./lerna policy coverage --write."


def test_every_clause_is_listed(shared_dir: Path) -> None:
    rows = re.findall(r"^\| (\d[^|]*?) \|", (shared_dir / "clauses.md").read_text(), re.MULTILINE)
    listed = [entry.number for entry in load_entries(LIST)]
    # `7.1 (а)` is an item of its own here; `3.1–3.3` is three clauses, `8.4 (в, г)` two items, `8.2 (а–ж)` one clause.
    numbers = {number for row in rows for number in expand(row)}
    assert numbers - set(listed) == set()
    assert set(listed) - numbers == set()


def expand(row: str) -> set[str]:
    numbers: set[str] = set()
    for number, last, items in re.findall(r"(\d+\.\d+)(?:–\d+\.(\d+))?(?: \(([^)]*)\))?", row):
        section, first = number.split(".")
        if last:
            numbers |= {f"{section}.{n}" for n in range(int(first), int(last) + 1)}
        elif items and "–" not in items:
            numbers |= {f"{number}-{item}" for item in items.split(", ")}
        else:
            numbers.add(number)
    return numbers
