"""House rules that no linter knows: sizes, names, words, and that what is configurable is explained."""

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "lerna"
MODULE, TEST, FUNCTION, ROOM = 300, 400, 40, 15
REFUSED_NAMES = {"utils", "util", "helpers", "helper", "services", "service", "manager", "managers", "common", "misc"}
UNFINISHED = re.compile(r"\b(TO{0}DO|FIX{0}ME|XX{0}X)\b".replace("{0}", ""))
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".json", ".txt", ".po", ".svg", ".cfg", ".yml", ""}


def list_tracked() -> list[Path]:
    """Every text file of the repository that git knows."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).suffix in TEXT and (ROOT / name).is_file()]


def list_modules() -> list[Path]:
    return [path for path in list_tracked() if path.suffix == ".py" and "migrations" not in path.parts]


def is_test(path: Path) -> bool:
    return "tests" in path.parts or path.name == "conftest.py"


def test_no_module_is_too_long() -> None:
    sizes = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in list_modules()}
    assert sizes
    assert not {str(path): size for path, size in sizes.items() if size > (TEST if is_test(path) else MODULE)}


def test_no_function_is_too_long() -> None:
    long = []
    for path in list_modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                start = node.body[0].end_lineno if ast.get_docstring(node) else node.lineno
                size = (node.end_lineno or 0) - (start or 0)
                if size > FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {size} lines")
    assert not long


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [
        str(path.relative_to(ROOT))
        for path in list_modules()
        if path.stem in REFUSED_NAMES or path.parent.name in REFUSED_NAMES
    ]


def test_no_folder_holds_too_many_modules() -> None:
    folders = {path.parent for path in list_modules() if path.is_relative_to(SOURCE) and not is_test(path)}
    counts = {str(folder.relative_to(ROOT)): len(list(folder.glob("*.py"))) for folder in folders}
    assert not {folder: count for folder, count in counts.items() if count > ROOM + 1}  # __init__ is not counted


def test_nobody_catches_everything() -> None:
    guilty = []
    for path in list_modules():
        for node in ast.walk(ast.parse(path.read_text())):
            names = getattr(node.type, "id", None) if isinstance(node, ast.ExceptHandler) else ""
            if (
                names in {None, "Exception", "BaseException"}
                and isinstance(node, ast.ExceptHandler)
                and not isinstance(node.type, ast.Tuple | ast.Attribute)
            ):
                guilty.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not guilty


def test_a_lock_names_no_registry() -> None:
    """Any mirror serves as well (ADR 5): a lock holds names, versions and hashes, and no address to fetch from."""
    locks = [*sorted((ROOT / "locks").glob("*.txt")), ROOT / "bench" / "peers" / "requirements.txt"]
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert len(locks) == len(("run", "dev", "peers"))
    assert not [path.name for path in locks if "://" in path.read_text() or "--hash=sha256:" not in path.read_text()]
    assert not [name for name, package in packages.items() if "resolved" in package]


def test_nothing_is_marked_unfinished() -> None:
    assert not [str(path.relative_to(ROOT)) for path in list_modules() if UNFINISHED.search(path.read_text())]


def test_every_dependency_has_a_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    data = tomllib.loads("\n".join(lines))
    wanted = [*data["project"]["dependencies"], *data["dependency-groups"]["dev"]]
    assert wanted
    for requirement in wanted:
        (line,) = [line for line in lines if line.strip().startswith(f'"{requirement}"')]
        assert re.search(r'", # \S+ \S+', line), f"{requirement} stands without a reason"


def read_variables() -> set[str]:
    """Every environment variable that the source asks for."""
    pattern = re.compile(r'"((?:LERNA|DATABASE)_[A-Z_]+)"')
    internal = {"LERNA_RUN_TOKEN"}
    return {
        name for path in SOURCE.rglob("*.py") if not is_test(path) for name in pattern.findall(path.read_text())
    } - internal


def test_every_setting_is_explained_and_no_other() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()
    explained = set(re.findall(r"^### `([A-Z_]+)`", page, re.MULTILINE))
    assert explained == read_variables()
