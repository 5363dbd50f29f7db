"""Every purpose × table × column, tried as raw SQL and compared with the declarations."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.discovery import (
    common_terms,
    concrete_fields,
    db_table,
    insertable,
    list_tables,
    readable,
    updatable,
)
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Ask = Callable[..., list[tuple[object, ...]]]
TERMS = common_terms()
WORKING = [purpose for purpose in Purpose if not TERMS.find_purpose(purpose).depersonalized_only]  # type: ignore[union-attr]
STATEMENTS = {
    "read": "select {column} from {table} limit 0",
    "write": "update {table} set {column} = null where false",
    "fill": "insert into {table} ({column}) select null where false",
}


def is_allowed(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        return False
    return True


@pytest.mark.clause("8.2")
@pytest.mark.parametrize("purpose", WORKING)
def test_each_column_is_open_to_whom_the_data_map_says(purpose: Purpose, newskills: Company) -> None:
    tried: set[tuple[str, str, str]] = set()
    declared: set[tuple[str, str, str]] = set()
    with processing(purpose, company=newskills, reason="test"):
        for table in list_tables():
            name = db_table(table.model)
            rights = {"read": readable(table, purpose, TERMS), "fill": insertable(table, purpose, TERMS),
                      "write": updatable(table, purpose, TERMS)}  # fmt: skip
            for field in concrete_fields(table.model):
                declared |= {(verb, name, field.column) for verb, fields in rights.items() if field.name in fields}
                for verb, sql in STATEMENTS.items():
                    if is_allowed(sql.format(table=name, column=field.column)):
                        tried.add((verb, name, field.column))
    assert tried == declared


@pytest.mark.parametrize(
    "verb", ["delete from {}", "truncate {}", "drop table {}", "alter table {} disable row level security"]
)
def test_nobody_deletes_or_changes_tables(newskills: Company, verb: str) -> None:
    for purpose in WORKING:
        for table in list_tables():
            if verb.startswith("delete") and purpose in table.deletes:
                continue  # declared, as for codes that have been used
            with (
                processing(purpose, company=newskills, reason="test"),
                pytest.raises(ProgrammingError),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(verb.format(db_table(table.model)))


def test_a_purpose_without_a_role_has_nothing(ask: Ask) -> None:
    for purpose in set(Purpose) - set(WORKING):
        with pytest.raises(Exception, match="does not exist"), transaction.atomic():
            ask(f"set local role lerna_purpose_{purpose.value.replace('-', '_')}")


def test_the_application_cannot_sync() -> None:
    with pytest.raises(CommandError, match="application role"):
        call_command("privacy", "sync")
