"""A letter to the staff before the day of a review comes; it names nobody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.kit.localized import LanguageCode
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.wire.addresses import build_home
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.disclosures.queries import list_reviewers, list_reviews
from lerna.privacy.recipients.sending.times import read_times

TEMPLATE = "disclosure-review"
DESK = "desk/"


def remind_reviewers(*, company: Company, now: datetime) -> Iterator[Letter]:
    """A letter to each of them where something has to be reviewed within `review_days`; days and nothing else."""
    due = list_reviews(company, local_day(now) + timedelta(days=read_times().review_days))
    if not due:
        return
    days = sorted({one.review_on for one in due if one.review_on is not None})
    for person in list_reviewers(company):
        site = company.sites.get(key=person.site)
        language = cast("LanguageCode", site.default_language)  # one of the three, by the loader's check
        yield send_letter(
            subject=person,
            purpose=Purpose.SECURITY,
            template=TEMPLATE,
            context={"count": len(due), "first": days[0], "desk": build_home(site, language) + DESK},
            language=language,
            site=site,
            now=now,
        )
