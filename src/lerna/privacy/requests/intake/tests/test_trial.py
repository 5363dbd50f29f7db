"""What must become of each letter of the trial, by its words and marks."""

import pytest

from lerna.privacy.requests.intake.foresee import foresee
from lerna.privacy.requests.intake.meaning.words import load_words
from lerna.privacy.requests.intake.reading.letter import read_letter
from lerna.privacy.requests.intake.trial.build import Trial, list_trials
from lerna.privacy.requests.intake.trial.page import OURS, PAGE, SITES, write_page


def test_there_are_enough_of_them_and_none_twice() -> None:
    names = [trial.name for trial in list_trials()]
    assert len(names) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.clause("6.4")
@pytest.mark.parametrize("trial", list_trials(), ids=lambda trial: trial.name)
def test_a_letter_is_understood(trial: Trial) -> None:
    letter = read_letter(trial.content, OURS)
    outcome, found = foresee(trial.content, letter, load_words(), SITES, OURS)
    assert (outcome, found.kind, found.language) == (trial.outcome, trial.kind, trial.language), found.kinds
    if outcome == "desk":
        assert found.doubt == trial.doubt
    assert found.purposes == trial.purposes
    assert not trial.site or found.site == trial.site
    assert not trial.phone or found.phone == trial.phone
    assert not trial.person or found.name == trial.person


def test_the_page_of_letters_is_current() -> None:
    assert PAGE.read_text() == write_page(), "run ./lerna docs, which writes it anew"
