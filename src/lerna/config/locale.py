"""Compiled translations: made from the .po files when these are newer, so that no GNU gettext is needed to run."""

import os
from pathlib import Path

import polib
from django.conf import settings


def compile_catalogs() -> int:
    """Compiles each catalog that is due; how many there were."""
    return sum(
        _compile(po) for folder in settings.LOCALE_PATHS for po in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))
    )


def is_due(po: Path) -> bool:
    """Is the compiled file missing, or older than its source?"""
    mo = po.with_suffix(".mo")
    return not mo.is_file() or mo.stat().st_mtime < po.stat().st_mtime


def _compile(po: Path) -> bool:
    if not is_due(po):
        return False
    draft = po.with_suffix(f".{os.getpid()}.mo.new")  # several processes may compile at once
    polib.pofile(str(po)).save_as_mofile(str(draft))
    draft.replace(po.with_suffix(".mo"))
    return True
