"""Tables of personal data: each row knows its person, its company and what is permitted, and so PostgreSQL does too."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from lerna.companies.models import Company
from lerna.privacy.subjects.declarations import Table
from lerna.privacy.subjects.discovery import concrete_fields, db_table, frame_of, tables_by_name
from lerna.privacy.subjects.processing import Processing, current_processing, need_processing

Row = TypeVar("Row", bound=models.Model)


class PersonalQuerySet(models.QuerySet[Row]):
    """Reads and writes only columns that the current purpose may; others are left out, and refused when asked for."""

    def _table(self) -> Table:
        return tables_by_name()[db_table(self.model)]

    def _insert(self, objs: Sequence[models.Model], fields: Iterable[Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Every insert of Django comes through here, `save` and `bulk_create` alike."""
        processing = need_processing(self.model.__name__)
        for row in objs:
            if row.__dict__.get("company_id") is None:
                vars(row)["company_id"] = processing.company.pk
        fields = list(_insertable(self._table(), processing, objs, fields))
        result = super()._insert(objs, fields, *args, **kwargs)  # type: ignore[misc]  # private, and has no stub
        if "permitted" not in {field.name for field in fields}:
            for row in objs:
                row.__dict__.pop("permitted", None)  # the trigger knows it; the row asks when it is asked
        return result

    _insert.alters_data = True  # type: ignore[attr-defined]
    _insert.queryset_only = False  # type: ignore[attr-defined]

    def _update(self, values: Sequence[tuple[Any, Any, Any]]) -> int:
        """The update of `save`: Django lists each loaded column; what never changes of the frame is left out."""
        processing, table = need_processing(self.model.__name__), self._table()
        updatable = processing.updatable(table)
        kept = [value for value in values if value[0].name in updatable]
        for field, _, _ in values:
            if field.name not in updatable and field.name not in frame_of(self.model):
                raise processing.refuse(table, field.name, "write")
        return super()._update(kept) if kept else 1  # type: ignore[misc]

    _update.alters_data = True  # type: ignore[attr-defined]
    _update.queryset_only = False  # type: ignore[attr-defined]

    def only(self, *fields: str) -> Self:
        """Django would take the withheld columns out of these; asked for by name, they are refused by name."""
        return super(PersonalQuerySet, self.defer(None)).only(*fields)

    def update(self, **values: Any) -> int:  # noqa: ANN401 -- Django's signature
        processing, table = need_processing(self.model.__name__), self._table()
        for name in values:
            if name not in processing.updatable(table):
                raise processing.refuse(table, name, "write")
        return super().update(**values)


class PersonalManager(models.Manager[Row]):
    """Gives querysets that load what the current purpose may read; NoPurposeError outside of `processing`."""

    def get_queryset(self) -> PersonalQuerySet[Row]:
        processing = need_processing(self.model.__name__)
        queryset: PersonalQuerySet[Row] = PersonalQuerySet(self.model, using=self._db, hints=self._hints)  # type: ignore[attr-defined]
        readable = processing.readable(tables_by_name()[db_table(self.model)])
        withheld = [field.name for field in concrete_fields(self.model) if field.name not in readable]
        return queryset.defer(*withheld) if readable and withheld else queryset

    def _insert(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- Django's `save` calls it on the manager
        return self.get_queryset()._insert(*args, **kwargs)  # noqa: SLF001 -- our own


class PersonalModel(models.Model):
    """What every table of personal data inherits. The rest of its columns stand in its room's data map.

    `permitted` is the person's, copied by a trigger when a row comes and whenever theirs changes; so is the company.
    """

    FRAME: ClassVar[tuple[str, ...]] = ("id", "subject", "company", "permitted")
    INSERTED: ClassVar[tuple[str, ...]] = ("id", "subject", "company")
    CHANGING: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey("subjects.DataSubject", on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", editable=False)
    permitted = models.BigIntegerField(db_default=0, editable=False)

    objects = PersonalManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        """Django's, and the keyring hears whose row it is: fifty rows then need one query for their keys."""
        row = super().from_db(db, field_names, values)
        processing = current_processing()
        if processing is not None and "subject_id" in row.__dict__:
            processing.keyring.expect(row.__dict__["subject_id"])
        return row


def _insertable(
    table: Table, processing: Processing, objs: Sequence[models.Model], fields: Iterable[Any]
) -> Iterator[Any]:
    """The fields to insert; PurposeError where one that this purpose may not write holds something."""
    insertable = processing.insertable(table)
    for field in fields:
        if field.name in insertable:
            yield field
        elif field.name not in frame_of(table.model) and any(
            row.__dict__.get(field.attname) not in (None, "", []) for row in objs
        ):
            raise processing.refuse(table, field.name, "write")
