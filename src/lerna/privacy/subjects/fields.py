"""Columns for personal values: sealed under the person's key, and blind indexes to find them again."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Lookup
from django.db.models.query_utils import DeferredAttribute

from lerna.privacy.subjects.crypto.blind import Normalize, blind
from lerna.privacy.subjects.crypto.envelope import Place, seal, unseal
from lerna.privacy.subjects.discovery import db_table, tables_by_name
from lerna.privacy.subjects.processing import Processing, need_processing

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
    _Binary = models.BinaryField[Any, Any]
    _Lookup = Lookup[Collection[bytes]]
else:  # Django's classes take no type in brackets at run time
    _Field, _Binary, _Lookup = models.Field, models.BinaryField, Lookup

HIDDEN = "•••"


class Sealed:
    """A value as the database gave it. It shows nothing; the attribute of the row that it belongs to opens it."""

    __slots__ = ("_opened", "raw")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._opened: str | None = None

    def open(self, key: Callable[[], bytes], place: Place) -> str:
        """The text; opened once."""
        if self._opened is None:
            self._opened = unseal(self.raw, key=key(), place=place)
        return self._opened

    def __repr__(self) -> str:
        return f"<sealed {HIDDEN}>"

    def __str__(self) -> str:
        return HIDDEN

    def __reduce__(self) -> tuple[type["Sealed"], tuple[bytes]]:
        return Sealed, (self.raw,)  # a cache or a queue never gets the opened text


class _SealedAttribute(DeferredAttribute):
    """Opens a sealed value when it is asked for, for a purpose that may read it."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:  # noqa: ANN401 -- Django's signature
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if not isinstance(value, Sealed):
            return value
        processing = need_readable(self.field, instance)
        return value.open(lambda: processing.keyring.key_of(instance.subject_id), place_of(self.field, instance))

    def __set__(self, instance: Any, value: Any) -> None:  # noqa: ANN401 -- makes `__get__` come first each time
        instance.__dict__[self.field.attname] = value


def need_readable(field: "models.Field[Any, Any]", instance: models.Model) -> Processing:
    """What the code works for, if that may read the field; NoPurposeError or PurposeError."""
    name = db_table(type(instance))
    processing = need_processing(f"{name}.{field.name}")
    table = tables_by_name()[name]
    if field.name not in processing.readable(table):
        raise processing.refuse(table, field.name, "read")
    return processing


def place_of(field: "models.Field[Any, Any]", instance: Any) -> Place:  # noqa: ANN401 -- a PersonalModel, which imports this
    """Where the value of this row's field belongs."""
    return Place(instance.company_id, db_table(type(instance)), field.column, instance.subject_id, str(instance.pk))


class EncryptedTextField(_Binary):
    """Text sealed by AES-256-GCM under the key of the row's person, bound to company, table, column, person and row.

    Opened when the attribute is read. It can't be filtered by: give it a blind index. Without `max_length` it is free
    text, for which the data map needs a decision.
    """

    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, max_length: int | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **{**kwargs, "max_length": max_length, "editable": True})

    def deconstruct(self) -> Any:  # noqa: ANN401 -- Django's signature
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def validators(self) -> list[Any]:  # BinaryField would count bytes
        return [] if self.max_length is None else [MaxLengthValidator(self.max_length)]

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Sealed | None:  # noqa: ANN401
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, model_instance: Any, add: bool) -> bytes | None:  # noqa: ANN401, ARG002, FBT001
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value.raw if isinstance(value, Sealed) else None
        processing = need_processing(f"{db_table(type(model_instance))}.{self.name}")
        key = processing.keyring.key_of(model_instance.subject_id)
        text = value if isinstance(value, str) else ""  # BinaryField's own default is b""
        return seal(text, key=key, place=place_of(self, model_instance))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002
        if isinstance(value, str):
            # Only a row knows whose key it is; `update(name=…)` would write what anybody can read.
            raise FieldError(f"{self.name} is sealed row by row: set it on the row and save that.")
        return super().get_db_prep_value(value, connection, prepared)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature; BinaryField would read base64
        return value

    def value_to_string(self, obj: Any) -> str:  # noqa: ANN401, ARG002
        raise FieldError(f"{self.name} is not for fixtures.")

    def get_lookup(self, lookup_name: str) -> Any:  # noqa: ANN401 -- Django's signature
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed and can't be searched; it needs a blind index.")
        return super().get_lookup(lookup_name)

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]  # noqa: ANN401
        from django import forms  # a room knows no HTTP, and few processes draw forms

        widget = forms.TextInput if self.max_length else forms.Textarea
        defaults = {"form_class": forms.CharField, "max_length": self.max_length, "widget": widget}
        return models.Field.formfield(self, **(defaults | kwargs))


class _BlindField(_Field):
    """What both blind indexes share: the source, its spelling, and the key of the column."""

    def __init__(self, source: str = "", normalize: Normalize | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        self.source, self.normalize = source, normalize
        super().__init__(**{"editable": False, "null": True, **kwargs})

    def deconstruct(self) -> Any:  # noqa: ANN401 -- Django's signature
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source, "normalize": self.normalize}

    def pre_save(self, model_instance: Any, add: bool) -> Any:  # noqa: ANN401, ARG002, FBT001
        """Computed from the source where that was set anew; a source as loaded has its index already."""
        value = model_instance.__dict__.get(self.source)
        if isinstance(value, str) or (value is None and self.source in model_instance.__dict__):
            index = self.compute(value) if value else None
            setattr(model_instance, self.attname, index)
        return model_instance.__dict__.get(self.attname)

    def compute(self, text: str) -> Any:  # noqa: ANN401 -- one hash or several
        raise NotImplementedError

    def hashes(self, text: str) -> list[bytes]:
        """The hashes of a text for the company that is being worked for."""
        processing = need_processing(f"{self.model.__name__}.{self.name}")
        column = f"{db_table(self.model)}.{self.column}"
        slug = processing.company.slug
        return [blind(token, slug=slug, column=column) for token in self.normalize(text)] if self.normalize else []


class BlindIndexField(_BlindField):
    """The hash of one sealed value. `filter(email_index="Aigerim@example.kz")` finds by any spelling of it."""

    def db_type(self, connection: Any) -> str:  # noqa: ANN401, ARG002 -- Django's signature
        return "bytea"

    def compute(self, text: str) -> bytes | None:
        found = self.hashes(text)
        return found[0] if found else None

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> bytes | None:  # noqa: ANN401
        return None if value is None else bytes(value)

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        # What has no normal spelling was never stored: an empty hash finds nothing.
        return (self.compute(value) or b"") if isinstance(value, str) else value


class BlindTokensField(_BlindField):
    """The hashes of a value's words. `filter(name_tokens__contains="Айгерим Серікқызы")` finds who has all of them."""

    def db_type(self, connection: Any) -> str:  # noqa: ANN401, ARG002 -- Django's signature
        return "bytea[]"

    def compute(self, text: str) -> list[bytes]:
        return self.hashes(text)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> list[bytes] | None:  # noqa: ANN401
        return None if value is None else [bytes(item) for item in value]

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        return self.compute(value) if isinstance(value, str) else value


@BlindTokensField.register_lookup
class _ContainsTokens(_Lookup):
    lookup_name = "contains"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # noqa: ANN401 -- Django's signature
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        # An empty array is contained in every other; no words find nobody.
        return f"({left} @> {right}::bytea[] and {right}::bytea[] <> '{{}}')", [
            *left_params, *right_params, *right_params
        ]  # fmt: skip
