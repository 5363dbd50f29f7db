"""The first page of the privacy officer's desk among very many people: all its numbers, from nothing but the tables.

Each person has a consent and a clock that end on some day of three years, so both forecasts have to count a third of
them; so many requests were answered this month, each measured by its own terms.
"""

import sys

from measure.report import Run, Size
from measure.rounds import alternate, count_queries
from people.world import make_people, world

ALLOWED_SECONDS = 1.0
MILLI = 1000
_AGE = "update lifecycle_clock set last_on = current_date - (random() * 1094)::int"
_CONSENTS = """
insert into consents_consent (id, subject_id, company_id, permitted, act, purpose, policy_id, text_id, substance,
contents, contents_sha256, language, site, form, channel, hand, given_at, expires_at)
select gen_random_uuid(), id, company_id, granted, gen_random_uuid(), 'consulting', 1, repeat('0', 64),
repeat('0', 64), '\\x00', repeat('0', 64), 'ru', 'lerna', 'application', 'site', 'person', day, day + interval '3 years'
from (select *, now() - random() * interval '1094 days' as day from subjects_datasubject) person
"""
_REQUESTS = """
insert into requests_request (id, subject_id, company_id, permitted, number, kind, state, channel, hand, site, language,
received_at, verified_at, proof, answered_at, outcome, answer, closed_at)
select gen_random_uuid(), id, company_id, 1 << 12, 'LR-' || row_number() over (), 'access', 'closed', 'cabinet',
'person', 'lerna', 'ru', now(), now(), 'session', now(), 'granted', '\\x00', now() from subjects_datasubject limit %s
"""


def main() -> int:
    """0 where the budget is kept, 1 where it isn't."""
    run = Run(
        __doc__, people=Size(1_000_000, quick=20_000), requests=Size(1_000, quick=100), rounds=Size(9, quick=3)
    )  # fmt: skip
    with world() as cluster:
        make_people(cluster, 1, run.sizes["people"])
        with cluster.connect("bench") as root:
            root.execute("set session_replication_role = replica")
            root.execute(_AGE)
            root.execute(_CONSENTS)
            root.execute(_REQUESTS, [run.sizes["requests"]])
            root.execute("vacuum analyze")
        (seconds,) = alternate(run.sizes["rounds"], lambda: _read(run.sizes["requests"]))
        with count_queries() as queries:
            _read(run.sizes["requests"])
    what = f"the day's numbers among {run.sizes['people']:,} people"
    run.add(what, [each * MILLI for each in seconds], "ms", most=ALLOWED_SECONDS * MILLI)
    run.add(f"for {what}", [len(queries)], "queries")
    return run.finish()


def _read(answered: int) -> None:
    from lerna.companies.models import Company
    from lerna.doors.desk.today.reading import read_day
    from lerna.kit import clock

    day = read_day(Company.objects.get(slug="newskills"), clock.now())
    if day.month.answered != answered or not day.consents or not day.retention:
        raise SystemExit("The day doesn't show what was put there, so nothing was measured.")


if __name__ == "__main__":
    sys.exit(main())
