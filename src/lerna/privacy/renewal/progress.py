"""A publication from where it is to its end: what the command and the job both do."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lerna.kit.clock import Clock
from lerna.privacy.renewal.models import Publication
from lerna.privacy.renewal.notices import tell_people
from lerna.privacy.renewal.operations import bring_into_force, stop_before


class Step(StrEnum):
    """What one transaction did."""

    STOPPED = "stopped"
    IN_FORCE = "in force"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Progress:
    """One transaction: consents that it stopped, the number of the version it brought into force, people it told."""

    step: Step
    count: int


def continue_publication(*, publication: Publication, clock: Clock) -> Iterator[Progress]:
    """Take the publication on, giving each step once it is committed. Left anywhere, it goes on from there.

    PublishingError as in `bring_into_force`.
    """
    if publication.version_id is None:
        for count in stop_before(publication=publication, clock=clock):
            yield Progress(Step.STOPPED, count)
        yield Progress(Step.IN_FORCE, bring_into_force(publication=publication, now=clock()).number)
    for count in tell_people(publication=publication, clock=clock):
        yield Progress(Step.TOLD, count)
