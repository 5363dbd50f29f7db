"""Files of a work that came back go on to its next version: each version's bytes are its own, and end with it."""

from uuid import uuid4

import pytest

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.erasing.plan import EVERYTHING
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.models import Ground
from lerna.privacy.subjects.models import DataSubject
from lerna.school.learning.assignments.files import (
    TooManyFilesError,
    WorkClosedError,
    keep_file,
    open_file,
    sweep_files,
)
from lerna.school.learning.assignments.models import State, Submission, SubmittedFile
from lerna.school.learning.assignments.operations import hand_in, save_draft
from lerna.school.learning.assignments.tests.conftest import NOW, POSTER, Studies, at_work, study
from lerna.school.learning.assignments.tests.test_files import DRAWING, LATER, attach, list_bytes
from lerna.school.learning.assignments.tests.test_reviewing import BACK, review

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def write(studies: Studies) -> Submission:
    return save_draft(
        enrollment=studies.enrollment, lesson=studies.lesson, assignment=POSTER, text="Плакат", link="", now=NOW
    )


def rework(studies: Studies, *names: str) -> tuple[Submission, list[SubmittedFile]]:
    """A draft after a version with these files came back."""
    draft = write(studies)
    files = [attach(draft, name) for name in names]
    review(hand_in(enrollment=studies.enrollment, lesson=studies.lesson, assignment=POSTER, now=NOW), BACK)
    return write(studies), files


def keep(draft: Submission, former: SubmittedFile) -> None:
    keep_file(submission=draft, former=former.pk, now=NOW)


def names_of(draft: Submission) -> list[str]:
    with at_work(draft.subject.company):
        return [str(one.name) for one in SubmittedFile.objects.filter(submission=draft)]


def test_a_kept_file_is_a_copy_of_its_own_and_kept_once(studies: Studies, newskills: Company) -> None:
    draft, (former,) = rework(studies, "Плакат.PNG")
    keep(draft, former)
    keep(draft, former)
    assert names_of(draft) == ["Плакат.PNG"]
    with at_work(newskills):
        copy = SubmittedFile.objects.get(submission=draft)
        assert open_file(copy) == open_file(SubmittedFile.objects.get(pk=former.pk)) == DRAWING
    first, second = list_bytes()
    assert first.read_bytes() != second.read_bytes()


def test_taking_the_copy_out_leaves_the_curators_version_whole(studies: Studies, newskills: Company) -> None:
    draft, (former,) = rework(studies, "Плакат.PNG")
    keep(draft, former)
    with at_work(newskills):
        SubmittedFile.objects.filter(submission=draft).delete()
    assert sweep_files(now=LATER) == 1
    with at_work(newskills):
        assert open_file(SubmittedFile.objects.get(pk=former.pk)) == DRAWING


@pytest.mark.clause("7.3")
def test_an_erasure_takes_the_bytes_of_every_version(studies: Studies, newskills: Company) -> None:
    draft, (former,) = rework(studies, "Плакат.PNG")
    keep(draft, former)
    run = start_erasure(
        company=newskills, people=[draft.subject_id], ground=Ground.DEMAND, actor=Actor.OPERATOR, now=NOW,
        ending=EVERYTHING,
    )  # fmt: skip
    list(continue_erasure(run=run, now=NOW))
    assert sweep_files(now=LATER) == 2
    assert list_bytes() == []


def test_nothing_of_anybody_elses_is_handed_on(studies: Studies, kerbez: Company, boris: DataSubject) -> None:
    theirs = attach(write(study(boris, kerbez)))
    draft, _ = rework(studies)
    keep(draft, theirs)
    keep_file(submission=draft, former=uuid4(), now=NOW)
    assert names_of(draft) == []


def test_what_was_handed_in_takes_no_file_of_the_version_before(studies: Studies) -> None:
    draft, (former,) = rework(studies, "Плакат.PNG")
    handed_in = hand_in(enrollment=studies.enrollment, lesson=studies.lesson, assignment=POSTER, now=NOW)
    assert (handed_in.pk, handed_in.state) == (draft.pk, State.HANDED_IN)
    with pytest.raises(WorkClosedError):
        keep(draft, former)
    assert names_of(draft) == []


def test_kept_files_count_among_the_most_that_are_taken(studies: Studies) -> None:
    draft, (former, *_others) = rework(studies, *(f"{number}.png" for number in range(5)))
    for number in range(5):
        attach(draft, f"new-{number}.png")
    with pytest.raises(TooManyFilesError):
        keep(draft, former)
    assert len(names_of(draft)) == 5
