"""The day of a paper in words."""

from datetime import datetime

from lerna.kit.clock import local_day
from lerna.kit.localized import LanguageCode
from lerna.privacy.policy.model.facts import date_in_words


def say_day(moment: datetime, language: LanguageCode) -> str:
    """The day here, as a text of law writes it."""
    return date_in_words(local_day(moment), language)
