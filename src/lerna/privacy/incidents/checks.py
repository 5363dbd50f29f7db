"""System check of `policies/incidents.toml`: a wrong file is found when the software starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from lerna.kit.datafile import DataFileError
from lerna.privacy.incidents.rules import load_rules


@register("privacy")
def check_incidents(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401, ARG001
    """The file is there and whole (incidents.E001)."""
    try:
        load_rules()
    except DataFileError as error:
        return [Error(str(error), id="incidents.E001")]
    return []
