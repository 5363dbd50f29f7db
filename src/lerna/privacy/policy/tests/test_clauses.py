"""Each clause has words for people, in three languages; a list and words that disagree stop the start."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as project

from lerna.privacy.policy.checks import check_clauses
from lerna.privacy.policy.coverage import find_marks, load_entries, measure
from lerna.privacy.policy.promises.clauses import ENTRIES, TESTS, WORDS, load_clauses, read_tests, write_tests

LAST = (Path(project.LERNA_POLICIES) / WORDS).read_text().rpartition("\n\n")[2]
Change = Callable[[str, str], list[str]]


@pytest.fixture
def change(settings: LazySettings, tmp_path: Path) -> Change:
    """Changes the words, and gives what the check of the start then says."""
    for name in (WORDS, ENTRIES, TESTS):
        shutil.copy(Path(project.LERNA_POLICIES) / name, tmp_path)
    settings.LERNA_POLICIES = tmp_path

    def change(old: str, new: str) -> list[str]:
        text = (tmp_path / WORDS).read_text()
        assert old in text
        (tmp_path / WORDS).write_text(text.replace(old, new, 1))
        return [message.msg for message in check_clauses(None)]

    return change


@pytest.mark.clause("11.2")
def test_no_clause_that_is_done_is_bare() -> None:
    clauses = load_clauses()
    assert [clause.number for clause in clauses] == [
        entry.number for entry in load_entries(Path(project.LERNA_POLICIES) / ENTRIES)
    ]
    for clause in clauses:
        assert clause.does.ru
        assert clause.does.kk
        assert clause.means
        if clause.is_done:
            assert clause.entry.code, clause.number
            assert clause.entry.page, clause.number
            assert clause.tests, clause.number


def test_the_names_of_the_tests_are_current() -> None:
    """They come from a file, because an installation may be without the tests."""
    entries = load_entries(Path(project.LERNA_POLICIES) / ENTRIES)
    coverage = measure(entries, find_marks(project.ROOT), project.ROOT)
    written = (Path(project.LERNA_POLICIES) / TESTS).read_text()
    assert written == write_tests(coverage), "Run ./lerna policy coverage --write."
    assert read_tests(written) == {clause.entry.number: clause.tests for clause in coverage.clauses if clause.tests}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('number = "6.5"', 'number = "6.55"', "isn't known"),
        ('number = "6.5"', 'number = "6.3"', "stands twice"),
        ('means = ["ledger"]', 'means = ["magic"]', "isn't known"),
        ('means = ["ledger"]\nru =', 'means = ["ledger"]\nxx =', '"ru" is missing'),
    ],
)
def test_words_that_fit_no_clause_stop_the_start(change: Change, old: str, new: str, sentence: str) -> None:
    (said,) = change(old, new)
    assert sentence in said


def test_a_clause_without_words_stops_the_start(change: Change) -> None:
    (said,) = change(LAST, LAST.replace("[[clause]]", "#").replace("\n", "\n# ", 4))
    assert "Clauses without words: 11.6." in said
