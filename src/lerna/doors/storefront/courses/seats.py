"""How many seats are taken, which visitors may know of a group whose seats are limited; who sits there they may not."""

from collections.abc import Iterable, Mapping

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Run
from lerna.school.learning.queries import count_enrolled


def count_taken(company: Company, runs: Iterable[Run]) -> Mapping[int, int]:
    """By the number of each run that has a limit, how many have enrolled. One query, none without such runs."""
    limited = [run for run in runs if run.seats]
    if not limited:
        return {}
    with processing(Purpose.LEARNING, company=company, reason="say how many seats are left"):
        return count_enrolled(limited)
