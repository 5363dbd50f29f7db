"""What an obligation needs isn't withdrawn: the page says why, until when and how to complain; the rest stops (6.8)."""

from collections.abc import Iterator
from datetime import date

import pytest

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.doors.cabinet.tests.test_my_data import marketed
from lerna.kit.localized import Localized
from lerna.privacy.consents.obligations import Obligation, forget_obligations, register_obligations
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
REASON = Localized(
    ru="Вы оплачиваете курс частями, банк ждёт ответа.",
    kk="Сіз курсты бөліп төлеп жатырсыз, банк жауап күтіп отыр.",
    en="You pay for the course by instalments, and the bank waits for an answer.",
)


@pytest.fixture
def obliged() -> Iterator[None]:
    """Personal offers, of all things, are needed for something until the end of the year."""

    def oblige(_subject: DataSubject) -> tuple[Obligation, ...]:
        return (Obligation(Purpose.PERSONAL_OFFERS, "instalments", REASON, date(2026, 12, 31)),)

    register_obligations(oblige)
    yield
    forget_obligations(oblige)


def offered() -> int:
    with processing(Purpose.PERSONAL_OFFERS, company=Company.objects.get(slug="newskills"), reason="test"):
        return Profile.objects.count()


@pytest.mark.clause("6.8")
@pytest.mark.parametrize(
    ("prefix", "reason", "until"),
    [("", REASON.ru, "До 31 декабря 2026 г."), ("/kk", REASON.kk, "2026 жылғы 31 желтоқсан")],
)
@pytest.mark.usefixtures("obliged")
def test_the_refusal_names_its_reason_its_end_and_how_to_complain(
    visitor: Visitor, prefix: str, reason: str, until: str
) -> None:
    visitor.join(prefix, "marketing", "personal-offers")
    status, page, _ = visitor.send(f"{prefix}/account/consents/personal-offers/", {"set": "off"})
    assert status == 422
    for said in (reason, until, "mailto:info@lerna.kz"):
        assert said in page, said
    assert offered() == 1


@pytest.mark.clause("6.5")
@pytest.mark.clause("6.8")
@pytest.mark.usefixtures("obliged")
def test_all_the_rest_stops_and_the_evidence_says_both(visitor: Visitor) -> None:
    visitor.join("", "marketing", "personal-offers")
    status, page, _ = visitor.send("/account/consents/withdraw-all/")
    assert (status, REASON.ru in page) == (422, True)
    assert (marketed(), offered()) == ([], 1)
    refusal = read_line(Entry.objects.get(operation="request_refused"))
    assert (refusal["purpose"], refusal["details"]["reason"]) == ("personal-offers", "instalments")
    assert read_line(Entry.objects.get(operation="consent_withdrawn"))["purpose"] == "marketing"
