"""What of the things that people look for the search finds: recall@5 by a judged set, beside PostgreSQL as it comes.

The set is ours (`catalogue/search/tests/judged.toml`): courses in Russian and Kazakh, questions with forms of words,
slips, wrong layouts, Kazakh without its letters, and one thing's other names. The rules and the dictionary were mended
by this very set, so it says what works, not how the next question fares. The peer is PostgreSQL's `russian` and
`simple` text search over the same titles and summaries, every word wanted, and where that finds nothing its trigrams.
"""

import sys
from collections.abc import Sequence

from measure.report import Peer, Run, Size
from people.world import world

LEAST = 0.93
PLAIN = """
with asked as (select plainto_tsquery('russian', %(text)s) || plainto_tsquery('simple', %(text)s) as query),
said as (select key, title || ' ' || summary as words from catalogue_course),
exact as (
    select key, ts_rank(to_tsvector('russian', words) || to_tsvector('simple', words), query) as rank
    from said, asked where (to_tsvector('russian', words) || to_tsvector('simple', words)) @@ query
),
alike as (
    select key, word_similarity(lower(%(text)s), lower(words)) as rank from said
    where word_similarity(lower(%(text)s), lower(words)) > 0.3 and not exists (select from exact)
)
select key from (select * from exact union all select * from alike) found order by rank desc, key limit 5
"""


def main() -> int:
    """0 where both languages keep the budget, 1 where one doesn't."""
    run = Run(__doc__, times=Size(1, quick=1))
    with world():
        from lerna.companies.models import Company
        from lerna.kit import clock
        from lerna.school.catalogue.search.tests.judged import QUESTIONS, bring_judged, find_ours, measure_recall

        company = Company.objects.get(slug="newskills")
        site = company.sites.get(key="lerna")
        bring_judged(company, site, clock.now())
        ours = find_ours(site)
        for language in ("ru", "kk"):
            kinds = sorted({one.kind for one in QUESTIONS if one.language == language})
            plain = Peer("PostgreSQL as it comes", [measure_recall(_find_plainly, language)])
            run.add(f"recall@5, {language}", [measure_recall(ours, language)], "of 1", peer=plain, least=LEAST)
            for kind in kinds:
                run.add(f"recall@5, {language}, {kind}", [measure_recall(ours, language, kind)], "of 1")
    return run.finish()


def _find_plainly(text: str) -> Sequence[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PLAIN, {"text": text})
        return [key for (key,) in cursor.fetchall()]


if __name__ == "__main__":
    sys.exit(main())
