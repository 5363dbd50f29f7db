"""Each paper says what the software really does: the terms, the data maps, the register, consents, transfers."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.localized import Localized
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.consents.tests.conftest import Agree
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Recipient, Transfer
from lerna.privacy.records.building.published import Published, forget_published, register_published
from lerna.privacy.records.document import Document, Kind, read_document
from lerna.privacy.records.queries import build_document
from lerna.privacy.records.words import COLUMNS
from lerna.privacy.subjects.discovery import db_table, list_tables
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
Narrow = Callable[[Company, str], None]


def read_row(document: Document, key: str) -> dict[str, str]:
    """The row's cells in Russian, by the names of the columns."""
    (row,) = [row for row in document.rows if row.key == key]
    return dict(zip(COLUMNS[document.kind], (cell.ru for cell in row.cells), strict=True))


@pytest.mark.clause("5.6")
def test_the_record_of_processing_has_a_line_for_each_purpose(registers: dict[str, Company]) -> None:
    document = build_document(registers["newskills"], Kind.PROCESSING)
    assert {row.key for row in document.rows} == {purpose.value for purpose in Purpose}
    credit = read_row(document, "bank-credit")
    assert credit["clause"] == "7.1-е"
    assert credit["basis"] == "согласие"
    assert credit["categories"] == "Личные данные; Контакты; Платежи; ИИН плательщика"
    assert "«Мысал»" in credit["recipients"]
    assert credit["term"] == (
        "до отзыва согласия или до удаления аккаунта или до требования удалить, но не дольше 3 лет со дня согласия"
    )
    accounting = read_row(document, "accounting")
    assert accounting["basis"] == "закон: Налоговый кодекс, статья 206, пункт 3"
    assert accounting["term"] == "5 лет с начала следующего налогового периода"
    assert read_row(document, "marketing")["countries"] == "Германия"
    assert read_row(document, "advertising-statistics")["whose"] == "только обезличенные данные"


@pytest.mark.clause("8.2")
def test_the_necessary_data_are_the_columns_that_the_data_maps_declare(newskills: Company) -> None:
    document = build_document(newskills, Kind.NECESSARY_DATA)
    declared = {f"{db_table(table.model)}.{name}" for table in list_tables() for name in table.columns}
    assert {row.key for row in document.rows} <= declared
    email = read_row(document, "subjects_profile.email")
    assert (email["datum"], email["category"]) == ("Электронная почта", "Контакты")
    assert "Новости и акции" in email["purposes"]
    assert (email["guard"], email["end"]) == ("зашифровано", "уничтожается")
    kept = read_row(document, "consents_consent.contents")["end"]
    assert kept.startswith("хранится по закону: Закон № 94-V, статья 25, пункт 2, подпункт 5; 3 года")


@pytest.mark.clause("6.1")
def test_consents_are_counted_by_purpose_and_version(aigerim: DataSubject, boris: DataSubject, agree: Agree) -> None:
    agree(aigerim, Purpose.MARKETING)
    withdraw(
        subject=aigerim, purposes=[Purpose.MARKETING], channel=Channel.CABINET, hand=Hand.PERSON, site="lerna", now=NOW
    )
    agree(aigerim, Purpose.MARKETING)
    document = build_document(aigerim.company, Kind.CONSENT_TERMS)
    assert [row.key for row in document.rows] == ["bank-credit/1", "marketing/1"]
    marketing = read_row(document, "marketing/1")
    assert [marketing[name] for name in ("given", "in_force", "withdrawn", "ended")] == ["2", "1", "1", "0"]
    assert marketing["first"] == "2 марта 2026 года"
    assert marketing["third_parties"] == "подрядчик, который работает по нашему поручению"
    assert len(build_document(boris.company, Kind.CONSENT_TERMS).rows) == 1


@pytest.mark.usefixtures("bank")
@pytest.mark.clause("9.1")
def test_transfers_are_counted_by_recipient_and_those_abroad_stand_apart(
    aigerim: DataSubject, left: Callable[..., Transfer], hand_on: Callable[..., Transfer]
) -> None:
    left()
    left()
    hand_on()  # waits, and so has passed to nobody
    newskills = aigerim.company
    (row,) = build_document(newskills, Kind.TRANSFERS).rows
    said = read_row(build_document(newskills, Kind.TRANSFERS), row.key)
    assert "«Үлгі»" in said["recipient"]
    assert (said["country"], said["count"], said["people"]) == ("Казахстан", "2", "1")
    assert said["contract"].startswith("договор 2026-БП/04 от ")
    assert build_document(newskills, Kind.TRANSFERS_ABROAD).rows == ()
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        Transfer.objects.filter(sent_at__isnull=False).update(country="DE")
    assert [row.cells[1].kk for row in build_document(newskills, Kind.TRANSFERS_ABROAD).rows] == ["Германия"]


@pytest.fixture
def reviews() -> Iterator[None]:
    """A room above that has published three reviews at Newskills."""

    def listing(company: Company) -> list[Published]:
        place = Localized("Отзывы", "Пікірлер", "Reviews")
        return [Published("reviews", place, 3)] if company.slug == "newskills" else []

    register_published(listing)
    yield
    forget_published(listing)


@pytest.mark.clause("8.1")
def test_publications_are_what_the_rooms_above_say(companies: dict[str, Company], reviews: None) -> None:  # noqa: ARG001
    document = build_document(companies["newskills"], Kind.PUBLICATIONS)
    assert read_row(document, "reviews") == {"place": "Отзывы", "count": "3"}
    assert build_document(companies["kerbez-agy"], Kind.PUBLICATIONS).rows == ()


@pytest.mark.parametrize("kind", list(Kind))
def test_the_head_names_the_company_in_each_language(newskills: Company, kind: Kind) -> None:
    document = build_document(newskills, kind)
    assert document.head[0].value == Localized("ТОО «Ньюскилз»", "«Ньюскилз» ЖШС", "Newskills LLP")
    assert [fact.value.ru for fact in document.head if fact.title.ru == "БИН"] == [newskills.bin]
    assert document.head[-1].value.ru == "версия 1 от 31 августа 2023 года"
    assert read_document(document.to_json()) == document


@pytest.mark.usefixtures("bank")
@pytest.mark.parametrize("kind", list(Kind))
def test_three_recipients_take_as_many_queries_as_one(
    registers: dict[str, Company], aigerim: DataSubject, left: Callable[..., Transfer], agree: Agree, kind: Kind
) -> None:
    newskills = registers["newskills"]
    counts = []
    left()
    for keys in (["ulgi-bank"], ["ulgi-bank", "mysal-bank", "kogershin-mail"]):
        Recipient.objects.filter(company=newskills).update(retired_at=NOW)
        Recipient.objects.filter(company=newskills, key__in=keys).update(retired_at=None)
        agree(aigerim, Purpose.CONSULTING if len(keys) == 1 else Purpose.PERSONAL_OFFERS)
        with CaptureQueriesContext(connection) as queries:
            build_document(newskills, kind)
        counts.append(len([query for query in queries if query["sql"].startswith("SELECT")]))
    assert counts == [{Kind.NECESSARY_DATA: 2, Kind.PUBLICATIONS: 4}.get(kind, 3)] * 2


@pytest.mark.usefixtures("bank")
def test_no_paper_holds_anything_of_a_person(aigerim: DataSubject, left: Callable[..., Transfer]) -> None:
    left()
    for kind in Kind:
        written = build_document(aigerim.company, kind).to_json()
        for value in ("Айгерім", "Сәрсенова", "example.kz", "77011234567", str(aigerim.pk)):
            assert value not in written
