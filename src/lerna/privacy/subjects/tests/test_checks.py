"""Each system check of the data maps, with a model that is deliberately wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.checks import check_room, check_table
from lerna.privacy.subjects.declarations import Coarse, Column, Depersonalize, Destroy, Keep, Table
from lerna.privacy.subjects.discovery import RoomMap, common_terms
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel

WHY = "Answers the question that the person asked."
RIGHT = Column(category=Category.APPEALS, purposes=(Purpose.CONSULTING,), erasure=Destroy(), why=WHY)


@dataclass
class FakeApp:
    """What a check asks of an app's configuration."""

    models: tuple[type[models.Model], ...]
    name: str = "lerna.school.library"

    def get_models(self, *, include_auto_created: bool) -> tuple[type[models.Model], ...]:
        assert include_auto_created
        return self.models


@pytest.fixture
def note() -> Iterator[type[models.Model]]:
    with isolate_apps("lerna.privacy.subjects"):

        class Note(PersonalModel):
            text = EncryptedTextField(max_length=200)

            class Meta(PersonalModel.Meta):
                app_label = "subjects"

        yield Note


def ids(table: Table) -> list[str]:
    return [error.id or "" for error in check_table(table, common_terms())]


def test_our_own_rooms_are_right() -> None:
    assert [error for error in run_checks(tags=["privacy"]) if error.id and error.id.startswith("privacy.")] == []
    assert apps.is_installed("lerna.privacy.subjects")


def test_a_right_declaration_passes(note: type[models.Model]) -> None:
    assert ids(Table(note, "subject", {"text": RIGHT})) == []


@pytest.mark.clause("2.3")
def test_e001_a_table_that_no_data_map_names(note: type[models.Model]) -> None:
    room = RoomMap(FakeApp((note,)), (), {}, True)  # type: ignore[arg-type]
    assert [error.id for error in check_room(room, common_terms())] == ["privacy.E001"]
    silent = replace(room, nothing_personal={"Note": "no"})
    assert [error.id for error in check_room(silent, common_terms())] == ["privacy.E010"]


@pytest.mark.clause("2.3")
def test_e002_a_column_that_nobody_declared(note: type[models.Model]) -> None:
    assert ids(Table(note, "subject", {})) == ["privacy.E002"]


@pytest.mark.parametrize("name", ["no_such_column", "permitted"])
def test_e003_a_declaration_without_a_column(note: type[models.Model], name: str) -> None:
    assert ids(Table(note, "subject", {"text": RIGHT, name: RIGHT})) == ["privacy.E003"]


@pytest.mark.clause("5.3")
@pytest.mark.clause("8.2")
@pytest.mark.parametrize(
    "column",
    [
        replace(RIGHT, purposes=(Purpose.MARKETING,)),
        replace(RIGHT, category=Category.PAYER_IIN),
        replace(RIGHT, writes=(Purpose.REQUESTS,)),
    ],
)
def test_e004_a_category_that_the_terms_do_not_give(note: type[models.Model], column: Column) -> None:
    assert "privacy.E004" in ids(Table(note, "subject", {"text": column}))


def test_e005_a_purpose_of_depersonalized_data(note: type[models.Model]) -> None:
    column = replace(RIGHT, category=Category.TECHNICAL, purposes=(Purpose.AUDIENCE_RESEARCH,))
    assert ids(Table(note, "subject", {"text": column})) == ["privacy.E005"]


@isolate_apps("lerna.privacy.subjects")
def test_e006_and_e007_readable_and_free_text() -> None:
    class Note(PersonalModel):
        short = models.CharField(max_length=10)
        long = models.TextField()
        sealed = EncryptedTextField()

        class Meta(PersonalModel.Meta):
            app_label = "subjects"

    columns = dict.fromkeys(("short", "long", "sealed"), RIGHT)
    assert ids(Table(Note, "subject", columns)) == ["privacy.E006", "privacy.E006", "privacy.E007", "privacy.E007"]
    reason = "One word of five, which names nobody at all."
    decision = "Goes whole with the row; the form warns before posting."
    columns = {name: replace(RIGHT, plain=reason, free_text=decision) for name in columns}
    assert ids(Table(Note, "subject", columns)) == []


@pytest.mark.clause("5.2")
@isolate_apps("lerna.privacy.subjects")
@pytest.mark.parametrize(
    "name", ["fingerprint", "face_vector", "dna_sample", "biometrics", "voiceprint", "genetic_test"]
)
def test_e008_biometric_and_genetic_data_under_any_name(name: str) -> None:
    attributes = {
        name: EncryptedTextField(max_length=10),
        "__module__": __name__,
        "Meta": type("Meta", (PersonalModel.Meta,), {"app_label": "subjects"}),
    }
    model = type("Scan", (PersonalModel,), attributes)
    room = RoomMap(FakeApp((model,)), (Table(model, "subject", {name: RIGHT}),), {}, True)  # type: ignore[arg-type]
    assert [error.id for error in check_room(room, common_terms())] == ["privacy.E008"]


@isolate_apps("lerna.privacy.subjects")
def test_e009_a_table_without_row_security() -> None:
    class Bare(models.Model):  # noqa: DJ008 -- that it is wrong is the point
        text = EncryptedTextField(max_length=10)

        class Meta:
            app_label = "subjects"

    class Unguarded(PersonalModel):
        text = EncryptedTextField(max_length=10)

        objects = models.Manager()

        class Meta:
            app_label = "subjects"

    assert "privacy.E009" in ids(Table(Bare, "subject", {"id": RIGHT, "text": RIGHT}))
    assert set(ids(Table(Unguarded, "subject", {"text": RIGHT}))) == {"privacy.E009"}


@pytest.mark.parametrize(
    "column",
    [
        replace(RIGHT, why="because"),
        replace(RIGHT, erasure=Keep(law="", purpose=Purpose.CONSULTING)),
        replace(RIGHT, erasure=Keep(law="Tax Code, article 206(3)", purpose=Purpose.ACCOUNTING)),
    ],
)
def test_e010_no_reason_and_no_law(note: type[models.Model], column: Column) -> None:
    assert ids(Table(note, "subject", {"text": column})) == ["privacy.E010"]


@isolate_apps("lerna.privacy.subjects")
def test_e011_only_words_of_closed_lists_are_counted_and_by_a_month() -> None:
    class Visit(PersonalModel):
        channel = models.SlugField()
        words = models.CharField(max_length=200)
        came_on = models.DateField()

        class Meta(PersonalModel.Meta):
            app_label = "subjects"

    plain = replace(RIGHT, plain="A word of a closed list; it names nobody.")
    counted = replace(plain, erasure=Depersonalize())
    columns = {"channel": counted, "words": plain, "came_on": plain}
    assert ids(Table(Visit, "subject", columns, counted_on="came_on")) == []
    assert ids(Table(Visit, "subject", columns)) == ["privacy.E011"], "no month"
    assert ids(Table(Visit, "subject", columns, counted_on="words")) == ["privacy.E011"], "no day"
    fine = columns | {"words": counted}
    assert ids(Table(Visit, "subject", fine, counted_on="came_on")) == ["privacy.E011"], "too fine"
    contact = columns | {"channel": replace(counted, category=Category.CONTACT)}
    assert ids(Table(Visit, "subject", contact, counted_on="came_on")) == ["privacy.E011"], "not for statistics"


def test_e012_what_people_are_counted_by_stands_open_and_is_of_the_purpose(note: type[models.Model]) -> None:
    columns = {"text": RIGHT}
    for name, coarse in (
        ("text", Coarse.WORD),
        ("id", Coarse.WORD),
        ("subject", Coarse.WORD),
        ("nothing", Coarse.WORD),
    ):
        assert ids(Table(note, "subject", columns, research={name: coarse})) == ["privacy.E012"], name
    assert ids(Table(note, "subject", columns, research={"permitted": Coarse.WORD})) == []


@pytest.mark.clause("2.4")
def test_e013_rows_that_know_people_by_number_are_kept_apart_by_company() -> None:
    with isolate_apps("lerna.privacy.subjects"):

        class Visit(models.Model):  # noqa: DJ008 -- nobody prints it
            company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
            subject = models.UUIDField()

            class Meta:
                app_label = "subjects"

    room = RoomMap(FakeApp((Visit,)), (), {"Visit": "Numbers that name nobody."}, True)  # type: ignore[arg-type]

    def find(*walls: str) -> list[str]:
        return [error.id or "" for error in check_room(replace(room, walls=walls), common_terms())]

    assert find() == ["privacy.E013"]
    assert find("Visit") == []
    assert find("Visit", "Nothing") == ["privacy.E013"]
