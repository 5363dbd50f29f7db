"""`./lerna export ID`: everything that is held of a person, opened; the same that they download themselves."""

import os
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.exporting.archive import write_archive
from lerna.privacy.lifecycle.exporting.read import export_person
from lerna.privacy.lifecycle.queries import UnknownPersonError
from lerna.privacy.subjects.crypto.envelope import SealError
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.crypto.providers import KeyProviderError


class Command(BaseCommand):
    help = (
        "Write everything that is held of a person, opened, as JSON or an archive; the evidence says that it was taken."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subject", type=UUID, metavar="ID", help="number of the data subject")
        parser.add_argument(
            "--to",
            type=Path,
            metavar="FILE",
            help="a file that only you can read, JSON or, where it ends in .zip, the archive (the terminal)",
        )
        parser.add_argument("--language", choices=("ru", "kk", "en"), default="ru", help="of the archive's page (ru)")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        try:
            export = export_person(subject=options["subject"], actor=Actor.OPERATOR, now=clock.now())
        except (KeyProviderError, MissingKeyError, SealError, UnknownPersonError) as error:
            raise CommandError(str(error)) from error
        if options["to"] is None:
            self.stdout.write(export.to_json())
            return
        content: Iterable[bytes] = [export.to_json().encode()]
        if options["to"].suffix == ".zip":
            with translation.override(options["language"]):
                content = write_archive(export, options["language"], title=_("My data"))
        descriptor = os.open(options["to"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(content)
        self.stdout.write(f"{len(export.held)} values: {options['to']}")
