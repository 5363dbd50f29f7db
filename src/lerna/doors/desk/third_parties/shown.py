"""What stands in the register and the rooms below, in the words and the language of the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Company
from lerna.doors.look.consent_form import read_language
from lerna.privacy.lifecycle.exporting.words import load_words
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.recipients.sending.columns import Chosen, name_table
from lerna.privacy.subjects.discovery import db_table, list_tables

# What the register may lack of a recipient, as `list_missing` names it.
MISSING: Mapping[str, Promise] = {
    "contract_number": _("number of the contract"),
    "contract_from": _("first day of the contract"),
    "confidentiality": _("duty of confidentiality (9.4-а)"),
    "protection": _("means of protection (9.4-б)"),
    "detection": _("noticing unauthorized access (9.4-б)"),
    "access": _("limits of access (9.4-б)"),
    "control": _("control of the measures (9.4-б)"),
    "no_onward_transfer": _("ban on passing on (9.4-в)"),
    "country": _("country"),
    "purposes": _("purposes"),
    "categories": _("categories of data"),
    "email": _("contact"),
    "name": _("name in three languages"),
    "description": _("description in three languages"),
}


@dataclass(frozen=True, slots=True)
class NamedColumn:
    """A column under the name by which a person reads it; `label` is its public name."""

    label: str
    title: str


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table of such columns."""

    title: str
    columns: tuple[NamedColumn, ...]


def name_purposes(company: Company, keys: Iterable[str]) -> str:
    """The purposes in words, one after the other."""
    language = read_language()
    titles = {own.key.value: own.title.in_language(language) for own in terms_for(company).purposes}
    return ", ".join(titles.get(key, key) for key in keys)


def name_categories(company: Company, keys: Iterable[str]) -> str:
    """The categories in words, one after the other."""
    language = read_language()
    titles = {own.key.value: own.title.in_language(language) for own in terms_for(company).categories}
    return ", ".join(titles.get(key, key) for key in keys)


def name_research(label: str) -> tuple[str, ...]:
    """What people of this table may be counted by, in words."""
    (table,) = (one for one in list_tables() if name_table(one) == label)
    words, language, name = load_words(), read_language(), db_table(table.model)
    titles = [(column, words.find_column(name, column)) for column in table.research]
    return tuple(title.in_language(language) if title else column for column, title in titles)


def name_columns(chosen: Sequence[Chosen]) -> tuple[NamedTable, ...]:
    """The columns by table, each as the person reads it in what they download."""
    words, language = load_words(), read_language()
    tables: dict[str, list[NamedColumn]] = {}
    for one in chosen:
        name = db_table(one.table.model)
        title = words.find_column(name, one.name)
        named = NamedColumn(one.label, title.in_language(language) if title else one.name)
        tables.setdefault(name, []).append(named)
    titles = {name: words.find_table(name) for name in tables}
    return tuple(
        NamedTable(title.in_language(language) if (title := titles[name]) else name, tuple(columns))
        for name, columns in tables.items()
    )
