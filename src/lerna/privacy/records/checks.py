"""System check of the papers' words: a wrong file is found when the software starts, not when an inspector asks."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from lerna.kit.datafile import DataFileError
from lerna.privacy.records.words import load_words


@register("privacy")
def check_words(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401, ARG001
    """`policies/records.toml` has every word that the papers need (records.E001)."""
    try:
        load_words()
    except DataFileError as error:
        return [Error(str(error), id="records.E001")]
    return []
