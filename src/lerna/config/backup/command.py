"""`./lerna backup` and `./lerna restore FOLDER`."""

import argparse
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from lerna.config import places
from lerna.config.backup.dumps import DumpError, dump, restore
from lerna.config.launch.database import Urls, database_in_use
from lerna.config.launch.progress import Progress
from lerna.config.launch.run_lock import hold_installation, restore_mark
from lerna.config.launch.up import EXPECTED, explain_disk

FILES = {"default": "lerna.dump", "keys": "lerna-keys.dump"}
_EXPECTED = (*EXPECTED, DumpError)


def add_backup_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `./lerna backup`."""
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="a new folder (var/backups/<moment>)")


def add_restore_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `./lerna restore`."""
    parser.add_argument("folder", type=Path, help="folder that ./lerna backup made")
    parser.add_argument("--yes", action="store_true", help="don't ask")


def run_backup(arguments: argparse.Namespace) -> int:
    """Dumps both databases while the site runs; the exit code."""
    progress, var = Progress(), places.find_var()
    moment = datetime.now(UTC)
    folder = arguments.to or var / "backups" / f"{moment:%Y-%m-%d-%H%M%S}"
    try:
        folder.mkdir(parents=True, mode=0o700)
        with database_in_use(var, progress.say) as urls:
            # The keys second: a person's key is made before the person, so each person in the first has one.
            for alias, url in (("default", urls.owner), ("keys", urls.keys_owner)):
                with progress.step(f"Dumping {places.DATABASES[alias]}"):
                    dump(url, folder / FILES[alias])
        places.write_private(folder / "backup.json", json.dumps({"made_at": moment.isoformat()}))
    except FileExistsError:
        progress.warn(f"{folder} is there already; a backup is never written over.")
        return 1
    except _EXPECTED as error:
        progress.warn(str(error))
        return 1
    except OSError as error:
        progress.warn(explain_disk(error, var))
        return 1
    progress.say(f"Backup: {folder}")
    progress.say(
        f"Not in it, and to be kept apart from it: the companies' keys ({var / 'secrets'}); and {var / 'evidence'}, "
        "where it stands who was erased since."
    )
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Puts both databases back, then ends again what has ended since, and only then lets the site open; the exit
    code.
    """
    progress, var, folder = Progress(), places.find_var(), arguments.folder
    missing = [name for name in (*FILES.values(), "backup.json") if not (folder / name).is_file()]
    if missing:
        progress.warn(f"{folder} is no whole backup: {', '.join(missing)} is missing.")
        return 1
    if not arguments.yes and not _agrees(progress):
        return 1
    try:
        with hold_installation(var), database_in_use(var, progress.say) as urls:
            return _restore(urls, folder, progress)
    except _EXPECTED as error:
        progress.warn(str(error))
    except OSError as error:
        progress.warn(explain_disk(error, var))
    return 1


def _restore(urls: Urls, folder: Path, progress: Progress) -> int:
    with progress.step("Writing down who was erased and who withdrew until now"):
        _replay(urls, "export")  # where the present database is lost, the file has what it has
    mark = restore_mark(places.find_var())
    mark.touch()
    for alias, url in (("keys", urls.keys_owner), ("default", urls.owner)):
        with progress.step(f"Restoring {places.DATABASES[alias]}"):
            restore(url, folder / FILES[alias])
    for module, role in (("migrate", "owner"), ("endings", "app")):
        done = _replay(urls, "replay") if module == "endings" else _run_step(urls, module, role)
        for line in done.stdout.splitlines():
            told = json.loads(line)
            if "say" in told:
                progress.say(str(told["say"]))
        if done.returncode:
            progress.warn(f"The site must not open yet: {done.stderr.strip()[-600:]} Run the restore again.")
            return 1
    mark.unlink()
    progress.say("Restored. ./lerna up opens the site.")
    return 0


def _replay(urls: Urls, what: str) -> subprocess.CompletedProcess[str]:
    return _run_step(urls, "endings", "app", what)


def _run_step(urls: Urls, module: str, role: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"lerna.config.steps.{module}", *words]
    return subprocess.run(command, env=urls.environment(role), capture_output=True, text=True, check=False)


def _agrees(progress: Progress) -> bool:
    if not sys.stdin.isatty():
        progress.warn("What came after the backup is lost. To restore without a terminal, add --yes.")
        return False
    return input("What came after the backup is lost. Type “restore”: ").strip() == "restore"
