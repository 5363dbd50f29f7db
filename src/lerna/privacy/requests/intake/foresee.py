"""What will become of a letter, by its words and marks alone; what was stored before isn't looked at."""

from collections.abc import Mapping

from lerna.privacy.letters.wire.returns import NoReportError, Report, read_report
from lerna.privacy.requests.intake.meaning.understand import Understood, understand
from lerna.privacy.requests.intake.meaning.words import IntakeWords
from lerna.privacy.requests.intake.models import Outcome
from lerna.privacy.requests.intake.reading.letter import Letter, Ours
from lerna.privacy.requests.intake.reading.traffic import Nature


def foresee(
    content: bytes, letter: Letter, words: IntakeWords, sites: Mapping[str, str], ours: Ours
) -> tuple[Outcome, Understood]:
    """The outcome, and what was understood."""
    understood = understand(letter, words, sites, ours.marks)
    return _sort(content, letter, understood), understood


def find_report(content: bytes, letter: Letter) -> Report | None:
    """What a mail server reports about one of our letters (RFC 3464); None where this is no such report."""
    if letter.nature is not Nature.RETURN:
        return None
    try:
        return read_report(content)
    except NoReportError:
        return None


def _sort(content: bytes, letter: Letter, understood: Understood) -> Outcome:
    if letter.nature is Nature.OWN:
        return Outcome.OWN
    if find_report(content, letter):
        return Outcome.RETURNED
    if letter.nature is Nature.MACHINE and letter.answers:
        return Outcome.AUTOMATIC
    if not understood.concerns_us:
        return Outcome.ELSEWHERE
    return Outcome.REQUEST if understood.kind else Outcome.DESK
