"""The export as one HTML page that needs nothing else: no style sheet, no script, no door."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lerna.kit.clock import local_day, to_local
from lerna.kit.localized import LanguageCode
from lerna.privacy.letters.wire.message import name_company
from lerna.privacy.lifecycle.exporting.journal import say_lines
from lerna.privacy.lifecycle.exporting.read import THERE, Export, Held, Json
from lerna.privacy.lifecycle.exporting.words import load_words
from lerna.privacy.policy.narrowing import terms_for

_LONG = 300  # characters; what is longer opens at a click
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 "Noto Sans", system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; } h3 { margin-bottom: 0.25rem; }
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: 0.25rem 1rem; margin: 0 0 1.5rem; }
dt { opacity: 0.75; } dd { margin: 0; overflow-wrap: anywhere; } li { overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 30rem) { dl { display: block; } dd { margin-bottom: 0.5rem; } }
"""
_PAGE = """<!DOCTYPE html>
<html lang="{}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{}</title><style>{}</style></head>
<body><h1>{}</h1>{}</body></html>
"""


@dataclass(frozen=True, slots=True)
class Section:
    """What a room above this one adds: a title, and a line for each thing."""

    title: str
    lines: Sequence[str]


def write_page(
    export: Export,
    language: LanguageCode,
    *,
    title: str,
    sections: Sequence[Section] = (),
    is_for_another: bool = False,
) -> str:
    """The page: origin, every value under its name, terms with their countdown, recipients, what was done."""
    with translation.override(language):
        body = [
            format_html("<p>{}, {}</p>", name_company(export.company, language), _moment(export.made_at)),
            _write_origin(export, is_for_another=is_for_another),
            _write_terms(export, language),
            _write_held(export, language),
            *(_write_section(one) for one in sections),
            _write_journal(export, language, is_for_another=is_for_another),
        ]
        return format_html(_PAGE, language, title, mark_safe(_STYLE), title, SafeString("".join(body)))  # noqa: S308


def _write_origin(export: Export, *, is_for_another: bool) -> SafeString:
    sentence = _(
        "First known since %(day)s, from the site %(site)s. Everything here was stated on our sites or follows from "
        "their use."
    ) % {"day": formats.date_format(to_local(export.created_at), "DATE_FORMAT"), "site": export.site}
    taken = format_html("<p>{}</p>", _("Taken by the person's representative.")) if is_for_another else ""
    return format_html("{}<h2>{}</h2><p>{}</p>", taken, _("Where it comes from"), sentence)


def _write_terms(export: Export, language: LanguageCode) -> SafeString:
    """Each purpose that a term runs for: the last day, how many are left, and who may receive the data for it."""
    terms, today = terms_for(export.company), local_day(export.made_at)
    recipients = {one.key: one.title.in_language(language) for one in terms.recipients}
    lines = []
    for term in export.terms:
        own = terms.find_purpose(term.purpose)
        if own is not None:
            left = max((term.ends_on - today).days, 0)
            until = ngettext("until %(day)s, %(days)s day left", "until %(day)s, %(days)s days left", left) % {
                "day": formats.date_format(term.ends_on, "DATE_FORMAT"),
                "days": left,
            }
            received = ", ".join(recipients[kind] for kind in own.recipients) or _("nobody")
            lines.append((own.title.in_language(language), until, _("Who may receive it"), received))
    rows = format_html_join("", "<dt>{}</dt><dd>{}<br>{}: {}</dd>", lines)
    return format_html("<h2>{}</h2><dl>{}</dl>", _("For what, and how long"), rows)


def _write_held(export: Export, language: LanguageCode) -> SafeString:
    words, written = load_words(), []
    for table, rows in _group(export.held).items():
        title = words.find_table(table)
        written.append(format_html("<h3>{}</h3>", title.in_language(language) if title else table))
        for row in rows.values():
            named = []
            for item in row:
                name = words.find_column(table, item.column)
                named.append(
                    (name.in_language(language) if name else item.column, _write_value(item, export, language))
                )
            written.append(format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", named)))
    note = _(
        "A dot stands for what is there and isn't shown: a search key, or a secret that could be stolen with this file."
    )
    return format_html("<h2>{}</h2><p>{}</p>{}", _("What is kept"), note, SafeString("".join(written)))


def _group(held: Iterable[Held]) -> Mapping[str, Mapping[str, Sequence[Held]]]:
    """By table and row, without what is empty: that stands in the file for programs."""
    tables: dict[str, dict[str, list[Held]]] = {}
    for item in held:
        if item.value not in ("", [], {}):
            tables.setdefault(item.table, {}).setdefault(item.row, []).append(item)
    return tables


def _write_value(item: Held, export: Export, language: LanguageCode) -> str | SafeString:
    if item.value == THERE:
        return THERE
    said = ", ".join(_say(item.value, item.column, export, language))
    if len(said) > _LONG:
        return format_html("<details><summary>{}…</summary><pre>{}</pre></details>", said[:40], said)
    return said


def _say(value: Json, column: str, export: Export, language: LanguageCode) -> Iterator[str]:
    """A moment as the language writes it, a purpose or category by its name, everything else as it stands."""
    terms = terms_for(export.company)
    if isinstance(value, list):
        for one in value:
            yield from _say(one, column, export, language)
    elif isinstance(value, bool):
        yield _("yes") if value else _("no")
    elif isinstance(value, str) and _MOMENT.match(value):
        yield _moment(datetime.fromisoformat(value))
    elif isinstance(value, str) and _DAY.fullmatch(value):
        yield formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
    elif column in {"purpose", "purposes", "categories"}:
        titles = {str(own.key): own.title.in_language(language) for own in terms.purposes}
        titles |= {str(category.key): category.title.in_language(language) for category in terms.categories}
        yield titles.get(str(value), str(value))
    elif value not in {None, ""}:
        yield str(value)


def _write_section(section: Section) -> SafeString:
    return format_html(
        "<h2>{}</h2><ul>{}</ul>",
        section.title,
        format_html_join("", "<li>{}</li>", ((line,) for line in section.lines)),
    )


def _write_journal(export: Export, language: LanguageCode, *, is_for_another: bool) -> SafeString:
    events = say_lines(export.entries, export.company, language, is_for_another=is_for_another)
    lines = (
        f"{_moment(event.at)}: {event.done}, {event.who}" + (f" ({event.purpose})" if event.purpose else "")
        for event in events
    )
    return _write_section(Section(_("What was done with it"), tuple(lines)))


def _moment(moment: datetime) -> str:
    return str(formats.date_format(to_local(moment), "DATETIME_FORMAT"))
