"""System check of the kinds: a wrong file, or a letter that isn't there, is found when the software starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from lerna.kit.datafile import DataFileError
from lerna.privacy.letters.texts import list_texts
from lerna.privacy.requests.kinds.rules import load_rules


@register("privacy")
def check_kinds(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401, ARG001
    """`policies/requests.toml` (requests.E001), and a letter for each name in it (requests.E002)."""
    try:
        rules = load_rules()
    except DataFileError as error:
        return [Error(str(error), id="requests.E001")]
    named = {name for kind in rules.kinds.values() for name in (kind.letter, kind.draft)}
    missing = sorted(named - set(list_texts()))
    return [
        Error(f"requests.toml names the letter “{name}”, and there is none.", id="requests.E002") for name in missing
    ]
