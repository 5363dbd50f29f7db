"""System checks of letters: a missing language is found at the start, not by the person who waits."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 -- Django's own name

from lerna.kit.datafile import DataFileError
from lerna.privacy.letters.texts import UnknownTextError, list_texts, load_text, load_words
from lerna.privacy.letters.wire.delivery import SmtpUrlError, read_smtp_url


@register("letters")
def check_texts(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401, ARG001
    """Each letter in three languages with the same words in braces (letters.E001), a readable server (letters.E002)."""
    wrong: list[CheckMessage] = []
    loads: list[Callable[[], object]] = [load_words, *(partial(load_text, name) for name in list_texts())]
    for load in loads:
        try:
            load()
        except (DataFileError, UnknownTextError) as error:
            wrong.append(Error(str(error), id="letters.E001"))
    try:
        read_smtp_url(settings.LERNA_SMTP_URL)
    except SmtpUrlError as error:
        wrong.append(Error(str(error), id="letters.E002"))
    return wrong


@register("letters", deploy=True)
def check_server(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401, ARG001
    """Is there a server to give letters to? (letters.W001)"""
    if settings.LERNA_SMTP_URL:
        return []
    return [Warning("LERNA_SMTP_URL is empty: letters wait, and nobody gets one.", id="letters.W001")]
