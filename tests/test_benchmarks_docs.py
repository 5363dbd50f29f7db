"""The page of benchmarks is what was measured: a row for each benchmark, and the sizes that it was measured with."""

import pytest

from lerna.config.checks import bench_page

NAMES = [path.stem for path in bench_page.list_benchmarks()]


def test_the_page_of_benchmarks_is_current() -> None:
    expected = bench_page.write_page(bench_page.read_results())
    assert bench_page.PAGE.read_text() == expected, "run ./lerna docs, which writes it anew"


@pytest.mark.parametrize("name", NAMES)
def test_each_benchmark_has_its_rows_and_says_how_it_is_measured(name: str) -> None:
    page = bench_page.PAGE.read_text()
    assert f"\n| [{name}](#{name}) | " in page
    method = page.partition(f"### {name}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
    assert len(method) > len("a sentence")
    found = bench_page.read_results().get(name)
    if found:
        assert not found["quick"]
        for size, value in found["sizes"].items():
            assert f"{size} {value:,}" in method


def test_nothing_is_kept_of_a_benchmark_that_is_gone() -> None:
    assert set(bench_page.read_results()) <= set(NAMES)
