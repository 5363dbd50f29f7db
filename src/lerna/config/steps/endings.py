"""As the application: write down what has ended so far (`export`), or let it end again after a restore (`replay`)."""

import sys

from lerna.config.steps.begin import set_up_django


def main() -> None:
    """Does the one that the first argument names, for each company; tells what it did."""
    set_up_django()
    from lerna.companies.models import Company  # these need the registry of apps
    from lerna.config.steps import report
    from lerna.kit import clock
    from lerna.privacy.lifecycle.endings import export_endings, replay_endings

    for company in Company.objects.order_by("slug"):
        if sys.argv[1] == "export":
            export_endings(company)
            continue
        for sentence in replay_endings(company=company, now=clock.now()):
            report.say(sentence)


if __name__ == "__main__":
    main()
