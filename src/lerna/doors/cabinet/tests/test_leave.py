"""Deleting one's account: said plainly, effective at once, and taken back while there is time."""

from datetime import timedelta

import pytest
from django.utils import formats

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.kit import clock
from lerna.privacy.lifecycle.clocks import add_months
from lerna.privacy.lifecycle.models import Farewell
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def count_seen(purpose: Purpose) -> int:
    with processing(purpose, company=Company.objects.get(slug="newskills"), reason="test"):
        return Profile.objects.count()


@pytest.mark.clause("8.4-е")
def test_who_leaves_is_used_for_nothing_but_what_a_law_orders(visitor: Visitor) -> None:
    visitor.join("", "marketing")
    page = visitor.open("/account/leave/")
    assert "Новости и акции" in page
    kept = " ".join(page.partition('id="kept"')[2].split())
    last = add_months(clock.local_day(clock.now() + timedelta(hours=read_times().change_of_mind_hours)), 36)
    assert "Подтверждение согласия: Согласия, которые вы дали." in kept
    assert f"Последний день: {formats.date_format(last, 'j E Y')}" in kept
    assert "Закон № 94-V, статья 25, пункт 2, подпункт 5" in kept
    assert "Защита данных" not in kept, "log-ins go with the account"
    assert "Входы в аккаунт" in page.partition('id="kept"')[0]
    assert visitor.send("/account/leave/", {"do": "leave"})[0] == 302
    seen = {purpose: count_seen(purpose) for purpose in (Purpose.MARKETING, Purpose.LEARNING, Purpose.SECURITY)}
    assert seen == {Purpose.MARKETING: 0, Purpose.LEARNING: 0, Purpose.SECURITY: 1}
    assert "Аккаунт удаляется" in visitor.open("/account/leave/")


def test_who_changes_their_mind_in_time_has_everything_back(visitor: Visitor) -> None:
    visitor.join("", "marketing")
    visitor.send("/account/leave/", {"do": "leave"})
    assert visitor.send("/account/leave/", {"do": "stay"})[0] == 302
    assert count_seen(Purpose.MARKETING) == count_seen(Purpose.LEARNING) == 1
    assert not Farewell.objects.exists()


def test_after_the_time_it_is_too_late(visitor: Visitor) -> None:
    visitor.join()
    visitor.send("/account/leave/", {"do": "leave"})
    Farewell.objects.update(due_at=clock.now() - timedelta(minutes=1))
    assert visitor.send("/account/leave/", {"do": "stay"})[0] == 409
    assert count_seen(Purpose.LEARNING) == 0


def test_a_stranger_deletes_nothing(visitor: Visitor) -> None:
    visitor.join()
    assert Visitor().send("/account/leave/", {"do": "leave"})[0] == 302
    assert not Farewell.objects.exists()
