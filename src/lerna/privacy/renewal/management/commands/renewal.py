"""`./lerna renewal continue`: what the job does each minute, by hand and to the end."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lerna.kit import clock
from lerna.privacy.policy.document_json import document_from_json
from lerna.privacy.renewal.models import Publication
from lerna.privacy.renewal.progress import Step, continue_publication
from lerna.privacy.renewal.queries import list_unfinished, preview_publication

_SAID = {
    Step.STOPPED: "{count} consents ended",
    Step.IN_FORCE: "version {count} is in force",
    Step.TOLD: "{count} people told",
}


class Command(BaseCommand):
    help = "Renewal: take publications of the policy to their end, and tell people of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        go_on = actions.add_parser("continue", help="Go on with every publication that isn't finished.")
        go_on.add_argument("--dry-run", action="store_true", help="Only say where each of them is.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        publications = list_unfinished()
        if not publications:
            self.stdout.write("No publication is under way.")
        for publication in publications:
            if options["dry_run"]:
                self.stdout.write(f"{publication.company.slug}: {_describe(publication)}")
                continue
            for done in continue_publication(publication=publication, clock=clock.now):
                said = _SAID[done.step].format(count=done.count)
                self.stdout.write(f"{publication.company.slug}: {said}")


def _describe(publication: Publication) -> str:
    if publication.version is not None:
        return f"version {publication.version.number} is in force; {publication.told} people are told so far"
    left = preview_publication(publication.company, document_from_json(publication.document)).asked
    return f"a text is to be in force; it still stops something for {left} people"
