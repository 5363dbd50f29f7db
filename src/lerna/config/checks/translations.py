"""Every sentence of the interface in Russian and Kazakh: none missing, none doubtful, placeholders alike."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import polib

from lerna.config.checks.machine import find_gettext_problem
from lerna.config.places import SOURCE

LANGUAGES = ("ru", "kk")
MAKE_MESSAGES = ("makemessages", "--no-wrap", "--add-location", "file", "--ignore", "*/tests/*", "--ignore", "tests/*")
_PLACEHOLDER = re.compile(r"%\([^)]+\)[a-z]|%[sd]|\{[a-z_]*\}")
# Django's own sentences that a visitor of ours can meet: forms, validation, names of months and days, spans of time.
_MET_IN_DJANGO = ("core/validators.py", "forms/", "utils/dates.py", "utils/timesince.py")


def main() -> int:
    """Prints what is missing; 1 if anything is."""
    if problem := find_gettext_problem():
        print(problem)  # noqa: T201
        return 1
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "lerna"
        shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "tests"))
        extract(copy)
        findings = [finding for language in LANGUAGES for finding in check_language(copy, language)]
    for finding in findings:
        print(finding)  # noqa: T201
    return 1 if findings else 0


def extract(source: Path) -> None:
    """Runs makemessages for both languages in `source`, in place."""
    languages = [word for language in LANGUAGES for word in ("--locale", language)]
    (source / "locale").mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "django", *MAKE_MESSAGES, *languages],
        cwd=source, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def check_language(source: Path, language: str) -> Iterator[str]:
    """What is wrong with one language's catalog: a sentence each."""
    catalog = polib.pofile(str(source / "locale" / language / "LC_MESSAGES" / "django.po"))
    for entry in catalog:
        if entry.obsolete:
            continue
        if not entry.translated():
            doubt = " (marked fuzzy)" if entry.fuzzy else ""
            yield f"{language}: “{entry.msgid}” is not translated{doubt} ({_place(entry)})"
        elif not placeholders_agree(entry):
            yield f"{language}: “{entry.msgid}” and its translation differ in placeholders ({_place(entry)})"
    known = {entry.msgid for entry in catalog if entry.translated() and not entry.obsolete}
    for msgid in sorted(find_django_gaps(language) - known):
        yield f"{language}: Django's own “{msgid}” is not translated, neither by Django nor by us"


def placeholders_agree(entry: polib.POEntry) -> bool:
    """Has every form of the translation the placeholders of the original? A plural form may leave out the number."""
    wanted = set(_PLACEHOLDER.findall(entry.msgid)) | set(_PLACEHOLDER.findall(entry.msgid_plural))
    if not entry.msgid_plural:
        return set(_PLACEHOLDER.findall(entry.msgstr)) == wanted
    return all(set(_PLACEHOLDER.findall(form)) <= wanted for form in entry.msgstr_plural.values())


def find_django_gaps(language: str) -> set[str]:
    """Those of Django's sentences that our pages can show and that Django has not translated."""
    locale = Path(django.__file__).parent / "conf" / "locale"
    english = polib.pofile(str(locale / "en" / "LC_MESSAGES" / "django.po"))
    translated = {
        entry.msgid for entry in polib.pofile(str(locale / language / "LC_MESSAGES" / "django.po")).translated_entries()
    }
    return {
        entry.msgid
        for entry in english
        if any(place.startswith(_MET_IN_DJANGO) for place, _ in entry.occurrences) and entry.msgid not in translated
    }


def _place(entry: polib.POEntry) -> str:
    return ", ".join(place for place, _ in entry.occurrences[:2])


if __name__ == "__main__":
    sys.exit(main())
