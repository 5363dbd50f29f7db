"""The register: an incident is found, judged, reported, closed; nothing is skipped, nothing is taken back."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from lerna.companies.models import Company
from lerna.privacy.incidents.models import Danger, Happening, Incident, Nature, Origin, State, Step
from lerna.privacy.incidents.operations import (
    Finding,
    WrongStateError,
    add_note,
    close_incident,
    open_incident,
)
from lerna.privacy.incidents.queries import (
    NoSuchIncidentError,
    find_incident,
    list_incidents,
    list_open,
    read_file,
    time_left,
)
from lerna.privacy.incidents.tests.conftest import (
    BY_VERA,
    NOW,
    Open,
    count_looks,
    evidence_of,
    judge,
    report,
    steps_of,
)
from lerna.privacy.incidents.words import NamesSomebodyError

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def close(incident: Incident) -> Incident:
    return close_incident(company=incident.company, incident_id=incident.pk, note="Всё сделано.", hand=BY_VERA, now=NOW)


@pytest.mark.clause("8.3", "11.1")
def test_a_danger_is_reported_and_then_closed(found: Open, newskills: Company) -> None:
    incident = found()
    assert (incident.number, incident.state) == ("LI-2026-0001", State.FOUND)
    assert time_left(incident, NOW) == timedelta(hours=38), "until 24:00 of Tuesday"
    add_note(
        company=newskills, incident_id=incident.pk, note="Ссылка отозвана 02.03.2026 в 10:40.", hand=BY_VERA, now=NOW,
        measure="access-closed",
    )  # fmt: skip
    judge(incident, Danger.RISK)
    report(incident)
    closed = close(incident)
    assert (closed.state, closed.due_at, list_open(newskills)) == (State.CLOSED, None, ())
    assert steps_of(incident) == ["found", "measure", "assessed", "reported", "closed"]
    assert evidence_of(newskills) == [
        "incident_found", "incident_step", "incident_step", "incident_reported", "incident_closed",
    ]  # fmt: skip


@pytest.mark.clause("11.1")
def test_a_false_alarm_is_closed_with_its_reason(found: Open) -> None:
    incident = judge(found(), Danger.NONE, reasons="Сверка заявок по поручению руководителя.")
    assert (incident.state, incident.due_at) == (State.HARMLESS, None)
    assert close(incident).state == State.CLOSED


@pytest.mark.clause("11.1")
def test_nothing_is_closed_before_its_duties_are_done(found: Open, newskills: Company) -> None:
    incident = found()
    with pytest.raises(WrongStateError, match="judged"):
        close(incident)
    judge(incident, Danger.HIGH)
    with pytest.raises(WrongStateError, match="authority"):
        close(incident)
    report(incident)
    with pytest.raises(WrongStateError, match="Not everybody"):
        close(incident)
    assert find_incident(newskills, incident.pk).state == State.REPORTED
    assert "closed" not in steps_of(incident)


@pytest.mark.clause("11.1")
def test_a_danger_to_people_is_not_taken_back(found: Open) -> None:
    incident = judge(found(), Danger.HIGH)
    for danger in (Danger.NONE, Danger.RISK):
        with pytest.raises(WrongStateError):
            judge(incident, danger)
    reported = report(judge(found(), Danger.RISK))
    with pytest.raises(WrongStateError, match="greater"):
        judge(reported, Danger.NONE)
    assert judge(reported, Danger.HIGH).endangered_at == NOW


@pytest.mark.clause("11.1")
@pytest.mark.parametrize(
    "changed",
    [
        {"state": State.CLOSED, "closed_at": NOW},
        {"state": State.REPORTED, "reported_at": NOW, "notice": "…"},
        {"number": "LI-2026-0009"},
        {"found_at": NOW - timedelta(days=1)},
        {"story": "Ничего не было."},
        {"telling_at": NOW},
        {"blocked_at": NOW, "closed_at": NOW},
    ],
)
def test_the_database_refuses_to_skip_a_step(found: Open, changed: dict[str, object]) -> None:
    incident = found()
    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**changed)
    assert Incident.objects.get(pk=incident.pk).state == State.FOUND


@pytest.mark.clause("11.1")
def test_what_was_written_stays_written(found: Open) -> None:
    incident = report(judge(found(), Danger.RISK))
    count_looks(incident)
    close(incident)
    refused = [
        lambda: Step.objects.filter(incident=incident).update(note="…"),
        lambda: Step.objects.filter(incident=incident).delete(),
        lambda: incident.scopes.all().delete(),
        lambda: Incident.objects.filter(pk=incident.pk).update(notice="…"),
        lambda: Incident.objects.filter(pk=incident.pk).update(state=State.FOUND),
    ]
    for change in refused:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.clause("8.3")
@pytest.mark.parametrize(
    "text", ["Ушло на aigerim@example.kz", "Телефон +7 701 123-45-67", "ИИН 950101300123", "8(701)1234567"]
)
def test_the_register_names_nobody(found: Open, newskills: Company, text: str) -> None:
    with pytest.raises(NamesSomebodyError) as caught:
        found(story=text)
    assert text not in str(caught.value)
    incident = found()
    with pytest.raises(NamesSomebodyError):
        add_note(company=newskills, incident_id=incident.pk, note=text, hand=BY_VERA, now=NOW)
    assert steps_of(incident) == ["found"]


def test_the_database_refuses_an_address_too(found: Open) -> None:
    incident = found()
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(
            incident=incident, place=2, happening=Happening.NOTED, at=NOW, actor="staff", note="a@example.kz"
        )  # fmt: skip


def test_numbers_are_a_companys_own_and_begin_anew_each_year(found: Open, kerbez: Company) -> None:
    first, second = found(), found()
    other = found(kerbez)
    next_year = found(now=NOW.replace(year=2027))
    numbers = [incident.number for incident in (first, second, other, next_year)]
    assert numbers == ["LI-2026-0001", "LI-2026-0002", "LI-2026-0001", "LI-2027-0001"]


@pytest.mark.clause("8.3")
def test_another_company_has_no_such_incident(found: Open, kerbez: Company) -> None:
    incident = found()
    assert list_incidents(kerbez) == ()
    with pytest.raises(NoSuchIncidentError):
        read_file(kerbez, incident.pk)
    with pytest.raises(NoSuchIncidentError):
        add_note(company=kerbez, incident_id=incident.pk, note="…", hand=BY_VERA, now=NOW)
    assert steps_of(incident) == ["found"]


def test_the_list_shows_the_open_ones_first(found: Open, newskills: Company, django_assert_num_queries: object) -> None:
    closed = close(judge(found(), Danger.NONE))
    late, early = found(), found(now=NOW - timedelta(days=3))
    assert [incident.pk for incident in list_open(newskills)] == [early.pk, late.pk]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [incident.pk for incident in list_incidents(newskills)] == [late.pk, early.pk, closed.pk]


@pytest.mark.parametrize("notes", [1, 3])
def test_a_file_is_read_by_three_queries(
    found: Open, newskills: Company, notes: int, django_assert_num_queries: object
) -> None:
    incident = found()
    for _ in range(notes):
        add_note(company=newskills, incident_id=incident.pk, note="…", hand=BY_VERA, now=NOW)
    with django_assert_num_queries(3):  # type: ignore[operator]
        file = read_file(newskills, incident.pk)
    assert len(file.steps) == notes + 1


def test_words_or_a_signal_say_what_was_found(newskills: Company) -> None:
    finding = Finding(origin=Origin.PERSON, nature=Nature.AVAILABILITY)
    with pytest.raises(IntegrityError), transaction.atomic():
        open_incident(company=newskills, finding=finding, hand=BY_VERA, now=NOW)
    assert not Incident.objects.filter(company=newskills).exists()


def test_an_unknown_number_is_no_incident(newskills: Company) -> None:
    with pytest.raises(NoSuchIncidentError):
        find_incident(newskills, UUID(int=1))
