"""The facts of a company as the model text's placeholders name them, in each language's own forms."""

from collections.abc import Mapping
from datetime import date

from lerna.companies.facts import CompanyFacts
from lerna.privacy.policy.document import Language

# Not Django's names of months: a published text must not change with a translation file, and its Kazakh is half done.
_MONTHS: dict[Language, str] = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "en": "January February March April May June July August September October November December",
}
_DATES: dict[Language, str] = {
    "ru": "{day} {month} {year} года",
    "kk": "{year} жылғы {day} {month}",
    "en": "{day} {month} {year}",
}
# A Kazakh company's name precedes its legal form; English law takes the name without quotation marks.
_NAMES: dict[Language, str] = {"ru": "{form} «{name}»", "kk": "«{name}» {form}", "en": "{name} {form}"}
_AND: dict[Language, str] = {"ru": " и ", "kk": " және ", "en": " and "}

PLACEHOLDERS = frozenset(
    {
        "company.full_name",
        "company.short_name",
        "company.bin",
        "company.address",
        "company.email",
        "platform.host",
        "sites.hosts",
        "policy.dated",
        "responsible.name",
        "responsible.email",
    }
)


def placeholder_values(company: CompanyFacts, language: Language) -> Mapping[str, str]:
    """What each of PLACEHOLDERS stands for at this company in this language (clauses 1.1, 2.2, 5.1, 11.4, 11.6)."""
    name = company.name.in_language(language)
    form = company.legal_form.in_language(language)
    if language != "en":
        form = (
            form[:1].lower() + form[1:]
        )  # a file may write it as a heading does; within a sentence it is a common noun
    return {
        "company.full_name": _NAMES[language].format(form=form, name=name),
        "company.short_name": _NAMES[language].format(form=company.short_form.in_language(language), name=name),
        "company.bin": company.bin,
        "company.address": company.address.in_language(language),
        "company.email": company.email,
        "platform.host": company.platform_host,
        "sites.hosts": enumerate_words([site.host for site in company.sites], language),
        "policy.dated": date_in_words(company.policy_dated, language),
        "responsible.name": company.responsible.name.in_language(language),
        "responsible.email": company.responsible.email,
    }


def date_in_words(day: date, language: Language) -> str:
    """The date as a text of law writes it: «31 августа 2023 года», «2023 жылғы 31 тамыз», “31 August 2023”."""
    month = _MONTHS[language].split()[day.month - 1]
    return _DATES[language].format(day=day.day, month=month, year=day.year)


def enumerate_words(words: list[str], language: Language) -> str:
    """The words with commas and, before the last, the language's “and”."""
    *before, last = words
    return _AND[language].join([", ".join(before), last]) if before else last
