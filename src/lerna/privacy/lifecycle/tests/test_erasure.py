"""An erasure from manifest to proof, what it leaves and for what alone."""

# ruff: noqa: S608 -- names of tables and columns come from our models, never from anybody's input

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.queries import list_about
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.models import LastLetter
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.lifecycle.erasing.plan import EVERYTHING
from lerna.privacy.lifecycle.erasing.verify import RemainsError
from lerna.privacy.lifecycle.erasure import advance, continue_erasure, start_erasure
from lerna.privacy.lifecycle.holds import HoldError, lift_hold, set_hold
from lerna.privacy.lifecycle.models import Clock, ErasureRun, Ground, Stage
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.envelope import SealError, unseal
from lerna.privacy.subjects.fields import Sealed, place_of
from lerna.privacy.subjects.keys.models import DataKey
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import RepresentativeBasis, appoint_representative, block
from lerna.privacy.subjects.permissions import BITS, mask_of
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.queries import find_by_email

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
LAW = "Tax Code, article 206(3)"
Register = Callable[..., DataSubject]


def erase(*people: DataSubject, ground: Ground = Ground.DEMAND, ending: int = EVERYTHING) -> ErasureRun:
    run = start_erasure(
        company=people[0].company,
        people=[person.pk for person in people],
        ground=ground,
        actor=Actor.OPERATOR,
        now=NOW,
        ending=ending,
    )
    assert [batch.stage for batch in continue_erasure(run=run, now=NOW)][-1:] in ([], [Stage.VERIFIED])
    return run


def last_letters() -> list[UUID]:
    """What still waits to tell somebody that it is done; each has a key of its own until it has left."""
    return [letter.pk for letter in LastLetter.objects.all()]


def read_rows(company: Company, people: Sequence[UUID]) -> dict[str, list[tuple[object, ...]]]:
    with acting_for(company, people) as cursor:
        rows = {}
        for table in ("subjects_datasubject", "subjects_profile"):
            cursor.execute(f"select * from {table}")
            rows[table] = cursor.fetchall()
    return rows


@pytest.mark.clause("6.5")
def test_an_erased_person_is_gone_with_their_key(newskills: Company, aigerim: DataSubject, boris: DataSubject) -> None:
    run = erase(aigerim)
    assert run.finished_at == NOW
    assert read_rows(newskills, [aigerim.pk]) == {"subjects_datasubject": [], "subjects_profile": []}
    assert not DataKey.objects.filter(subject=aigerim.pk).exists()
    assert not Clock.objects.filter(subject=aigerim.pk).exists()
    (entry,) = list_about(newskills, aigerim.pk, Operation.DESTROY)
    assert entry.clause == "6.5"
    assert len(read_rows(boris.company, [boris.pk])["subjects_profile"]) == 1, "nobody else is touched"
    assert DataKey.objects.filter(subject=boris.pk).exists()


def test_who_was_erased_may_come_again_and_is_a_stranger(
    newskills: Company, aigerim: DataSubject, register: Register
) -> None:
    erase(aigerim)
    again = register(newskills, {"name": "Айгерім", "email": "aigerim@example.kz"})
    assert again.pk != aigerim.pk
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        found = find_by_email("aigerim@example.kz")
        assert found is not None
        assert found.subject_id == again.pk
    assert {entry.operation for entry in list_about(newskills, again.pk)} == {Operation.RECORD}


@pytest.mark.clause("7.3")
def test_what_a_law_keeps_stays_for_that_law_alone_under_another_key(newskills: Company, aigerim: DataSubject) -> None:
    before = read_rows(newskills, [aigerim.pk])["subjects_profile"][0]
    old_key = bytes(DataKey.objects.get(subject=aigerim.pk).wrapped)
    set_hold(company=newskills, subject=aigerim.pk, purpose=Purpose.ACCOUNTING, law=LAW, actor=Actor.STAFF, now=NOW)
    erase(aigerim)
    with processing(Purpose.ACCOUNTING, company=newskills, reason="test"):
        profile = Profile.objects.get(subject=aigerim)
        assert profile.name == "Айгерім"
    for purpose in (Purpose.CONSULTING, Purpose.REQUESTS, Purpose.CONSENT_PROOF, Purpose.SECURITY):
        with processing(purpose, company=newskills, reason="test"):
            assert not Profile.objects.exists()
    with acting_for(newskills, [aigerim.pk]) as cursor:
        cursor.execute("select email, phone, email_index, phone_index from subjects_profile")
        assert cursor.fetchall() == [(None, None, None, None)]
    assert bytes(DataKey.objects.get(subject=aigerim.pk).wrapped) != old_key
    assert not DataKey.objects.exclude(subject__in=[aigerim.pk, *last_letters()]).exists(), "nothing waits any longer"
    after = read_rows(newskills, [aigerim.pk])["subjects_profile"][0]
    sealed = [{bytes(value) for value in row if isinstance(value, memoryview | bytes)} for row in (before, after)]
    assert sealed[1] - {b""}
    indexes = 2  # of e-mail and phone
    assert len(sealed[0]) == len(sealed[1]) + 2 + indexes
    assert not sealed[0] & sealed[1], "each value that stayed is sealed anew"


def test_a_backups_copy_opens_by_no_key_that_is_left(newskills: Company, aigerim: DataSubject) -> None:
    with processing(Purpose.ACCOUNTING, company=newskills, reason="test"):
        kept = Profile.objects.get(subject=aigerim)
        copy = kept.__dict__["name"]
        assert isinstance(copy, Sealed)
    set_hold(company=newskills, subject=aigerim.pk, purpose=Purpose.ACCOUNTING, law=LAW, actor=Actor.STAFF, now=NOW)
    erase(aigerim)
    with processing(Purpose.ACCOUNTING, company=newskills, reason="test") as work:
        place = place_of(Profile._meta.get_field("name"), kept)
        with pytest.raises(SealError):
            unseal(copy.raw, key=work.keyring.key_of(aigerim.pk), place=place)


def test_after_the_hold_the_rest_goes(newskills: Company, aigerim: DataSubject) -> None:
    hold = set_hold(
        company=newskills, subject=aigerim.pk, purpose=Purpose.ACCOUNTING, law=LAW, actor=Actor.STAFF, now=NOW
    )
    erase(aigerim)
    lift_hold(hold=hold, actor=Actor.STAFF, now=NOW)
    erase(aigerim, ground=Ground.TERM)
    assert read_rows(newskills, [aigerim.pk])["subjects_datasubject"] == []
    assert not DataKey.objects.exclude(subject__in=last_letters()).exists()


def test_ending_one_purpose_takes_only_what_no_other_needs(newskills: Company, register: Register) -> None:
    person = register(newskills, {"name": "Айгерім", "email": "a@example.kz"}, [Purpose.MARKETING])
    erase(person, ground=Ground.WITHDRAWN, ending=mask_of([Purpose.MARKETING]))
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        assert Profile.objects.get(subject=person).email == "a@example.kz", "consulting goes on, with the same key"
        assert not DataSubject.objects.get(pk=person.pk).permitted & BITS[Purpose.MARKETING]
    assert not Clock.objects.filter(subject=person.pk, bit=BITS[Purpose.MARKETING]).exists()
    erase(person, ground=Ground.WITHDRAWN, ending=mask_of([Purpose.CONSULTING]))
    assert read_rows(newskills, [person.pk])["subjects_datasubject"] == [], "the last purpose takes everything"


def test_nobody_of_whom_nothing_sealed_stays_gets_a_new_key(newskills: Company, register: Register) -> None:
    gone, held = register(newskills, {"name": "Айгерім"}), register(newskills, {"name": "Вера"})
    set_hold(company=newskills, subject=held.pk, purpose=Purpose.ACCOUNTING, law=LAW, actor=Actor.STAFF, now=NOW)
    with CaptureQueriesContext(connections["keys"]) as captured:
        erase(gone)
    assert not [query for query in captured if "INSERT" in query["sql"]]
    erase(held)
    assert [key.subject for key in DataKey.objects.all()] == [held.pk]


def test_the_blocked_are_left_alone(newskills: Company, aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    run = erase(aigerim)
    assert not run.batches.exists()
    assert len(read_rows(newskills, [aigerim.pk])["subjects_profile"]) == 1


def test_who_is_blocked_or_held_after_the_manifest_is_left_alone_too(newskills: Company, register: Register) -> None:
    blocked, held, gone = (register(newskills, {"name": name}) for name in ("Айгерім", "Вера", "Динара"))
    run = start_erasure(company=newskills, people=[blocked.pk, held.pk, gone.pk], ground=Ground.TERM,
                        actor=Actor.JOB, now=NOW)  # fmt: skip
    block(subject=blocked, actor=Actor.STAFF, now=NOW)
    set_hold(company=newskills, subject=held.pk, purpose=Purpose.ACCOUNTING, law=LAW, actor=Actor.STAFF, now=NOW)
    list(continue_erasure(run=run, now=NOW))
    (batch,) = run.batches.all()
    assert set(batch.skipped) == {blocked.pk, held.pk}
    assert {row[0] for row in read_rows(newskills, [blocked.pk, held.pk, gone.pk])["subjects_datasubject"]} == {
        blocked.pk, held.pk
    }  # fmt: skip


def test_a_represented_person_outlives_their_representative(newskills: Company, register: Register) -> None:
    child, mother = register(newskills, {"name": "Айгерім"}), register(newskills, {"name": "Вера"})
    appoint_representative(subject=child, representative=mother, basis=RepresentativeBasis.PARENT)
    erase(mother)
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert DataSubject.objects.get(pk=child.pk).representative_id is None


def test_no_act_while_anything_is_left(newskills: Company, aigerim: DataSubject) -> None:
    run = start_erasure(company=newskills, people=[aigerim.pk], ground=Ground.DEMAND, actor=Actor.STAFF, now=NOW)
    batch = run.batches.get()
    batch.stage = Stage.ROWS_GONE
    batch.save()
    with pytest.raises(RemainsError, match="subjects_profile: 1"):
        advance(batch=batch, run=run, now=NOW)
    with pytest.raises(RemainsError):
        list(continue_erasure(run=run, now=NOW))
    run.refresh_from_db()
    assert run.finished_at is None


def test_another_companys_person_cannot_be_named(kerbez: Company, aigerim: DataSubject) -> None:
    run = start_erasure(company=kerbez, people=[aigerim.pk, uuid4()], ground=Ground.DEMAND, actor=Actor.STAFF, now=NOW)
    assert not run.batches.exists()
    with acting_for(kerbez, [aigerim.pk]) as cursor:
        cursor.execute("delete from subjects_profile")
        assert cursor.rowcount == 0


def test_it_sees_the_named_alone_and_gives_its_rights_back(
    newskills: Company, aigerim: DataSubject, register: Register
) -> None:
    register(newskills, {"name": "Вера"})
    with transaction.atomic():
        with acting_for(newskills, [aigerim.pk]) as cursor:
            cursor.execute("select subject_id from subjects_profile")
            assert cursor.fetchall() == [(aigerim.pk,)]
        with connection.cursor() as cursor:
            cursor.execute("select current_user, current_setting('lerna.people')")
            assert cursor.fetchall() == [("lerna_app", "")]
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        with acting_for(newskills, []) as cursor:
            cursor.execute("select count(*) from subjects_profile")
            assert cursor.fetchall() == [(0,)]
        assert Profile.objects.count() == 2


def test_a_hold_rests_on_a_law(newskills: Company, aigerim: DataSubject) -> None:
    for purpose, law in ((Purpose.MARKETING, LAW), (Purpose.ACCOUNTING, " ")):
        with pytest.raises(HoldError):
            set_hold(company=newskills, subject=aigerim.pk, purpose=purpose, law=law, actor=Actor.STAFF, now=NOW)


def test_a_hold_ends_with_its_last_day(newskills: Company, aigerim: DataSubject) -> None:
    yesterday = clock.local_day(NOW) - timedelta(days=1)
    set_hold(company=newskills, subject=aigerim.pk, purpose=Purpose.ACCOUNTING, law=LAW, actor=Actor.STAFF, now=NOW,
             until=yesterday)  # fmt: skip
    erase(aigerim)
    assert read_rows(newskills, [aigerim.pk])["subjects_profile"] == []


def test_a_thousand_people_cost_the_same_number_of_queries_as_two(newskills: Company, register: Register) -> None:
    counts = []
    for names in (["Айгерім"], ["Борис", "Вера", "Динара"]):
        people = [register(newskills, {"name": name}) for name in names]
        with CaptureQueriesContext(connection) as main, CaptureQueriesContext(connections["keys"]) as keys:
            erase(*people)
        counts.append((len(main), len(keys)))
    assert counts[0] == counts[1]
