"""The list of personal data that are necessary and sufficient: the data maps, which are all that can be kept at all."""

from collections.abc import Iterator

from lerna.companies.models import Company
from lerna.kit.localized import Localized
from lerna.privacy.lifecycle.exporting.words import load_words as load_names
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Terms
from lerna.privacy.records.building.terms import list_categories, name_term
from lerna.privacy.records.document import Row, enumerate_all, fill, same, say
from lerna.privacy.records.words import Words
from lerna.privacy.subjects.declarations import Column, Depersonalize, Keep
from lerna.privacy.subjects.discovery import db_table, list_tables


def list_necessary_data(company: Company, words: Words) -> Iterator[Row]:
    """Each declared column that the company's terms give to a purpose. No query."""
    terms, names = terms_for(company), load_names()
    for table in list_tables():
        place = db_table(table.model)
        title = names.find_table(place) or same(place)
        for name, column in table.columns.items():
            purposes = [
                own for own in terms.purposes if own.key in column.purposes and column.category in own.categories
            ]
            if purposes:
                yield Row(
                    f"{place}.{name}",
                    (
                        title,
                        names.find_column(place, name) or same(name),
                        list_categories(terms, [column.category], words),
                        enumerate_all((own.title for own in purposes), same("–")),
                        words.words["plain" if column.plain else "sealed"],
                        _name_end(column, terms, words),
                    ),
                )


def _name_end(column: Column, terms: Terms, words: Words) -> Localized:
    """What erasure does; of what a law keeps, which law and how long."""
    if isinstance(column.erasure, Keep):
        own = terms.find_purpose(column.erasure.purpose)
        if own is None or own.law is None:
            return words.words["destroyed"]
        law, term = own.law.title, name_term(own, words)
        cited = say(lambda language: f"{law.in_language(language)}; {term.in_language(language)}")
        return fill(words.words["kept"], law=cited)
    return words.words["counted" if isinstance(column.erasure, Depersonalize) else "destroyed"]
