"""Files with a work: sealed under the person's key, and no kill between row and bytes loses one or leaves one behind.

The number of a file stands in `LooseFile` before its bytes are written, and leaves it in the transaction that keeps
their row; a trigger writes it there again when the row goes, by whatever hand: the learner's, a retention's, an
erasure's. With an erasure the key is gone too, so what lies there until the next sweep opens to nobody.
"""

from datetime import datetime, timedelta
from pathlib import PurePosixPath
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.envelope import Place, seal_bytes, unseal_bytes
from lerna.privacy.subjects.discovery import db_table
from lerna.privacy.subjects.processing import need_processing, processing
from lerna.school.catalogue.models import NAME_LENGTH
from lerna.school.learning.assignments.models import CONTENT, LooseFile, State, Submission, SubmittedFile, file_path
from lerna.school.learning.assignments.rules import ending_of, load_rules

_UPLOAD = timedelta(hours=1)  # longer than any upload that a server waits for


class FileRefusedError(Exception):
    """A file can't be taken; nothing of it is kept. The classes below say why."""


class FileTooLargeError(FileRefusedError):
    """It has more bytes than the rules take."""


class FileEmptyError(FileRefusedError):
    """It has no bytes at all."""


class FileKindError(FileRefusedError):
    """Its name ends in nothing that the rules name."""


class TooManyFilesError(FileRefusedError):
    """The version has as many files as the rules take."""


class WorkClosedError(Exception):
    """The version isn't a draft any more, or was never this person's; nothing was changed."""


def attach_file(*, submission: Submission, name: str, content: bytes, now: datetime) -> SubmittedFile:
    """Keeps a file with a draft. FileRefusedError, WorkClosedError: then there is no row, and the bytes are swept."""
    _check(name, len(content))
    company, file_id = submission.subject.company, uuid4()
    with transaction.atomic():
        LooseFile.objects.create(id=file_id, company=company, due_at=now + _UPLOAD)
    with processing(Purpose.LEARNING, company=company, reason="a file is sealed") as work:
        sealed = seal_bytes(
            content, key=work.keyring.key_of(submission.subject_id), place=_place(submission.subject_id, file_id)
        )
    default_storage.save(file_path(company.pk, str(file_id)), ContentFile(sealed))
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="a file is handed over"):
        _hold_draft(submission)
        if SubmittedFile.objects.filter(submission=submission).count() >= load_rules().most_files:
            raise TooManyFilesError
        LooseFile.objects.filter(pk=file_id).delete()
        file = SubmittedFile(
            id=file_id, subject_id=submission.subject_id, submission=submission, size=len(content), added_at=now,
            name=_own_name(name),
        )  # fmt: skip
        file.save(force_insert=True)
        return file


def keep_file(*, submission: Submission, former: UUID, now: datetime) -> None:
    """Hands a file of an earlier version on to the draft, as a copy sealed for its own place: what takes a row takes
    its bytes, and no other row's. Nothing where the draft has it or the work never did. FileRefusedError,
    WorkClosedError.
    """
    with processing(Purpose.LEARNING, company=submission.subject.company, reason="a file is handed on"):
        earlier = SubmittedFile.objects.filter(
            pk=former, submission__enrollment=submission.enrollment_id, submission__lesson=submission.lesson_id,
            submission__block=submission.block, submission__number__lt=submission.number,
        )  # fmt: skip
        there = {(str(one.name), one.size) for one in SubmittedFile.objects.filter(submission=submission)}
        wanted = [one for one in earlier if (str(one.name), one.size) not in there]
        contents = [(str(one.name), open_file(one)) for one in wanted]
    for name, content in contents:
        attach_file(submission=submission, name=name, content=content, now=now)


def remove_file(*, submission: Submission, file_id: UUID) -> None:
    """Takes a file out of a draft; its bytes go with the next sweep. WorkClosedError."""
    company = submission.subject.company
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="a file is taken out"):
        _hold_draft(submission)
        SubmittedFile.objects.filter(pk=file_id, submission=submission).delete()


def open_file(file: SubmittedFile) -> bytes:
    """Its bytes, unsealed, in the block of the caller's purpose. SealError where they were changed."""
    with default_storage.open(file_path(file.company_id, str(file.pk))) as stored:
        sealed = stored.read()
    key = need_processing("SubmittedFile").keyring.key_of(file.subject_id)
    return unseal_bytes(sealed, key=key, place=_place(file.subject_id, file.pk))


def sweep_files(*, now: datetime) -> int:
    """Deletes the bytes that no row holds; how many files. Killed at any point, the next sweep goes on."""
    swept = 0
    for file_id in LooseFile.objects.filter(due_at__lte=now).order_by("due_at", "pk").values_list("pk", flat=True):
        with transaction.atomic():
            for loose in LooseFile.objects.select_for_update(skip_locked=True).filter(pk=file_id):
                default_storage.delete(file_path(loose.company_id, str(loose.pk)))
                loose.delete()
                swept += 1
    return swept


def count_loose(*, now: datetime) -> int:
    """How many files the next sweep deletes. One query."""
    return LooseFile.objects.filter(due_at__lte=now).count()


def _check(name: str, size: int) -> None:
    rules = load_rules()
    if ending_of(name) not in rules.endings:
        raise FileKindError
    if size > rules.most_bytes:
        raise FileTooLargeError
    if not size:
        raise FileEmptyError


def _own_name(name: str) -> str:
    """Without folders, and short enough to be kept; its ending stays."""
    own = PurePosixPath(name.replace("\\", "/")).name
    return own if len(own) <= NAME_LENGTH else own[-NAME_LENGTH:]


def _hold_draft(submission: Submission) -> None:
    held = Submission.objects.select_for_update(of=("self",)).filter(pk=submission.pk, state=State.DRAFT)
    if not held.values_list("pk", flat=True):
        raise WorkClosedError


def _place(subject: UUID, file: UUID) -> Place:
    company = need_processing("SubmittedFile").company
    return Place(company.pk, db_table(SubmittedFile), CONTENT, subject, str(file))
