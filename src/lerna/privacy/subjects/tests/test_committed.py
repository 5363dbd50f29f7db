"""What only real commits show: a reused connection, and two people at once."""

import threading
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import DataError, connections

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.providers import FileKeys
from lerna.privacy.subjects.keys.models import DataKey
from lerna.privacy.subjects.keys.operations import KeyInUseError, drop_company_key, wrapping_keys
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import create_subject, forbid, permit, state_profile
from lerna.privacy.subjects.processing import processing

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
Register = Callable[..., DataSubject]
Ask = Callable[..., list[tuple[object, ...]]]


pytestmark = pytest.mark.usefixtures("committed")


def who_and_where(ask: Ask) -> tuple[object, ...]:
    return ask("select current_user, coalesce(current_setting('lerna.company', true), '')")[0]


def test_a_connection_that_goes_on_to_others_carries_nothing_over(
    ask: Ask, newskills: Company, aigerim: DataSubject
) -> None:
    """As behind a pooler in transaction mode: the next transaction on this connection may be anybody's."""
    before = ("lerna_app", "")
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert who_and_where(ask) == ("lerna_purpose_learning", str(newskills.pk))
    assert who_and_where(ask) == before
    with pytest.raises(DataError, match="division"), processing(Purpose.LEARNING, company=newskills, reason="test"):
        ask("select 1 / 0")
    assert who_and_where(ask) == before
    assert aigerim.pk


def test_whoever_forbids_waits_for_a_row_on_its_way_and_then_hides_it(newskills: Company) -> None:
    """Otherwise a row stored at the same moment would keep a permission that no longer stands."""
    subject = create_subject(company=newskills, site=newskills.sites.order_by("place")[0], now=NOW)
    permit(subject=subject, purposes=[Purpose.LEARNING])
    stored, done = threading.Event(), threading.Event()

    def forbid_meanwhile() -> None:
        try:
            stored.wait(10)
            forbid(subject=DataSubject(pk=subject.pk, company=newskills), purposes=[Purpose.LEARNING])
        finally:
            done.set()
            connections.close_all()

    thread = threading.Thread(target=forbid_meanwhile)
    thread.start()
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        state_profile(subject=subject, actor=Actor.PERSON, now=subject.created_at, name="Айгерим")
        stored.set()
        assert not done.wait(0.3), "it waits"
    thread.join(10)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert not Profile.objects.exists()


def test_a_key_is_not_dropped_while_somebodys_is_being_wrapped_by_it(newskills: Company) -> None:
    reading, go_on = threading.Event(), threading.Event()

    def come() -> None:
        with wrapping_keys(newskills) as keys:
            reading.set()
            go_on.wait(10)
            DataKey.objects.using("keys").create(
                subject=uuid4(), company=newskills.pk, wrapped=b"1" * 60, version=keys.current, made_at=clock.now()
            )
        connections.close_all()

    thread = threading.Thread(target=come)
    thread.start()
    assert reading.wait(10)
    FileKeys().add_version("newskills")
    threading.Timer(0.3, go_on.set).start()
    with pytest.raises(KeyInUseError, match="1 people's keys are wrapped by version 1"):
        drop_company_key(company=newskills, version=1, now=clock.now())
    thread.join(10)
    assert set(FileKeys().read("newskills").wrapping) == {1, 2}
