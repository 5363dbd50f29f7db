"""A learner's files: sealed, limited, and never in between, whenever the process dies."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.erasing.plan import EVERYTHING
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.models import Ground, Stage
from lerna.privacy.subjects.crypto.envelope import SealError
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.models import DataSubject
from lerna.school.learning.assignments import files as room
from lerna.school.learning.assignments.files import (
    FileEmptyError,
    FileKindError,
    FileRefusedError,
    FileTooLargeError,
    TooManyFilesError,
    WorkClosedError,
    attach_file,
    open_file,
    remove_file,
    sweep_files,
)
from lerna.school.learning.assignments.models import LooseFile, Submission, SubmittedFile
from lerna.school.learning.assignments.operations import hand_in, save_draft
from lerna.school.learning.assignments.queries import NoSuchWorkError, read_submitted_file
from lerna.school.learning.assignments.tests.conftest import NOW, POSTER, Studies, at_work

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DRAWING = b"\x89PNG a drawing of Aigerim's"
LATER = max(NOW, clock.now()) + timedelta(days=2)  # the trigger goes by the database's clock


@pytest.fixture
def draft(studies: Studies) -> Submission:
    return save_draft(
        enrollment=studies.enrollment, lesson=studies.lesson, assignment=POSTER, text="Плакат", link="", now=NOW
    )


def list_bytes() -> list[Path]:
    return [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def attach(draft: Submission, name: str = "Плакат.PNG", content: bytes = DRAWING) -> SubmittedFile:
    return attach_file(submission=draft, name=name, content=content, now=NOW)


def test_bytes_lie_sealed_and_come_back_whole(draft: Submission, newskills: Company) -> None:
    file = attach(draft)
    (path,) = list_bytes()
    assert DRAWING not in path.read_bytes()
    assert "лакат" not in str(path)
    with at_work(newskills):
        assert open_file(SubmittedFile.objects.get(pk=file.pk)) == DRAWING
    assert read_submitted_file(newskills, file.pk, of=draft.subject_id) == ("Плакат.PNG", DRAWING, draft.subject_id)
    assert not LooseFile.objects.exists()


def test_bytes_put_in_the_place_of_others_do_not_open(draft: Submission, newskills: Company) -> None:
    attach(draft)
    first = list_bytes()[0]
    other = attach(draft, content=b"another")
    (second,) = set(list_bytes()) - {first}
    second.write_bytes(first.read_bytes())
    with at_work(newskills), pytest.raises(SealError):
        open_file(SubmittedFile.objects.get(pk=other.pk))


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("вирус.exe", b"MZ", FileKindError),
        ("плакат", b"1", FileKindError),
        ("плакат.png", b"", FileEmptyError),
        ("плакат.png", b"1" * 20_000_001, FileTooLargeError),
    ],
)
def test_what_the_rules_refuse_leaves_nothing(
    draft: Submission, name: str, content: bytes, fault: type[FileRefusedError]
) -> None:
    with pytest.raises(fault):
        attach(draft, name, content)
    assert list_bytes() == []
    assert not LooseFile.objects.exists()


def test_one_file_more_than_the_rules_take_is_swept_away(draft: Submission, newskills: Company) -> None:
    for number in range(5):
        attach(draft, f"{number}.png")
    with pytest.raises(TooManyFilesError):
        attach(draft, "шестой.png")
    assert sweep_files(now=LATER) == 1
    assert len(list_bytes()) == 5
    with at_work(newskills):
        assert SubmittedFile.objects.count() == 5


def test_a_file_that_is_taken_out_goes_with_the_next_sweep(draft: Submission) -> None:
    file = attach(draft)
    remove_file(submission=draft, file_id=file.pk)
    assert sweep_files(now=LATER) == 1
    assert list_bytes() == []


def test_nothing_is_added_to_or_taken_from_what_was_handed_in(draft: Submission, studies: Studies) -> None:
    file = attach(draft)
    hand_in(enrollment=studies.enrollment, lesson=studies.lesson, assignment=POSTER, now=NOW)
    with pytest.raises(WorkClosedError):
        attach(draft)
    with pytest.raises(WorkClosedError):
        remove_file(submission=draft, file_id=file.pk)
    assert sweep_files(now=LATER) == 1  # what was tried
    assert len(list_bytes()) == 1


class KilledError(Exception):
    """The process died here."""


@pytest.mark.parametrize("where", ["seal_bytes", "_hold_draft"])
def test_killed_between_bytes_and_row_nothing_is_left(
    draft: Submission, newskills: Company, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def die(*_args: object, **_kwargs: object) -> None:
        raise KilledError

    monkeypatch.setattr(room, where, die)
    with pytest.raises(KilledError):
        attach(draft)
    assert sweep_files(now=NOW) == 0  # it might still be on its way
    assert sweep_files(now=LATER) == 1
    assert list_bytes() == []
    with at_work(newskills):
        assert not SubmittedFile.objects.exists()


def test_killed_in_the_sweep_the_next_one_goes_on(draft: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    remove_file(submission=draft, file_id=attach(draft).pk)

    def die(_self: object) -> None:
        raise KilledError

    monkeypatch.setattr(LooseFile, "delete", die)  # the bytes are gone by then, the number isn't
    with pytest.raises(KilledError):
        sweep_files(now=LATER)
    monkeypatch.undo()
    assert sweep_files(now=LATER) == 1
    assert list_bytes() == []


@pytest.mark.clause("7.3")
def test_an_erasure_takes_the_bytes_too(draft: Submission, newskills: Company) -> None:
    """It deletes rows by their tables and knows nothing of files; a trigger hears of it."""
    attach(draft)
    run = start_erasure(
        company=newskills, people=[draft.subject_id], ground=Ground.DEMAND, actor=Actor.OPERATOR, now=NOW,
        ending=EVERYTHING,
    )  # fmt: skip
    assert [batch.stage for batch in continue_erasure(run=run, now=NOW)][-1:] == [Stage.VERIFIED]
    assert len(list_bytes()) == 1
    with pytest.raises(MissingKeyError), at_work(newskills) as work:  # until the sweep they open to nobody
        work.keyring.key_of(draft.subject_id)
    assert sweep_files(now=LATER) == 1
    assert list_bytes() == []


def test_a_draft_is_nobodys_but_the_learners(
    draft: Submission, studies: Studies, newskills: Company, kerbez: Company, boris: DataSubject
) -> None:
    file = attach(draft)
    for company, of in ((newskills, None), (kerbez, None), (kerbez, boris.pk), (newskills, UUID(int=7))):
        with pytest.raises(NoSuchWorkError):
            read_submitted_file(company, file.pk, of=of)
    hand_in(enrollment=studies.enrollment, lesson=studies.lesson, assignment=POSTER, now=NOW)
    assert read_submitted_file(newskills, file.pk)[1] == DRAWING
    with pytest.raises(NoSuchWorkError):
        read_submitted_file(kerbez, file.pk)


def test_where_files_lie_is_not_where_the_courses_files_lie(draft: Submission) -> None:
    attach(draft)
    assert default_storage.listdir("")[0] == ["learners"]
