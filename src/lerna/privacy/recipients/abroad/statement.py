"""What a person reads beside the box of one transfer abroad: the purpose's own text, but for what the recipient is."""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.statement import Part, Statement, build_statements, hash_substance
from lerna.privacy.consents.words import load_words
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose, PurposeTerms
from lerna.privacy.recipients.models import HOME, Channel, Kind, Recipient
from lerna.privacy.recipients.queries import list_public
from lerna.privacy.recipients.register.countries import load_countries


@dataclass(frozen=True, slots=True)
class AbroadStatement:
    """What is asked for one recipient abroad and one purpose; `purpose_title` is what the latter is called, `title`
    the whole where consents are listed.
    """

    recipient: Recipient
    purpose_title: str
    title: str
    statement: Statement


def list_abroad_statements(
    *,
    company: Company,
    version: PolicyVersion,
    language: LanguageCode,
    now: datetime,
    purposes: Collection[Purpose] | None = None,
) -> tuple[AbroadStatement, ...]:
    """Every transfer abroad that the register and the terms would let go with a consent, in their order; of these
    purposes alone, where any are named. One query.
    """
    return tuple(
        AbroadStatement(
            recipient,
            own.title.in_language(language),
            title_abroad(recipient, recipient.country, own, language),
            _build(company, version, recipient, own, language),
        )
        for recipient in list_public(company, local_day(now))
        if recipient.country != HOME and recipient.channel != Channel.NONE
        for own in _list_purposes(company, recipient)
        if purposes is None or own.key in purposes
    )


def title_abroad(recipient: Recipient, country: str, own: PurposeTerms, language: LanguageCode) -> str:
    """“Transfer abroad: …”, with recipient, country and purpose."""
    title = load_words()["transfer_abroad", "title"].in_language(language)
    return title.format(**_name_places(recipient, country, own, language))


def hash_abroad(company: Company, recipient: Recipient, own: PurposeTerms) -> str:
    """What the consent means, whatever the words; where it changes, silence is none (clause 11.5)."""
    meaning = {
        "purpose": hash_substance(company, terms_for(company), own.key),
        "recipient": recipient.key,
        "country": recipient.country,
        "categories": _list_categories(recipient, own),
    }
    return hashlib.sha256(json.dumps(meaning, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _list_purposes(company: Company, recipient: Recipient) -> Iterator[PurposeTerms]:
    kind = Kind(recipient.kind).as_terms_say
    for own in terms_for(company).purposes:
        if own.key in recipient.purposes and kind in own.recipients and own.basis is not LegalBasis.LAW:
            yield own


def _list_categories(recipient: Recipient, own: PurposeTerms) -> list[str]:
    return sorted(category.value for category in own.categories if category.value in recipient.categories)


def _build(
    company: Company, version: PolicyVersion, recipient: Recipient, own: PurposeTerms, language: LanguageCode
) -> Statement:
    (base,) = build_statements(company=company, version=version, form=(), own=[own.key], language=language)
    words, categories = load_words(), _list_categories(recipient, own)
    values = _name_places(recipient, recipient.country, own, language)
    texts = {
        key: words["transfer_abroad", key].in_language(language).format(**values) for key in ("third_parties", "abroad")
    } | {
        "data": " ".join(
            one.explanation.in_language(language) for one in terms_for(company).categories if one.key in categories
        )
    }
    return replace(
        base,
        box=words["transfer_abroad", "box"].in_language(language).format(**values),
        title=f"{values['recipient']}, {values['country']}",
        explanation=recipient.description.in_language(language),
        parts=tuple(Part(part.key, part.title, texts.get(part.key, part.text)) for part in base.parts),
        substance=hash_abroad(company, recipient, own),
    )


def _name_places(recipient: Recipient, country: str, own: PurposeTerms, language: LanguageCode) -> dict[str, str]:
    return {
        "recipient": recipient.name.in_language(language),
        "country": load_countries()[country].in_language(language),
        "purpose": own.title.in_language(language),
    }
