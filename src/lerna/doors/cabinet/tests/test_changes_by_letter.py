"""The page behind a letter about a new version, for people without an account: it names nobody, and stops (11.5)."""

import re

import pytest

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.doors.cabinet.tests.test_changes import publish, read_shown
from lerna.doors.cabinet.tests.test_my_data import marketed
from lerna.kit import clock
from lerna.kit.localized import Localized
from lerna.privacy.consents.obligations import Obligation, forget_obligations, register_obligations
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.models import Ground
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.renewal.tokens import sign_person
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TYPED = {"name": "Айгерім", "email": "aigerim@example.kz", "phone": "8 701 123 45 67", "age": "adult"}


@pytest.fixture
def person(visitor: Visitor) -> DataSubject:
    """Aigerim, who left an application with a tick for marketing; then the clause of marketing changed."""
    page = visitor.open("/apply/")
    shown = dict(re.findall(r'name="(shown-[a-z-]+)"\s+value="([0-9a-f]{64})"', page))
    ticks = {"agree-consulting": "on", "agree-marketing": "on"}
    assert visitor.send("/apply/", TYPED | shown | ticks)[0] == 302
    publish()
    company = Company.objects.get(slug="newskills")
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        return DataSubject.objects.select_related("company").get()


def address(person: DataSubject) -> str:
    return f"/changes/{sign_person(person.pk)}/"


def consulted() -> int:
    with processing(Purpose.CONSULTING, company=Company.objects.get(slug="newskills"), reason="test"):
        return Profile.objects.count()


@pytest.mark.clause("11.5")
def test_the_link_shows_what_changed_and_nobodys_data(visitor: Visitor, person: DataSubject) -> None:
    page = visitor.open(address(person))
    assert "<ins>открытки" in page
    assert "Новости и акции" in page
    assert 'href="/requests/"' in page, "the way to a copy, and to erasure"
    for value in ("Айгерім", "aigerim@example.kz", "701"):
        assert value not in page, value


@pytest.mark.clause("11.5")
def test_a_tick_brings_it_back_by_the_letters_channel(visitor: Visitor, person: DataSubject) -> None:
    shown = read_shown(visitor.open(address(person)))
    assert visitor.send(address(person), {"shown-marketing": shown})[0] == 422
    assert marketed() == []
    assert visitor.send(address(person), {"agree-marketing": "on", "shown-marketing": shown})[0] == 302
    assert marketed() == ["aigerim@example.kz"]
    details = read_line(Entry.objects.get(operation="consent_renewed"))["details"]
    assert (details["channel"], details["form"]) == ("letter", "renewal")


@pytest.mark.clause("6.3")
@pytest.mark.clause("11.5")
def test_one_button_takes_everything_back_at_once(visitor: Visitor, person: DataSubject) -> None:
    assert consulted() == 1
    assert visitor.send(f"{address(person)}withdraw/")[0] == 302
    assert consulted() == 0
    page = visitor.open(address(person))
    assert "на согласии больше ничего не держится" in page
    assert "withdraw/" not in page


@pytest.mark.clause("6.8")
def test_what_an_obligation_needs_is_refused_with_its_reason(visitor: Visitor, person: DataSubject) -> None:
    def oblige(_subject: DataSubject) -> tuple[Obligation, ...]:
        reason = Localized(ru="Вы ждёте ответа.", kk="Сіз жауап күтіп отырсыз.", en="You wait for an answer.")
        return (Obligation(Purpose.CONSULTING, "open-question", reason),)

    register_obligations(oblige)
    try:
        status, page, _ = visitor.send(f"{address(person)}withdraw/")
    finally:
        forget_obligations(oblige)
    assert (status, "Вы ждёте ответа." in page) == (200, True)
    assert consulted() == 1


def test_whoever_has_an_account_is_led_there(visitor: Visitor) -> None:
    visitor.join("", "marketing")
    publish()
    with processing(Purpose.CONSENT_PROOF, company=Company.objects.get(slug="newskills"), reason="test"):
        subject = DataSubject.objects.get()
    answer = visitor.client.get(address(subject), headers={"host": visitor.host})
    assert answer.headers["Location"] == "/account/changes/"


@pytest.mark.parametrize("forged", ["", "0" * 32, f"{'0' * 32}:forged"])
def test_a_forged_link_is_a_plain_404(visitor: Visitor, forged: str) -> None:
    assert "Айгерім" not in visitor.open(f"/changes/{forged or 'x'}/", status=404)


def test_another_companys_site_knows_nothing_of_the_link(person: DataSubject) -> None:
    assert "<ins>" not in Visitor("e-distant.kz").open(address(person), status=404)


def test_of_the_erased_nothing_is_left_to_show(visitor: Visitor, person: DataSubject) -> None:
    now = clock.now()
    run = start_erasure(
        company=person.company, people=[person.pk], ground=Ground.DEMAND, actor=Actor.PERSON, now=now
    )  # fmt: skip
    list(continue_erasure(run=run, now=now))
    assert "Эта ссылка больше не действует" in visitor.open(address(person), status=404)
    assert visitor.send(f"{address(person)}withdraw/")[0] == 404
