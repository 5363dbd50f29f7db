"""As the application: fills an empty database by the steps of `lerna.config.first_run`."""

import sys

from lerna.config.steps.begin import set_up_django
from lerna.kit import clock
from lerna.kit.datafile import DataFileError


def main() -> None:
    """Runs every step of the first run, then tells the sites."""
    set_up_django()
    from lerna.config import first_run  # these need the registry of apps
    from lerna.config.steps import report
    from lerna.privacy.policy.importer.source import SourceError
    from lerna.privacy.policy.operations import PublishingError
    from lerna.school.exchange.folder.lines import FolderError
    from lerna.school.exchange.foreign.packages import PackageError

    try:
        for sentence in first_run.run(now=clock.now()):
            report.say(sentence)
    except (DataFileError, FolderError, PackageError, PublishingError, SourceError) as error:
        sys.exit(f"✗ {error}")
    report.tell({"first_run": False, "sites": report.site_addresses()})


if __name__ == "__main__":
    main()
