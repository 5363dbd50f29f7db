"""Django's system checks of the terms and of the clauses' words: a wrong file is found when the software starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.narrowing import narrow_terms
from lerna.privacy.policy.promises.clauses import load_clauses
from lerna.privacy.policy.terms import load_terms


@register("policy")
def check_terms(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401, ARG001
    """The common terms, then each company's own; each wrong file gives one error with its line (policy.E001)."""
    try:
        terms = load_terms(settings.LERNA_POLICIES / "terms.toml")
    except DataFileError as error:
        return [Error(str(error), id="policy.E001")]
    wrong: list[CheckMessage] = []
    for path in sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")):
        try:
            narrow_terms(terms, path)
        except DataFileError as error:
            wrong.append(Error(str(error), id="policy.E001"))
    return wrong


@register("policy")
def check_clauses(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401, ARG001
    """Each clause has its words and means for people (policy.E002)."""
    try:
        load_clauses()
    except DataFileError as error:
        return [Error(str(error), id="policy.E002")]
    return []
