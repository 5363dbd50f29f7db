"""The developer's smaller commands: each runs one tool with this project's options."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from lerna.config.checks import bench_page
from lerna.config.checks.catalog import QUIET_DOCS
from lerna.config.checks.machine import find_gettext_problem
from lerna.config.checks.run import run_tool
from lerna.config.checks.translations import LANGUAGES, MAKE_MESSAGES
from lerna.config.launch.progress import Progress
from lerna.config.places import ROOT, SOURCE

_BIN = Path(sys.executable).parent
_LOCK = (
    "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
    "--no-header",
)  # fmt: skip


def no_arguments(_parser: argparse.ArgumentParser) -> None:
    """For a command without options."""


def run_lint(_arguments: argparse.Namespace) -> int:
    """What ruff and djlint find; the worse exit code."""
    return max(run_tool([str(_BIN / "ruff"), "check", "."]), run_tool([str(_BIN / "djlint"), "--lint", "src"]))


def run_format(_arguments: argparse.Namespace) -> int:
    """Rewrites Python and templates in the project's format."""
    codes = (
        run_tool([str(_BIN / "ruff"), "check", "--select", "I", "--fix", "--quiet", "."]),
        run_tool([str(_BIN / "ruff"), "format", "."]),
        run_tool([str(_BIN / "djlint"), "--reformat", "--quiet", "src"]),
    )
    return 0 if codes[-1] in {0, 1} and codes[1] == 0 else 1  # djlint says 1 when it changed something


def run_messages(_arguments: argparse.Namespace) -> int:
    """Brings both catalogs up to date with the source."""
    if problem := find_gettext_problem():
        Progress().warn(problem)
        return 1
    languages = [word for language in LANGUAGES for word in ("--locale", language)]
    program = [
        sys.executable,
        "-c",
        "import os, runpy, sys; os.chdir(sys.argv.pop(1)); runpy.run_module('django', run_name='__main__')",
    ]
    return run_tool([*program, str(SOURCE), *MAKE_MESSAGES, *languages])


def run_lock(_arguments: argparse.Namespace) -> int:
    """Writes both locks anew from pyproject.toml, and those of the benchmarks' peers; versions that still fit stay."""
    compile_lock = [shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv"), *_LOCK]
    dev = ("--group", "dev", "-c", "locks/run.txt")
    return (
        run_tool([*compile_lock, "pyproject.toml", "-o", "locks/run.txt"])
        or run_tool([*compile_lock, "pyproject.toml", *dev, "-o", "locks/dev.txt"])
        or run_tool([*compile_lock, "bench/peers/requirements.in", "-o", "bench/peers/requirements.txt"])
        or run_tool([*compile_lock, "bench/peers/school.in", "-o", "bench/peers/school.txt"])
    )


def add_docs_arguments(parser: argparse.ArgumentParser) -> None:
    """The option of `./lerna docs`."""
    parser.add_argument("--serve", action="store_true", help="serve them and follow changes")


def run_docs(arguments: argparse.Namespace) -> int:
    """Writes the pages of commands, benchmarks and trial letters anew, then builds the documentation, or serves it."""
    from lerna.config.cli.main import write_commands_page  # it lists this very module's commands

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerna.config.settings")
    (ROOT / "docs" / "reference" / "commands.md").write_text(write_commands_page())
    bench_page.PAGE.write_text(bench_page.write_page(bench_page.read_results()))
    from lerna.privacy.requests.intake.trial import page  # Django is set up by now

    page.PAGE.write_text(page.write_page())
    return run_tool([str(_BIN / "mkdocs"), *(["serve"] if arguments.serve else ["build", "--strict"])], QUIET_DOCS)
