"""Giving: what is kept of a tick, and that it is the very thing that was shown."""

import hashlib
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import ProgrammingError, transaction

from lerna.companies.models import Company
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.consents.contents import BrokenProofError, Occasion, read_contents
from lerna.privacy.consents.models import Channel, Consent, Hand, ShownText
from lerna.privacy.consents.operations import StaleTextError, give_consents
from lerna.privacy.consents.queries import list_active, list_all
from lerna.privacy.consents.statement import NoStatementError, build_statements
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import PolicyVersion, Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import NoPurposeError, PurposeError, processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
Agree = Callable[..., tuple[Consent, ...]]
Ask = Callable[..., list[tuple[object, ...]]]
LANGUAGES = ("ru", "kk", "en")


def publish_again(company: Company) -> PolicyVersion:
    """The same policy with one word more at its end."""
    document = render_document(build_facts(company))
    first, *rest = document.texts
    longer = type(first)(first.language, first.title + " (2)", first.sections)
    document = type(document)((longer, *rest))
    return publish_version(
        company=company, document=document, dated_on=company.policy_dated, source=Source.MODEL, now=NOW
    )


@pytest.mark.clause("4.1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kept_text_is_the_one_that_was_shown(
    newskills: Company, aigerim: DataSubject, agree: Agree, language: str
) -> None:
    version = current_version(newskills)
    assert version
    (shown,) = build_statements(
        company=newskills, version=version, form=[Purpose.CONSULTING], own=[], language=language
    )
    (consent,) = agree(aigerim, Purpose.CONSULTING, language=language)
    kept = ShownText.objects.get(pk=consent.text_id)
    assert kept.text == shown.text
    assert consent.text_id == hashlib.sha256(shown.text.encode()).hexdigest()
    assert version.sha256 in kept.text
    assert newskills.bin in kept.text


@pytest.mark.clause("4.1")
@pytest.mark.clause("1.1")
@pytest.mark.clause("3.4")
def test_the_eight_contents_are_kept_sealed_with_all_the_circumstances(
    newskills: Company, aigerim: DataSubject, agree: Agree, ask: Ask
) -> None:
    (consent,) = agree(aigerim, Purpose.CONSULTING)
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        kept = Consent.objects.get(pk=consent.pk)
        contents = read_contents(kept)
        ((raw,),) = ask("select contents from consents_consent where id = %s", consent.pk)
    assert {"controller", "person", "term", "third_parties", "abroad", "published", "data", "other"} < set(contents)
    assert contents["controller"] == "ТОО «Ньюскилз», БИН 210140019844"
    assert contents["person"] == "Айгерім"
    assert (kept.language, kept.site, kept.form, kept.channel, kept.hand) == (
        "ru",
        "lerna",
        "application",
        "site",
        "person",
    )
    assert (kept.given_at, kept.expires_at) == (NOW, clock.end_of_day(clock.local_day(NOW.replace(year=2029))))
    assert "Айгерім".encode() not in bytes(raw)


@pytest.mark.clause("6.1")
def test_a_purpose_is_permitted_from_the_tick_on_and_evidence_says_so(
    newskills: Company, aigerim: DataSubject, agree: Agree
) -> None:
    assert not may(aigerim, Purpose.MARKETING)
    (consent,) = agree(aigerim, Purpose.MARKETING)
    assert may(aigerim, Purpose.MARKETING)
    assert not may(aigerim, Purpose.CONSULTING)
    entry = Entry.objects.get(company=newskills, operation="consent_given")
    body = read_line(entry)
    assert (entry.subject, body["purpose"], body["target_id"]) == (aigerim.pk, "marketing", str(consent.pk))
    assert body["details"]["text"] == consent.text_id


def test_a_text_that_is_no_longer_in_force_is_refused_and_nothing_kept(
    newskills: Company, aigerim: DataSubject
) -> None:
    version = current_version(newskills)
    assert version
    shown = build_statements(company=newskills, version=version, form=[Purpose.CONSULTING], own=[], language="ru")
    publish_again(newskills)
    occasion = Occasion(site="lerna", form="application", channel=Channel.SITE, hand=Hand.PERSON)
    with pytest.raises(StaleTextError):
        give_consents(subject=aigerim, statements=shown, occasion=occasion, person="Айгерім", now=NOW)
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert list_all(aigerim) == ()
    assert not may(aigerim, Purpose.CONSULTING)
    assert not Entry.objects.filter(operation="consent_given").exists()


def test_another_companys_text_is_refused(kerbez: Company, aigerim: DataSubject) -> None:
    version = current_version(kerbez)
    assert version
    shown = build_statements(company=kerbez, version=version, form=[Purpose.CONSULTING], own=[], language="ru")
    occasion = Occasion(site="lerna", form="application", channel=Channel.SITE, hand=Hand.PERSON)
    with pytest.raises(StaleTextError):
        give_consents(subject=aigerim, statements=shown, occasion=occasion, person="Айгерім", now=NOW)


def test_nobody_is_asked_about_what_a_law_orders(newskills: Company) -> None:
    version = current_version(newskills)
    assert version
    with pytest.raises(NoStatementError, match="law"):
        build_statements(company=newskills, version=version, form=[Purpose.ACCOUNTING], own=[], language="ru")


@pytest.mark.clause("8.2")
def test_the_proof_is_nobodys_business_but_the_proofs(
    newskills: Company, aigerim: DataSubject, agree: Agree, ask: Ask
) -> None:
    agree(aigerim, Purpose.MARKETING)
    with pytest.raises(NoPurposeError):
        Consent.objects.count()
    with processing(Purpose.MARKETING, company=newskills, reason="test"):
        with pytest.raises(PurposeError):
            list_active(aigerim)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            ask("select * from consents_consent")


@pytest.mark.parametrize(
    "sql",
    [
        "update consents_consent set given_at = now()",
        "update consents_consent set permitted = 0",
        "delete from consents_consent",
        "update consents_ending set ended_at = now()",
        "delete from consents_ending",
        "update consents_showntext set text = 'I agree to everything'",
        "delete from consents_showntext",
        "truncate consents_showntext",
    ],
)
def test_the_application_can_change_nothing_of_the_proof(
    newskills: Company, aigerim: DataSubject, agree: Agree, ask: Ask, sql: str
) -> None:
    agree(aigerim, Purpose.MARKETING)
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        with pytest.raises(ProgrammingError, match=r"permission denied|never changed"), transaction.atomic():
            ask(sql)
        assert len(list_active(aigerim)) == 1


def test_contents_that_were_swapped_are_noticed(newskills: Company, aigerim: DataSubject, agree: Agree) -> None:
    agree(aigerim, Purpose.MARKETING, Purpose.CONSULTING)
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        one, other = list_active(aigerim)
        one.contents = str(other.contents)
        with pytest.raises(BrokenProofError):
            read_contents(one)
        one.contents_sha256 = other.contents_sha256
        with pytest.raises(BrokenProofError):
            read_contents(one)


def test_one_company_sees_nothing_of_the_others_consents(
    newskills: Company, kerbez: Company, aigerim: DataSubject, boris: DataSubject, agree: Agree
) -> None:
    agree(aigerim, Purpose.CONSULTING)
    agree(boris, Purpose.CONSULTING)
    for company, own in ((newskills, aigerim), (kerbez, boris)):
        with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
            assert [consent.subject_id for consent in Consent.objects.all()] == [own.pk]
