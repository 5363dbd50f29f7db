"""One walk over the data map for whoever asks: the page and the file say the same, under names that people read."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.core.management import call_command

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.lifecycle.exporting.archive import write_archive
from lerna.privacy.lifecycle.exporting.page import Section, write_page
from lerna.privacy.lifecycle.exporting.read import THERE, export_person
from lerna.privacy.lifecycle.exporting.words import check_words
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.conftest import AIGERIM
from lerna.privacy.subjects.models import DataSubject

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = clock.now()
HEADS = {
    "ru": ("Электронная почта", "Откуда это", "Для чего и как долго", "Что хранится", "Что с ними делали"),
    "kk": ("Электрондық пошта", "Бұл қайдан алынды", "Не үшін және қанша уақыт", "Не сақталады", "Олармен не істелді"),
    "en": ("E-mail", "Where it comes from", "For what, and how long", "What is kept", "What was done with it"),
}


@pytest.mark.clause("6.2")
@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_page_says_everything_in_the_readers_language(aigerim: DataSubject, language: str) -> None:
    export = export_person(subject=aigerim.pk, actor=Actor.PERSON, now=NOW)
    page = write_page(export, language, title="*")  # type: ignore[arg-type]
    for said in (*HEADS[language], *AIGERIM.values()):
        assert said in page
    assert f'lang="{language}"' in page
    assert "email_index" not in page
    assert "subjects_profile" not in page


@pytest.mark.clause("8.3")
def test_a_code_that_still_opens_something_is_not_taken_away_with_the_archive(aigerim: DataSubject) -> None:
    send_letter(
        subject=aigerim, purpose=Purpose.SECURITY, template="confirmation-code",
        context={"code": "482913", "until": NOW + timedelta(minutes=10)}, now=NOW, language="ru",
    )  # fmt: skip
    export = export_person(subject=aigerim.pk, actor=Actor.PERSON, now=NOW)
    letter = {item.column: item.value for item in export.held if item.table == "letters_letter"}
    assert (letter["template"], letter["address"]) == ("confirmation-code", AIGERIM["email"])
    assert letter["context"] == THERE
    assert "482913" not in export.to_json()


def test_page_and_file_hold_the_same_values(aigerim: DataSubject) -> None:
    export = export_person(subject=aigerim.pk, actor=Actor.PERSON, now=NOW)
    content = write_archive(export, "en", title="*", sections=[Section("Passed", ["to nobody"])], also={"more": [1]})
    with ZipFile(io.BytesIO(b"".join(content))) as archive:
        assert archive.namelist() == ["my-data.html", "my-data.json"], "no consent, no receipt"
        page, data = archive.read("my-data.html").decode(), json.loads(archive.read("my-data.json"))
    values = [item["value"] for rows in data["data"].values() for row in rows.values() for item in row.values()]
    assert len(values) == len(export.held)
    shown = [value for value in values if isinstance(value, str) and value != THERE and not value.startswith("20")]
    assert shown
    assert [value for value in shown if value not in page] == []
    assert "<li>to nobody</li>" in page
    assert data["more"] == [1]
    assert data["subject"]["first_site"] == aigerim.site
    assert data["evidence"][0]["operation"] == "record"


def test_nothing_that_a_person_wrote_becomes_markup(aigerim: DataSubject) -> None:
    export = export_person(subject=aigerim.pk, actor=Actor.PERSON, now=NOW)
    held = tuple(replace(item, value="<script>") if item.column == "name" else item for item in export.held)
    page = write_page(replace(export, held=held), "en", title="*")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_operator_takes_the_same_archive(newskills: Company, aigerim: DataSubject, tmp_path: Path) -> None:
    file = tmp_path / "export.zip"
    call_command("export", str(aigerim.pk), "--to", str(file), "--language", "kk")
    assert file.stat().st_mode & 0o077 == 0
    with ZipFile(file) as archive:
        page = archive.read("my-data.html").decode()
    assert AIGERIM["surname"] in page
    assert newskills.name.kk in page


def test_what_nobody_named_stops_the_start(settings: LazySettings, tmp_path: Path) -> None:
    assert check_words() == []
    written = (Path(django_settings.LERNA_POLICIES) / "data-words.toml").read_text()
    settings.LERNA_POLICIES = tmp_path
    (tmp_path / "data-words.toml").write_text(
        "\n".join(line for line in written.splitlines() if not line.startswith(("surname =", "leads_lead =")))
    )
    said = [str(error.msg) for error in check_words()]
    assert any("[tables] leads_lead" in one for one in said)
    assert any("[columns] surname (subjects_profile)" in one for one in said)
    (tmp_path / "data-words.toml").write_text("[tables]\n")
    assert [error.id for error in check_words()] == ["lifecycle.E001"]
