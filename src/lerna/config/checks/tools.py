"""The developer's smaller commands: each runs one tool with this project's options."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from lerna.config.checks.catalog import QUIET_DOCS
from lerna.config.checks.machine import find_gettext_problem
from lerna.config.checks.run import run_tool
from lerna.config.checks.translations import LANGUAGES, MAKE_MESSAGES
from lerna.config.launch.progress import Progress
from lerna.config.places import ROOT, SOURCE

_BIN = Path(sys.executable).parent
_LOCK = (
    "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
    "--no-header", "pyproject.toml",
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
    """Writes both locks anew from pyproject.toml; versions that still fit stay."""
    found = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    run = run_tool([found, *_LOCK, "-o", "locks/run.txt"])
    return run or run_tool([found, *_LOCK, "--group", "dev", "-c", "locks/run.txt", "-o", "locks/dev.txt"])


def add_docs_arguments(parser: argparse.ArgumentParser) -> None:
    """The option of `./lerna docs`."""
    parser.add_argument("--serve", action="store_true", help="serve them and follow changes")


def run_docs(arguments: argparse.Namespace) -> int:
    """Writes the page of commands anew, then builds the documentation, or serves it."""
    from lerna.config.cli.main import write_commands_page  # it lists this very module's commands

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerna.config.settings")
    (ROOT / "docs" / "reference" / "commands.md").write_text(write_commands_page())
    return run_tool([str(_BIN / "mkdocs"), *(["serve"] if arguments.serve else ["build", "--strict"])], QUIET_DOCS)


def add_bench_arguments(parser: argparse.ArgumentParser) -> None:
    """The argument of `./lerna bench`."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these files of bench/, without .py")


def run_bench(arguments: argparse.Namespace) -> int:
    """Runs each benchmark; 1 if one missed its budget."""
    files = [
        path for path in sorted((ROOT / "bench").glob("*.py")) if not arguments.names or path.stem in arguments.names
    ]
    if not files:
        Progress().warn(f"There is no such benchmark in {ROOT / 'bench'}.")
        return 2
    return max(run_tool([sys.executable, str(path)]) for path in files)
