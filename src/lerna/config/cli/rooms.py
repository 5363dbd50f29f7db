"""Running a room's command: with a database where it needs one, as the role that it needs."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import dj_database_url

from lerna.config import places
from lerna.config.cli.catalog import OWNERS_COMMANDS, room_commands, suggest
from lerna.config.launch.database import database_in_use
from lerna.config.launch.progress import Progress
from lerna.config.launch.up import EXPECTED, explain_disk

if TYPE_CHECKING:
    from django.core.management.base import BaseCommand


def run_room_command(name: str, words: Sequence[str], *, own: Sequence[str]) -> int:
    """Runs `./lerna <name> …` of a room or of Django; the exit code. `own` are the launcher's commands, for a hint."""
    import django
    from django.core.management import load_command_class

    role = "owner" if not OWNERS_COMMANDS.isdisjoint({name, " ".join([name, *words[:1]])}) else "app"
    os.environ["LERNA_DATABASE_ROLE"] = role
    django.setup()
    progress = Progress()
    apps = room_commands()
    if name not in apps:
        progress.warn(suggest(name, [*apps, *own]))
        return 2
    command = load_command_class(apps[name], name)
    options = _parse(command, name, words)  # first, so that a wrong word or a wish for help starts no database
    needs_database = getattr(command, "needs_database", None)
    if needs_database is not None and not needs_database(words):
        return _execute(command, options)
    var = places.find_var()
    try:
        with database_in_use(var, lambda _: None) as urls:
            _connect_to("default", urls.app if role == "app" else urls.owner)
            _connect_to("keys", urls.keys_app if role == "app" else urls.keys_owner)
            return _execute(command, options)
    except EXPECTED as error:
        progress.warn(str(error))
    except OSError as error:
        progress.warn(explain_disk(error, var))
    return 1


def find_language() -> str:
    """The terminal's language where we speak it, else English: a page's default (Russian) is none of a terminal's."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return named[:2] if named[:2] in {"ru", "kk"} else "en"


def _connect_to(alias: str, url: str) -> None:
    """Django was set up before the database was; nothing has connected yet."""
    from django.db import connections

    database = connections.settings[alias]
    database.update({**dj_database_url.parse(url), "OPTIONS": database["OPTIONS"]})


def _parse(command: "BaseCommand", name: str, words: Sequence[str]) -> dict[str, Any]:
    """What the words say, in the terminal's language; exits with the usage where they can't be read."""
    from django.utils import translation

    translation.activate(find_language())
    # Before there is a parser, whose sub-parsers hear of it too: argparse then speaks instead of raising.
    command._called_from_command_line = True  # type: ignore[attr-defined]  # noqa: SLF001 -- Django's own name
    return vars(command.create_parser("./lerna", name).parse_args(list(words)))


def _execute(command: "BaseCommand", options: dict[str, Any]) -> int:
    """As Django's `run_from_argv`, but an expected error is a plain sentence."""
    from django.core.management.base import CommandError
    from django.db import connections

    try:
        command.execute(*options.pop("args", ()), **options)
    except CommandError as error:
        Progress().warn(str(error))
        return int(error.returncode)
    finally:
        connections.close_all()
    return 0
