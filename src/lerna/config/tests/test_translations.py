"""The check of translations sees what is missing, doubtful or broken."""

from pathlib import Path

import polib
import pytest

from lerna.config.checks.translations import check_language, find_django_gaps, placeholders_agree


def catalog(folder: Path, *entries: polib.POEntry) -> Path:
    path = folder / "locale" / "kk" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    po = polib.POFile()
    po.extend([*entries, *(polib.POEntry(msgid=gap, msgstr=gap) for gap in find_django_gaps("kk"))])
    po.save(str(path))
    return folder


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (polib.POEntry(msgid="Apply", msgstr=""), "“Apply” is not translated"),
        (polib.POEntry(msgid="Apply", msgstr="Өтінім", flags=["fuzzy"]), "marked fuzzy"),
        (polib.POEntry(msgid="%(n)s courses", msgstr="%(m)s курс"), "differ in placeholders"),
    ],
)
def test_a_defect_is_named(tmp_path: Path, entry: polib.POEntry, sentence: str) -> None:
    (finding,) = [line for line in check_language(catalog(tmp_path, entry), "kk") if "Django's own" not in line]
    assert sentence in finding


def test_a_whole_catalog_has_no_findings(tmp_path: Path) -> None:
    whole = catalog(
        tmp_path, polib.POEntry(msgid="%(n)s of %s", msgstr="%s / %(n)s"), polib.POEntry(msgid="Old", obsolete=True)
    )
    assert [line for line in check_language(whole, "kk") if "Django's own" not in line] == []


def test_a_plural_form_may_leave_out_the_number() -> None:
    entry = polib.POEntry(msgid="one day", msgid_plural="%(n)s days", msgstr_plural={0: "бір күн", 1: "%(n)s күн"})
    assert placeholders_agree(entry)
    entry.msgstr_plural[1] = "%(days)s күн"
    assert not placeholders_agree(entry)


def test_django_leaves_gaps_in_kazakh_and_none_in_russian() -> None:
    assert find_django_gaps("kk")
    assert not find_django_gaps("ru")
