"""Where things lie: the project's folder, and the folder of data and state (`LERNA_VAR`). Needs no Django."""

import os
from pathlib import Path

from lerna.config import env

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src" / "lerna"
URL_VARIABLES = {
    ("default", "app"): "DATABASE_URL",
    ("default", "owner"): "DATABASE_OWNER_URL",
    ("keys", "app"): "LERNA_KEYS_DATABASE_URL",
    ("keys", "owner"): "LERNA_KEYS_DATABASE_OWNER_URL",
}
DATABASES = {"default": "lerna", "keys": "lerna_keys"}  # by Django's alias, their names on the embedded server


def find_var() -> Path:
    """The folder that holds the embedded database, secrets, uploads and the state of a running installation."""
    return env.read_path("LERNA_VAR", ROOT / "var")


def url_variable(database: str, role: str) -> str:
    """The variable that names a role's connection to a database (`default` or `keys`)."""
    return URL_VARIABLES[database, role]


def url_file(var: Path, role: str, database: str = "default") -> Path:
    """Where the launcher leaves a role's connection URL; one file a role and database, so that none holds two."""
    return var / "run" / (f"{role}-url" if database == "default" else f"{role}-{database}-url")


def secret_key_file(var: Path) -> Path:
    """The key of sessions and signatures, made on the first run."""
    return var / "secrets" / "secret-key"


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner reads, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)
