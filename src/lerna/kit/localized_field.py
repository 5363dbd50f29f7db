"""A database column that holds one fact in the three languages."""

from typing import TYPE_CHECKING, Any

from django.db import models

from lerna.kit.localized import LANGUAGE_CODES, Localized

if TYPE_CHECKING:
    _Json = models.JSONField[Localized, Localized]
else:
    _Json = models.JSONField  # Django's fields take no type in brackets at run time


class LocalizedField(_Json):
    """Stores `Localized` as a JSON object `{"ru": …, "kk": …, "en": …}` and gives it back as `Localized`."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:  # noqa: ANN401 -- Django's signature
        read = super().from_db_value(value, expression, connection)
        # `values("name__ru")` comes through here too and is no object.
        return Localized(**read) if isinstance(read, dict) else read

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        return Localized(**value) if isinstance(value, dict) else value

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        return _as_dict(value) if isinstance(value, Localized) else super().get_prep_value(value)

    def validate(self, value: Any, model_instance: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().validate(_as_dict(value) if isinstance(value, Localized) else value, model_instance)


def all_languages_present(field: str) -> models.Q:
    """The condition of a database constraint: the column `field` has each of the three languages."""
    return models.Q(**{f"{field}__has_keys": list(LANGUAGE_CODES)})


def _as_dict(value: Localized) -> dict[str, str]:
    return {"ru": value.ru, "kk": value.kk, "en": value.en}
