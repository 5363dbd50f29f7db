"""As the application: fills an empty database by the steps of `lerna.config.first_run`."""

import django

from lerna.kit import clock


def main() -> None:
    """Runs every step of the first run, then tells the sites."""
    django.setup()
    from lerna.config import first_run  # these need the registry of apps
    from lerna.config.steps import report

    for sentence in first_run.run(now=clock.now()):
        report.say(sentence)
    report.tell({"first_run": False, "sites": report.site_addresses()})


if __name__ == "__main__":
    main()
