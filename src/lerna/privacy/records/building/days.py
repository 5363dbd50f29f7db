"""Days as a paper writes them."""

from datetime import date, datetime

from lerna.kit.clock import local_day
from lerna.kit.localized import Localized
from lerna.privacy.policy.model.facts import date_in_words
from lerna.privacy.records.document import same, say


def day_of(moment: object) -> Localized:
    """The day in words; of a moment the day here; a dash where there is none."""
    if isinstance(moment, datetime):
        moment = local_day(moment)
    if not isinstance(moment, date):
        return same("–")
    day = moment
    return say(lambda language: date_in_words(day, language))
