"""System check of the rules: a wrong file is found when the software starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from lerna.kit.datafile import DataFileError
from lerna.school.learning.assignments.rules import load_rules


@register("school")
def check_rules(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401, ARG001
    """`policies/assignments.toml` (assignments.E001)."""
    try:
        load_rules()
    except DataFileError as error:
        return [Error(str(error), id="assignments.E001")]
    return []
