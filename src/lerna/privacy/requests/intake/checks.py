"""System checks of intake: wrong words, or a mailbox that can't be one, are found when the software starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from lerna.kit.datafile import DataFileError
from lerna.privacy.requests.intake.imap.account import ImapUrlError, read_imap_url
from lerna.privacy.requests.intake.meaning.words import load_words


@register("privacy")
def check_intake(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401, ARG001
    """`policies/intake.toml` (intake.E001) and LERNA_IMAP_URLS (intake.E002)."""
    wrong: list[CheckMessage] = []
    try:
        load_words()
    except DataFileError as error:
        wrong.append(Error(str(error), id="intake.E001"))
    for slug, url in settings.LERNA_IMAP_URLS.items():
        try:
            read_imap_url(url)
        except ImapUrlError as error:
            wrong.append(Error(f"LERNA_IMAP_URLS, {slug}: {error}", id="intake.E002"))
    return wrong
