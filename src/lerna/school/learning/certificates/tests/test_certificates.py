"""A certificate says what was true when it was issued, is seen by whoever has its number, and goes with its person."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest

from lerna.companies.models import Company, Site
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import block
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.certificates.badges import badge_keys, sign_badge
from lerna.school.learning.certificates.models import Certificate, Reason, StatusList
from lerna.school.learning.certificates.operations import (
    NoNameError,
    NotFinishedError,
    NotStandingError,
    UnchangedError,
    revoke_certificate,
    show_certificate,
)
from lerna.school.learning.certificates.queries import (
    build_badge,
    check_certificate,
    is_paper,
    list_own,
    list_revoked,
    list_to_certify,
    read_paper,
)
from lerna.school.learning.certificates.tests.conftest import LATER, Issue, draw
from lerna.school.learning.models import Enrollment

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
VERA = uuid4()


def rename(subject: DataSubject, **stated: str | None) -> None:
    with processing(Purpose.LEARNING, company=subject.company, reason="test"):
        profile = Profile.objects.get(subject=subject)
        for name, value in stated.items():
            setattr(profile, name, value)
        profile.save(update_fields=list(stated))


@pytest.mark.clause("7.1-з")
def test_it_says_what_its_page_says_and_the_file_is_kept_to_the_byte(
    finished: Enrollment, issue: Issue, newskills: Company
) -> None:
    certificate = issue(finished)
    checked = check_certificate(newskills, certificate.number)
    assert checked
    assert (checked.holder, checked.course_title, checked.mark) == ("Айгерім Сәрсенова", "Түс", 87)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        content = read_paper(list_own(finished.subject)[0])
        assert content == draw(certificate)
    assert is_paper(checked, BytesIO(content))
    assert not is_paper(checked, BytesIO(content.replace(b"87", b"99") + b" "))


def test_before_the_end_there_is_none(enrolled: Enrollment, issue: Issue, newskills: Company) -> None:
    with pytest.raises(NotFinishedError):
        issue(enrolled)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert not list_to_certify(enrolled.subject)
        assert not Certificate.objects.exists()
    assert not StatusList.objects.exists()


def test_a_new_name_makes_a_new_one_and_the_old_one_says_so(
    finished: Enrollment, issue: Issue, newskills: Company
) -> None:
    first = issue(finished)
    with pytest.raises(UnchangedError):
        issue(finished)
    rename(finished.subject, surname="Оспанова")
    second = issue(finished)
    old, new = check_certificate(newskills, first.number), check_certificate(newskills, second.number)
    assert old
    assert new
    assert (old.holder, old.reason, old.revoked_at) == ("Айгерім Сәрсенова", Reason.REPLACED, LATER)
    assert (new.holder, new.reason) == ("Айгерім Оспанова", "")
    assert list_revoked(newskills, 0) == [0]
    assert (second.part, second.place) == (0, 1)


def test_the_holder_hides_it_and_shows_it_again(finished: Enrollment, issue: Issue, newskills: Company) -> None:
    certificate = issue(finished)
    show_certificate(certificate=certificate, is_shown=False, actor=Actor.PERSON, now=LATER)
    assert check_certificate(newskills, certificate.number) is None
    show_certificate(certificate=certificate, is_shown=True, actor=Actor.PERSON, now=LATER)
    assert check_certificate(newskills, certificate.number)


def test_the_staff_revoke_it_once_with_a_reason(finished: Enrollment, issue: Issue, newskills: Company) -> None:
    number = issue(finished).number
    revoke_certificate(company=newskills, number=number, reason=Reason.RULES, staff=VERA, now=LATER)
    checked = check_certificate(newskills, number)
    assert checked
    assert (checked.reason, checked.revoked_at) == (Reason.RULES, LATER)
    with pytest.raises(NotStandingError):
        revoke_certificate(
            company=newskills, number=number, reason=Reason.MISTAKE, staff=VERA, now=LATER + timedelta(days=1)
        )
    assert list_revoked(newskills, 0) == [0]
    acts = [entry.line for entry in Entry.objects.order_by("pk") if '"certificate"' in entry.line]
    assert [word for act in acts for word in ("issued", "revoked") if word in act] == ["issued", "revoked"]
    assert not [act for act in acts if "Айгерім" in act]


@pytest.mark.clause("6.5")
def test_of_one_who_is_blocked_nobody_sees_it(finished: Enrollment, issue: Issue, newskills: Company) -> None:
    certificate = issue(finished)
    block(subject=finished.subject, actor=Actor.OPERATOR, now=LATER)
    assert check_certificate(newskills, certificate.number) is None


def test_another_company_has_none_of_this_number(finished: Enrollment, issue: Issue, kerbez: Company) -> None:
    assert check_certificate(kerbez, issue(finished).number) is None


def test_who_has_no_name_gets_none(finished: Enrollment, issue: Issue) -> None:
    rename(finished.subject, name=None, surname=None)
    with pytest.raises(NoNameError):
        issue(finished)
    assert not StatusList.objects.exists()


def test_the_badge_says_the_same(finished: Enrollment, issue: Issue, newskills: Company, site: Site) -> None:
    certificate = issue(finished)
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        badge = build_badge(certificate, site)
    assert (badge.holder, badge.course_title, badge.place) == ("Айгерім Сәрсенова", "Түс", 0)
    assert sign_badge(badge, badge_keys()).count(".") == len(("head", "payload"))
