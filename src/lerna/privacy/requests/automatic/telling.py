"""Answers that tell: what is held of a person, and who received it (law 94-V, art. 24; GDPR 15)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.disclosures.queries import DisclosureAbout, list_disclosures_about
from lerna.privacy.recipients.models import State
from lerna.privacy.recipients.queries import TransferAbout, list_transfers_about
from lerna.privacy.recipients.sending.columns import find_columns, list_categories
from lerna.privacy.requests.answers.answering import Answer
from lerna.privacy.requests.automatic import words
from lerna.privacy.requests.kinds.rules import load_rules
from lerna.privacy.requests.letters import language_of
from lerna.privacy.requests.models import Outcome, Request

_NOT_RECEIVED = {State.CANCELED, State.FAILED}
_MOST = 50  # as many lines as a letter takes; the page shows all


def tell_holding(request: Request, company: Company, now: datetime) -> Answer:
    """Purposes with their terms, categories, sources, recipients, and for how long the copy can be taken."""
    language = language_of(request)
    holding = words.find_holding(request.subject, now)
    if holding is None:
        return say_nothing_held(company, language)
    until = clock.local_day(now) + timedelta(days=load_rules().times.archive_days)
    return Answer(
        "request-access",
        {
            "purposes": words.say_terms(company, holding.purposes, language),
            "data": [
                f"{own.title.in_language(language)}: {own.explanation.in_language(language)}"
                for own in holding.categories
            ],
            "source": words.say("source", language),
            "recipients": words.say_recipients(company, holding.purposes, language),
            "until": until,
        },
    )


def say_nothing_held(company: Company, language: LanguageCode) -> Answer:
    """The honest answer to somebody of whom nothing is held but the request."""
    kept = words.say_term(company, Purpose.REQUESTS, language)
    return Answer("request-nothing", {"kept": kept}, Outcome.NOTHING)


def tell_transfers(request: Request, company: Company, _now: datetime) -> Answer:
    """To whom data went, when, what for, which, to which country; also to state bodies, but for what a law hides."""
    language = language_of(request)
    received = [one for one in list_transfers_about(company, request.subject_id) if one.state not in _NOT_RECEIVED]
    lines = [
        *(_say_transfer(one, company, language) for one in received),
        *(_say_disclosure(one, company, language) for one in list_disclosures_about(company, request.subject_id)),
    ]
    return Answer("request-transfers", {"transfers": lines[:_MOST] or [words.say("none", language)]})


def _say_transfer(transfer: TransferAbout, company: Company, language: LanguageCode) -> str:
    purpose = terms_for(company).find_purpose(transfer.purpose)
    return words.say("transfer", language).format(
        day=words.say_day(clock.local_day(transfer.sent_at or transfer.created_at), language),
        recipient=transfer.recipient.in_language(language),
        country=transfer.country,
        purpose=purpose.title.in_language(language) if purpose else transfer.purpose.value,
        data=_say_categories(transfer.categories, company, language),
    )


def _say_disclosure(disclosure: DisclosureAbout, company: Company, language: LanguageCode) -> str:
    return words.say("disclosure", language).format(
        day=words.say_day(clock.local_day(disclosure.given_at), language),
        recipient=disclosure.requester,
        ground=disclosure.ground,
        document=disclosure.document,
        data=_say_categories(list_categories(find_columns(disclosure.columns)), company, language),
    )


def _say_categories(categories: Iterable[Category], company: Company, language: LanguageCode) -> str:
    titles = {own.key: own.title.in_language(language) for own in terms_for(company).categories}
    return ", ".join(titles[category] for category in categories)
