"""The act as one HTML page that needs nothing else: no style sheet, no script, no door."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lerna.kit.clock import to_local

if TYPE_CHECKING:
    from lerna.privacy.lifecycle.erasing.act import DestructionAct

_STYLE = """
@page { size: A4; margin: 20mm; }
body { font-family: "Noto Sans", "DejaVu Sans", sans-serif; font-size: 10.5pt; line-height: 1.45; max-width: 46rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 16pt; } h2 { font-size: 12pt; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.3em 0.6em; border-bottom: 1px solid #999; vertical-align: top; }
dt { font-weight: bold; } dd { margin: 0 0 0.6em; }
@media print { body { margin: 0; padding: 0; } }
"""
_PAGE = """<!DOCTYPE html>
<html lang="{}"><head><meta charset="utf-8"><title>{} {}</title><style>{}</style></head>
<body><h1>{}</h1>{}</body></html>
"""


def write_page(act: "DestructionAct", language: str) -> str:
    """The page in the language that is active."""
    title = _("Act of destruction of personal data")
    body = [
        _write_head(act),
        _write_tables(act),
        _write_counted(act),
        _write_keys(act),
        _write_kept(act),
        _write_check(),
    ]
    return format_html(_PAGE, language, title, act.number, mark_safe(_STYLE), title, SafeString("".join(body)))  # noqa: S308


def _write_head(act: "DestructionAct") -> SafeString:
    facts = [
        (_("Number"), act.number),
        (_("Controller"), f"{act.company}, {_('BIN')} {act.bin}"),
        (_("Finished"), f"{formats.date_format(to_local(act.finished_at), 'j E Y H:i')} (UTC+5)"),
        (_("Ground"), f"{act.ground} ({_('clause')} {act.clause})"),
        (_("People whose data were concerned"), act.people),
    ]
    if act.skipped:
        facts.append((_("People left alone, because they were blocked or a law held their data"), act.skipped))
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", facts))


def _write_tables(act: "DestructionAct") -> SafeString:
    heads = (_("Table"), _("Rows deleted"), _("Rows emptied"))
    return format_html("<h2>{}</h2>{}", _("What was destroyed"), _write_table(heads, act.tables))


def _write_counted(act: "DestructionAct") -> SafeString:
    if not act.counted:
        return SafeString("")
    sentence = _(
        "Before they were deleted, these rows were counted by month. Only numbers of the company are left, and none of "
        "them leads to a person."
    )
    heads = (_("Table"), _("Rows counted"))
    title = _("What was depersonalized")
    return format_html("<h2>{}</h2><p>{}</p>{}", title, sentence, _write_table(heads, act.counted))


def _write_keys(act: "DestructionAct") -> SafeString:
    sentence = ngettext(
        "%(count)s encryption key was destroyed: copies in backups that it sealed open for nobody any more.",
        "%(count)s encryption keys were destroyed: copies in backups that they sealed open for nobody any more.",
        act.keys,
    )
    return format_html("<p>{}</p>", sentence % {"count": act.keys})


def _write_kept(act: "DestructionAct") -> SafeString:
    if not act.kept:
        return SafeString("")
    heads = (_("Table and columns"), _("Why"))
    return format_html("<h2>{}</h2>{}", _("What stays, and why"), _write_table(heads, act.kept))


def _write_check() -> SafeString:
    sentence = _(
        "After the deletion was committed, every declared place was searched for rows, values and search keys of these "
        "people, the database of keys for their keys, and everybody else's rows for the addresses and numbers by which "
        "these people were known. Nothing that should have gone was found."
    )
    return format_html("<h2>{}</h2><p>{}</p>", _("How it was verified"), sentence)


def _write_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> SafeString:
    head = format_html_join("", '<th scope="col">{}</th>', ((text,) for text in heads))
    cells = ((format_html_join("", "<td>{}</td>", ((value,) for value in row)),) for row in rows)
    body = format_html_join("", "<tr>{}</tr>", cells)
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, body)
