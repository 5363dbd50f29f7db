"""The notice to the authority as one HTML page that needs nothing else, and as PDF (law 25(2)(8); GDPR, art. 33(3))."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import formats, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lerna.kit.clock import to_local
from lerna.kit.localized import LanguageCode
from lerna.privacy.incidents.clocks import report_by
from lerna.privacy.incidents.models import Danger, Happening, Nature
from lerna.privacy.incidents.notices.people import say_responsible
from lerna.privacy.incidents.queries import IncidentFile, describe_finding
from lerna.privacy.incidents.rules import load_rules
from lerna.privacy.letters.wire.message import name_company
from lerna.privacy.policy.narrowing import terms_for

STYLE = """
@page { size: A4; margin: 20mm; }
body { font-family: "Noto Sans", "DejaVu Sans", sans-serif; font-size: 11pt; line-height: 1.5; max-width: 44rem;
  margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
h1 { font-size: 15pt; } .to { text-align: right; } .drill { border: 3px solid #b00; color: #b00; padding: 0.5em 1em; }
dt { font-weight: bold; margin-top: 0.8em; } dd { margin: 0.2em 0 0; } ul { margin: 0; padding-left: 1.2em; }
@media print { body { margin: 0; padding: 0; } }
"""
_PAGE = """<!DOCTYPE html>
<html lang="{}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{} {}</title><style>{}</style></head>
<body>{}<p class="to">{}</p><h1>{}</h1><p>№ {} · {}</p><p>{}</p><dl>{}</dl></body></html>
"""


class NoPdfError(Exception):
    """This machine can't make PDF: WeasyPrint's libraries (Pango) aren't installed."""


def write_notice(file: IncidentFile, language: LanguageCode, now: datetime) -> str:
    """The page in this language, as of now."""
    incident, words, rules = file.incident, load_rules().notice, load_rules()
    title = words["title"].in_language(language)
    with translation.override(language):
        facts = format_html_join("", "<dt>{}</dt><dd>{}</dd>", _list_facts(file, language, now))
        mark = rules.drill.in_language(language).strip()
        return format_html(
            _PAGE, language, title, incident.number, mark_safe(STYLE),  # noqa: S308 -- our own
            format_html('<p class="drill"><strong>{}</strong></p>', mark) if incident.is_drill else "",
            words["addressee"].in_language(language), title, incident.number, _say_moment(now),
            words["ground"].in_language(language), facts,
        )  # fmt: skip


def print_notice(page: str) -> bytes:
    """The page as PDF. NoPdfError."""
    try:
        # Here, because importing it loads Pango, and a machine without Pango must do everything else.
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise NoPdfError("PDF can't be made here: WeasyPrint's libraries (Pango) are missing.") from error
    return bytes(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))


def _list_facts(file: IncidentFile, language: LanguageCode, now: datetime) -> Iterator[tuple[str, object]]:
    """(heading, words), in the order of GDPR, art. 33(3), after who writes."""
    incident, scope, company, rules = file.incident, file.scope, file.incident.company, load_rules()
    words = {key: text.in_language(language) for key, text in rules.notice.items()}
    name = f"{name_company(company, language)}, {company.bin}"
    yield words["controller"], f"{name}, {company.address.in_language(language)}, {company.email}"
    yield words["responsible"], say_responsible(company, language)
    yield words["found"], _say_moment(incident.found_at)
    yield words["happened"], _say_moment(incident.happened_at) if incident.happened_at else words["unknown"]
    nature = rules.natures[Nature(incident.nature)].title.in_language(language)
    yield words["nature"], f"{nature}. {describe_finding(incident, language)}"
    categories = [
        each.title.in_language(language)
        for each in terms_for(company).categories
        if scope is not None and each.key in scope.categories
    ]
    yield words["categories"], _write_list(categories) or words["nothing"]
    yield words["people"], formats.number_format(scope.people) if scope else words["nothing"]
    yield words["records"], formats.number_format(scope.acts) if scope else words["nothing"]
    known = [rules.consequences[key] for key in incident.consequences if key in rules.consequences]
    yield words["consequences"], _write_list([each.title.in_language(language) for each in known]) or words["nothing"]
    yield words["measures"], _write_list(list(_list_measures(file, language))) or words["nothing"]
    yield words["told"], words["told_yes"] if incident.danger == Danger.HIGH else words["told_no"]
    late = f" {words['late']}" if (incident.reported_at or now) >= report_by(incident) else ""
    yield words["reasons"], f"{incident.reasons or words['nothing']}{late}"


def _list_measures(file: IncidentFile, language: LanguageCode) -> Iterator[str]:
    """Each with its moment and what the staff wrote of it."""
    measures = load_rules().measures
    for step in file.steps:
        if step.happening == Happening.MEASURE and step.measure in measures:
            said = f"{_say_moment(step.at)}: {measures[step.measure].in_language(language)}"
            yield f"{said}. {step.note}" if step.note else said


def _write_list(lines: Sequence[str]) -> SafeString | str:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines))) if lines else ""


def _say_moment(moment: datetime) -> str:
    return f"{formats.date_format(to_local(moment), 'DATETIME_FORMAT')} (UTC+5)"
