"""Whom a publication would touch, said before anything is done; and the commands that say it and do it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from lerna.companies.models import Company
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.importer.drafts import write_draft
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.renewal.models import Publication
from lerna.privacy.renewal.queries import Preview, preview_publication
from lerna.privacy.renewal.tests.conftest import LATER, NEW_WORDS, NOW, agree, join, publish, reword, start
from lerna.privacy.renewal.tests.test_publish import list_purposes
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def run(*words: str, language: str = "en") -> str:
    out = StringIO()
    with translation.override(language):
        call_command(*words, stdout=out)
    return out.getvalue()


@pytest.mark.clause("11.5")
def test_it_counts_people_by_purpose_and_changes_nothing(
    newskills: Company, aigerim: DataSubject, boris: DataSubject
) -> None:
    join(newskills, email="told@example.kz")
    both = join(newskills, Purpose.MARKETING, Purpose.PERSONAL_OFFERS, email="both@example.kz")
    document = reword(newskills, NEW_WORDS | {"что подходит вам": "что очень подходит вам"})
    preview = preview_publication(newskills, document)
    # Answering an application is stated by the same item as personal offers: 7.1-а.
    assert preview == Preview({Purpose.CONSULTING: 3, Purpose.MARKETING: 2, Purpose.PERSONAL_OFFERS: 1}, 3, 3)
    assert list_purposes(aigerim) == ["consulting", "marketing"]
    assert list_purposes(both) == ["consulting", "marketing", "personal-offers"]
    assert list_purposes(boris) == ["consulting", "marketing"]
    assert not Publication.objects.exists()


def test_who_agreed_to_words_that_stay_loses_nothing(newskills: Company, aigerim: DataSubject) -> None:
    """Also where an older consent of theirs to the same purpose is outdated."""
    first = publish(newskills)
    agree(aigerim, Purpose.MARKETING, now=LATER)
    assert first.number == 2
    again = reword(newskills, NEW_WORDS | {"мы убеждаемся, что он исходит": "мы сначала убеждаемся, что он исходит"})
    assert preview_publication(newskills, again) == Preview({}, 0, 1)
    assert preview_publication(newskills, again).only_told == 1


def test_the_blocked_and_those_who_withdrew_are_not_counted(newskills: Company, aigerim: DataSubject) -> None:
    blocked = join(newskills, Purpose.MARKETING, email="blocked@example.kz")
    block(subject=blocked, actor=Actor.STAFF, now=NOW)
    withdraw(
        subject=aigerim, purposes=[Purpose.MARKETING], channel=Channel.CABINET, hand=Hand.PERSON, site="lerna", now=NOW
    )
    assert preview_publication(newskills, reword(newskills, NEW_WORDS)) == Preview({}, 0, 1)


@pytest.mark.clause("11.5")
def test_the_command_says_whom_first_and_does_nothing_when_asked_only_that(
    newskills: Company, aigerim: DataSubject
) -> None:
    write_draft("newskills", reword(newskills, NEW_WORDS))
    said = run("policy", "publish", "--company", "newskills", "--dry-run")
    assert "People who get a letter: 1. For 1 of them something stops until they agree anew." in said
    assert "News and special offers: 1\n" in said
    assert PolicyVersion.objects.filter(company=newskills).count() == 1
    assert list_purposes(aigerim) == ["consulting", "marketing"]


def test_the_command_publishes_and_leaves_the_letters_to_the_worker(newskills: Company, aigerim: DataSubject) -> None:
    write_draft("newskills", reword(newskills, NEW_WORDS))
    said = run("policy", "publish", "--company", "newskills", language="ru")
    assert "Новости и акции: 1\n" in said
    assert "Прекращено согласий: 1." in said
    assert list_purposes(aigerim) == ["consulting"]
    assert "version 2 is in force; 0 people are told so far" in run("renewal", "continue", "--dry-run")
    assert "newskills: 1 people told" in run("renewal", "continue")
    assert "No publication is under way." in run("renewal", "continue")


def test_the_command_goes_on_with_what_was_cut_short(newskills: Company, aigerim: DataSubject) -> None:
    start(newskills)
    assert "it still stops something for 1 people" in run("renewal", "continue", "--dry-run")
    said = run("renewal", "continue")
    assert said.splitlines() == [
        "newskills: 1 consents ended", "newskills: version 2 is in force", "newskills: 1 people told",
    ]  # fmt: skip
    assert list_purposes(aigerim) == ["consulting"]


def test_a_file_that_cant_be_read_touches_nobody(aigerim: DataSubject, tmp_path: Path) -> None:
    file = tmp_path / "policy.md"
    file.write_text("hello\n")
    with pytest.raises(SystemExit):
        run("policy", "publish", "--company", "newskills", "--file", str(file))
    assert not Publication.objects.exists()
    assert list_purposes(aigerim) == ["consulting", "marketing"]
