"""How much of what people look for is found, by the judged set; `./lerna bench search` shows it by kind."""

import pytest

from lerna.companies.models import Company
from lerna.school.catalogue.search.tests.judged import bring_judged, find_ours, measure_recall
from lerna.school.catalogue.tests.conftest import NOW

LEAST = 0.93  # recall@5 of either language; 0.99 in both when it was written


def test_what_people_look_for_is_among_the_first_five(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    site = company.sites.get(key="skillbox")
    bring_judged(company, site, NOW)
    found = {language: measure_recall(find_ours(site), language) for language in ("ru", "kk")}
    with capsys.disabled():
        print(f"\nrecall@5: {found}")  # noqa: T201 -- a figure to be seen
    assert min(found.values()) >= LEAST
