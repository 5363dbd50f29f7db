"""Components of the design system as template tags; `/kit/` shows each in every state.

A tag that holds other markup is a block (`{% alert %}…{% endalert %}`), one that doesn't is a plain tag.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, Literal
from urllib.parse import quote as quote_words
from urllib.parse import urlsplit

from django import template
from django.contrib.staticfiles import finders
from django.core.paginator import Page
from django.forms import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lerna.companies.models import Company
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode, Localized

register = template.Library()

Tone = Literal["plain", "brand", "good", "warn", "bad"]
_TONE_ICONS = {"plain": "info", "brand": "info", "good": "check", "warn": "warning", "bad": "warning"}
_OPEN_GRAPH_LOCALES = {"ru": "ru_RU", "kk": "kk_KZ", "en": "en_US"}


def _language() -> LanguageCode:
    language = get_language()
    return next((code for code in LANGUAGE_CODES if code == language), "ru")


@register.filter
def localized(fact: Localized) -> str:
    """The fact in the language of the page."""
    return fact.in_language(_language())


@register.filter
def mailto(address: str, subject: str) -> str:
    """An address that opens a letter with this subject (RFC 6068)."""
    return f"mailto:{address}?subject={quote_words(subject)}"


@register.simple_tag
def company_name(company: Company, *, full: bool = False) -> str:
    """Legal form and name as a contract writes them: ТОО «Ньюскилз», «Ньюскилз» ЖШС, Newskills LLP (clause 1.1).

    `full` spells the legal form out; in Kazakh it follows the name and so begins with a small letter.
    """
    form, name = localized(company.legal_form if full else company.short_form), localized(company.name)
    if full and _language() == "kk":
        form = form[:1].lower() + form[1:]
    return {"ru": f"{form} «{name}»", "kk": f"«{name}» {form}", "en": f"{name} {form}"}[_language()]


@register.simple_tag
def open_graph_locale(language: str) -> str:
    """The language as Open Graph names it: language_TERRITORY."""
    return _OPEN_GRAPH_LOCALES[language]


@register.simple_tag
@cache
def brand_file(logo: str) -> str:
    """Address of the brand's drawing; of a plain one where the brand's own isn't there."""
    path = f"look/{logo}"
    return static(path if finders.find(path) else "look/brands/plain.svg")


@register.simple_tag
def brand_mark(logo: str, name: str = "brand-mark") -> SafeString:
    """The brand's mark in the color of the text around it; decoration, the name stands beside. `name` is its class."""
    markup = '<svg class="{}" aria-hidden="true" viewBox="0 0 32 32"><use href="{}#mark"></use></svg>'
    return format_html(markup, name, brand_file(logo))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing from `look/icons.svg`; decoration only, the words stand beside it."""
    return format_html(
        '<svg class="icon icon-{}" aria-hidden="true" viewBox="0 0 24 24"><use href="{}#{}"></use></svg>',
        name,
        static("look/icons.svg"),
        name,
    )


@register.simple_tag
def external(address: str, text: str = "") -> SafeString:
    """A link to somebody else's site: marked for eye and screen reader, and it hands nothing on (clause 3.4).

    Without `text` the host stands there. An address that isn't http or https is refused with ValueError.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("An external link must lead to http:// or https://.")
    return format_html(
        '<a class="external-link" href="{}" rel="noopener external nofollow">{}'
        '<span class="visually-hidden"> {}</span></a>',
        address,
        text or parts.hostname,
        _("(another site, with a policy of its own)"),
    )


@register.inclusion_tag("look/components/button.html")
def button(  # noqa: PLR0913 -- keywords in a template, each with a default
    label: str,
    *,
    href: str = "",
    kind: Literal["plain", "primary", "ghost"] = "plain",
    size: Literal["", "large"] = "",
    icon: str = "",
    type: Literal["button", "submit"] = "button",  # noqa: A002 -- HTML's own word
    opens: str = "",
    disabled: bool = False,
) -> dict[str, Any]:
    """A link where `href` is given, else a button; `opens` is the id of a dialog, `icon` stands after the label."""
    return {
        "label": label,
        "href": href,
        "kind": kind,
        "size": size,
        "icon": icon,
        "type": type,
        "opens": opens,
        "disabled": disabled,
    }


@register.inclusion_tag("look/components/field.html")
def field(bound: BoundField, *, needed: bool = False) -> dict[str, Any]:
    """A form's field with label, help and errors tied to it: input, textarea, select or checkbox by its widget.

    `needed` where it is asked only after a certain answer, and must be filled in then.
    """
    kind = getattr(bound.field.widget, "input_type", "textarea")
    described = _list_notes(bound)
    attributes: dict[str, str | bool] = {"class": {"checkbox": "", "select": "select"}.get(kind, "input")}
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    is_optional = not bound.field.required and not needed
    return {"field": bound, "widget": bound.as_widget(attrs=attributes), "kind": kind, "is_optional": is_optional}


@register.inclusion_tag("look/components/choices.html")
def choices(bound: BoundField, *, legend: str = "", is_said: bool = False) -> dict[str, Any]:
    """A question with a radio or a box for each answer, help and errors tied to it all; without a word of its own it
    is asked by the field's label. `is_said` where that stands above already, so that it is there to be heard only.
    """
    return {"field": bound, "legend": legend or bound.label, "described": _list_notes(bound), "is_said": is_said}


def _list_notes(bound: BoundField) -> str:
    """For `aria-describedby`: the ids of the help and of the error, where the field has them."""
    notes = (("help", bound.help_text), ("error", bound.errors))
    return " ".join(f"{bound.auto_id}-{name}" for name, words in notes if words)


@register.simple_block_tag
def consent(content: str) -> SafeString:
    """Frame of the boxes a person ticks to agree; never ticked beforehand (clause 4.1)."""
    return format_html('<div class="consent stack">{}</div>', content)


@register.simple_block_tag
def card(content: str, title: str = "", *, href: str = "", level: int = 3) -> str:
    """A card; with `href` the whole of it leads there. `level` is the heading's, 2 to 4."""
    return render_to_string(
        "look/components/card.html", {"content": content, "title": title, "href": href, "level": level}
    )


@register.simple_tag
def badge(text: str, tone: Tone = "plain") -> SafeString:
    """A word or two about the thing beside it."""
    return format_html('<span class="badge badge-{}">{}</span>', tone, text)


@register.simple_block_tag
def alert(content: str, tone: Tone = "plain", *, title: str = "", live: bool = False) -> str:
    """A message. `live` for one that comes in answer to what the reader did: a screen reader says it at once."""
    context = {"content": content, "tone": tone, "title": title, "live": live, "icon": _TONE_ICONS[tone]}
    return render_to_string("look/components/alert.html", context)


@register.inclusion_tag("look/components/breadcrumb.html")
def breadcrumb(*steps: str) -> dict[str, Any]:
    """The way here: label, address, label, address … and at the end the label of this page."""
    *way, here = steps
    return {"way": list(zip(way[::2], way[1::2], strict=True)), "here": here}


@register.inclusion_tag("look/components/tabs.html")
def tabs(label: str, items: list[tuple[str, str, bool]]) -> dict[str, Any]:
    """Sibling pages in a row: (label, address, whether it is this one)."""
    return {"label": label, "items": items}


@register.simple_block_tag
def accordion(content: str, title: str, *, group: str = "", open: bool = False) -> str:  # noqa: A002 -- HTML's own word
    """A question that opens to its answer, without a script; of one `group` one is open at a time."""
    return render_to_string(
        "look/components/accordion.html", {"content": content, "title": title, "group": group, "open": open}
    )


@register.simple_block_tag
def dialog(content: str, name: str, *, title: str) -> str:
    """A dialog with this id; `{% button opens=name %}` opens it, Escape or a tap beside it closes it; no script."""
    return render_to_string("look/components/dialog.html", {"content": content, "name": name, "title": title})


@register.simple_block_tag
def table_box(content: str, label: str) -> SafeString:
    """Around a wide table: it scrolls within itself, also by keyboard. `label` says what the table is."""
    return format_html('<div class="table-box" role="region" tabindex="0" aria-label="{}">{}</div>', label, content)


@register.simple_block_tag
def table(content: str, label: str, *heads: str) -> str:
    """A table of what people's rows say, in its own box; `heads` stand above the columns, `content` are its rows."""
    return render_to_string("look/components/table.html", {"content": content, "label": label, "heads": heads})


@register.inclusion_tag("look/components/bars.html")
def bars(label: str, head: str, value_head: str, rows: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """Counts as bars: one table for eye and screen reader, read by length and number and without color. `rows` are
    (label, count) in their order.
    """
    rows = list(rows)
    most = max((count for _, count in rows), default=0) or 1
    drawn = [(name, count, round(100 * count / most, 1)) for name, count in rows]
    return {"label": label, "head": head, "value_head": value_head, "rows": drawn}


@register.inclusion_tag("look/components/pagination.html")
def pagination(page: Page[Any], parameter: str = "page", *, also: str = "") -> dict[str, Any]:
    """Pages of a list, by Django's Page; nothing where there is only one. `also` is what else the address says, such as
    the filters: “kind=access&site=lerna”.
    """
    parameter = f"{also}&{parameter}" if also else parameter
    return {"page": page, "numbers": page.paginator.get_elided_page_range(page.number), "parameter": parameter}


@register.simple_tag
def quote(text: str, name: str, about: str = "", *, mark: str = "") -> str:
    """What a person said; `mark` is said beside it, such as that it is an example."""
    return render_to_string("look/components/quote.html", {"text": text, "name": name, "about": about, "mark": mark})


@register.inclusion_tag("look/components/price.html")
def price(now: str, *, old: str = "", note: str = "") -> dict[str, Any]:
    """A price, already written out with its currency; `old` is what it was."""
    return {"now": now, "old": old, "note": note}


@register.inclusion_tag("look/components/fault.html")
def fault(number: str, title: str, remedy: str) -> dict[str, Any]:
    """What stands instead of a page: the status with flowers for its zeros, what happened, what to do, two ways on."""
    return {"number": number, "title": title, "remedy": remedy}


@register.simple_block_tag
def empty(content: str, title: str) -> str:
    """A list with nothing in it: says so, and what to do."""
    return render_to_string("look/components/empty.html", {"content": content, "title": title})
