"""`./lerna export ID`: everything that is held of a person, opened, as JSON."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.export import export_person
from lerna.privacy.lifecycle.queries import UnknownPersonError
from lerna.privacy.subjects.crypto.envelope import SealError
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.crypto.providers import KeyProviderError


class Command(BaseCommand):
    help = "Write everything that is held of a person, opened, as JSON; the evidence says that it was taken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subject", type=UUID, metavar="ID", help="number of the data subject")
        parser.add_argument("--to", type=Path, metavar="FILE", help="a file that only you can read (the terminal)")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        try:
            export = export_person(subject=options["subject"], actor=Actor.OPERATOR, now=clock.now())
        except (KeyProviderError, MissingKeyError, SealError, UnknownPersonError) as error:
            raise CommandError(str(error)) from error
        if options["to"] is None:
            self.stdout.write(export.to_json())
            return
        descriptor = os.open(options["to"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(export.to_json())
        self.stdout.write(f"{len(export.held)} values: {options['to']}")
