"""“What changed for you” in the cabinet: the banner, old and new words, agreeing anew, the way out (clause 11.5)."""

import re
from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.companies.queries import build_facts
from lerna.doors.cabinet.tests.conftest import NOW, Visitor
from lerna.doors.cabinet.tests.test_acting import add, find_pages
from lerna.doors.cabinet.tests.test_my_data import marketed
from lerna.doors.cabinet.tests.test_my_data import read_shown as read_switch
from lerna.kit import clock
from lerna.privacy.consents.models import Consent, Hand
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.document import Document, Item, Text
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.renewal.changes import read_stopped
from lerna.privacy.renewal.operations import bring_into_force, start_publication, stop_before
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH = "/account/changes/"


def publish(slug: str = "newskills", *, words: str = "открытки") -> None:
    """The model text with some words more at the beginning of the item on marketing, in each language."""
    company = Company.objects.get(slug=slug)
    document = render_document(build_facts(company))
    changed = Document(tuple(_reword(text, words) for text in document.texts))
    publication = start_publication(
        company=company,
        document=changed,
        dated_on=company.policy_dated,
        source=Source.MODEL,
        actor=Actor.OPERATOR,
        now=NOW,
    )
    list(stop_before(publication=publication, clock=clock.now))
    bring_into_force(publication=publication, now=clock.now())


def _reword(text: Text, words: str) -> Text:
    sections = tuple(
        replace(
            section,
            clauses=tuple(
                replace(
                    clause,
                    body=tuple(
                        replace(part, text=f"{words} {part.text}")
                        if clause.number == "7.1" and isinstance(part, Item) and part.key == "г"
                        else part
                        for part in clause.body
                    ),
                )
                for clause in section.clauses
            ),
        )
        for section in text.sections
    )
    return replace(text, sections=sections)


def read_shown(page: str) -> str:
    (shown,) = re.findall(r'name="shown-marketing"\s+value="([0-9a-f]{64})"', page)
    return str(shown)


@pytest.mark.clause("11.5")
@pytest.mark.parametrize(
    ("prefix", "banner", "heading"),
    [
        ("", "Политика изменилась, и кое-что ждёт вашего согласия", "Что изменилось для вас"),
        ("/kk", "Саясат өзгерді, сіздің келісіміңіз қажет", "Сіз үшін не өзгерді"),
    ],
)
def test_a_banner_leads_to_the_old_and_the_new_words(visitor: Visitor, prefix: str, banner: str, heading: str) -> None:
    visitor.join(prefix, "marketing")
    assert banner not in visitor.open(f"{prefix}/account/")
    publish()
    for path in ("/account/", "/account/consents/", "/account/details/", "/account/leave/"):
        assert banner in visitor.open(f"{prefix}{path}"), path
    page = visitor.open(f"{prefix}{PATH}")
    assert banner not in page
    assert f"<h1>{heading}</h1>" in page
    assert "<ins>открытки" in page
    assert 'name="agree-marketing"' in page
    assert "checked" not in page


@pytest.mark.clause("11.5")
def test_a_tick_brings_back_what_stopped_at_once(visitor: Visitor) -> None:
    visitor.join("", "marketing")
    publish()
    assert marketed() == []
    shown = read_shown(visitor.open(PATH))
    status, _, address = visitor.send(PATH, {"agree-marketing": "on", "shown-marketing": shown})
    assert (status, address) == (302, f"{PATH}?renewed")
    assert marketed() == ["aigerim@example.kz"]
    page = visitor.open(address)
    assert "Спасибо, согласие записано" in page
    assert "agree-marketing" not in page
    assert "ждёт вашего согласия" not in visitor.open("/account/")
    assert "Согласие подтверждено заново" in visitor.open("/account/")


@pytest.mark.clause("4.1")
@pytest.mark.clause("11.5")
def test_without_a_tick_or_for_another_text_nothing_comes_back(visitor: Visitor) -> None:
    visitor.join("", "marketing")
    publish()
    shown = read_shown(visitor.open(PATH))
    for sent, sentence in (
        ({"shown-marketing": shown}, "Ничего не отмечено"),
        (
            {"agree-marketing": "on", "shown-marketing": "0" * 64},
            "С тех пор как вы открыли страницу, этот текст изменился",
        ),
        ({"agree-consulting": "on", "shown-consulting": shown}, "Ничего не отмечено"),
    ):
        status, page, _ = visitor.send(PATH, sent)
        assert (status, sentence in page) == (422, True), sent
    assert marketed() == []


@pytest.mark.clause("11.5")
def test_what_goes_on_is_named_with_its_reason_and_the_way_out_is_there(visitor: Visitor) -> None:
    visitor.join("", "marketing", "personal-offers")
    publish()
    page = visitor.open(PATH)
    for said in ("Это нужно для договора с вами", "политика говорит об этом то же самое", "Так предписывает закон"):
        assert said in page, said
    for address in ("/account/download/", "/account/consents/", "/account/leave/"):
        assert address in page, address


def test_a_tick_for_what_never_stopped_permits_nothing(visitor: Visitor) -> None:
    visitor.join()
    publish()
    assert visitor.send(PATH, {"agree-marketing": "on", "shown-marketing": "0" * 64})[0] == 422
    assert marketed() == []


def test_whoever_deletes_the_account_is_asked_no_more(visitor: Visitor) -> None:
    visitor.join("", "marketing")
    publish()
    visitor.send("/account/leave/", {"do": "leave"})
    assert "ждёт вашего согласия" not in visitor.open("/account/leave/")
    assert "agree-marketing" not in visitor.open(PATH)
    visitor.send("/account/leave/", {"do": "stay"})
    assert marketed() == []
    assert "ждёт вашего согласия" in visitor.open("/account/leave/")


def test_a_stranger_is_sent_to_log_in(visitor: Visitor) -> None:
    visitor.join("", "marketing")
    publish()
    assert Visitor().send(PATH, {"agree-marketing": "on"})[2].startswith("/account/sign-in/")
    assert marketed() == []


@pytest.mark.clause("8.1")
@pytest.mark.clause("11.5")
def test_whoever_acts_for_another_agrees_anew_for_them_and_it_says_so(visitor: Visitor) -> None:
    visitor.join()
    assert add(visitor)[0] == 302
    (address,) = find_pages(visitor)
    allow = {"set": "on", "agree": "on", "shown": read_switch(visitor.open(f"{address}consents/"), "marketing")}
    assert visitor.send(f"{address}consents/marketing/", allow)[0] == 302
    publish()
    page = visitor.open(f"{address}changes/")
    assert "agree-marketing" in page
    assert "agree-marketing" not in visitor.open(PATH), "hers is another page"
    sent = {"agree-marketing": "on", "shown-marketing": read_shown(page)}
    assert visitor.send(f"{address}changes/", sent)[::2] == (302, f"{address}changes/?renewed")
    with processing(Purpose.CONSENT_PROOF, company=Company.objects.get(slug="newskills"), reason="test"):
        (renewed,) = Consent.objects.filter(form="renewal")
    assert (renewed.purpose, renewed.hand) == ("marketing", Hand.REPRESENTATIVE)


def test_the_banner_costs_a_query_only_where_something_waits(
    visitor: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    visitor.join("", "marketing")
    company = Company.objects.get(slug="newskills")

    def read(queries: int) -> list[str]:
        with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
            person = DataSubject.objects.select_related("company").get()
        with django_assert_num_queries(queries):
            return [one.terms.key for one in read_stopped(person, now=clock.now())]

    assert read(0) == []
    publish()
    # Who is leaving; a savepoint begins, the purpose, the consents, the purpose ends, the savepoint ends.
    assert read(6) == ["marketing"]
