"""Going round: every letter that is due, company by company, until a mail server doesn't answer."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.letters.dispatch import deliver_letter
from lerna.privacy.letters.last import deliver_last_letters
from lerna.privacy.letters.queries import iter_companies, list_due
from lerna.privacy.letters.wire.delivery import Post, Result, post


def deliver_due(*, now: datetime, by: Post = post) -> Iterator[tuple[Company, UUID, Result]]:
    """One attempt at each due letter, with how it ended. Stops where nobody answers: the rest would wait in vain."""
    for company in iter_companies():
        for letter_id in list_due(company, now):
            result = deliver_letter(company=company, letter_id=letter_id, now=now, by=by)
            if result is None:
                continue
            yield company, letter_id, result
            if result.is_server_away:
                return
        for _ in deliver_last_letters(company=company, now=now, by=by):
            pass
