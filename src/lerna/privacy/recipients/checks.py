"""System check of the register's files: a wrong one is found when the software starts, not when data should pass."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from lerna.kit.datafile import DataFileError
from lerna.privacy.recipients.register.files import list_files, load_recipient_file


@register("privacy")
def check_register(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401, ARG001
    """Each wrong file of `policies/recipients/` gives one error with its line (recipients.E001)."""
    wrong: list[CheckMessage] = []
    for path in list_files():
        try:
            load_recipient_file(path)
        except DataFileError as error:
            wrong.append(Error(str(error), id="recipients.E001"))
    return wrong
