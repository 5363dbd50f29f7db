"""Deleting one's account: said plainly, effective at once, and taken back while there is time."""

from datetime import timedelta

import pytest

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.kit import clock
from lerna.privacy.lifecycle.models import Farewell
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
    assert "Защита данных: Закон № 94-V, статья 22" in " ".join(page.split())
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
