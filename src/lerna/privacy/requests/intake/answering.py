"""When a machine answers a letter and when not: once a day to one sender, so many in an hour to all (RFC 3834, 2).

An answer that is held back goes out later by itself, because without its code nobody can confirm their demand.
"""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.identity.codes import NoMoreCodesError
from lerna.privacy.requests.intake.meaning.words import load_words
from lerna.privacy.requests.intake.models import Taken
from lerna.privacy.requests.intake.queries import count_answers, count_latest_answers, list_held
from lerna.privacy.requests.models import Request, State
from lerna.privacy.requests.operations import WrongStateError, send_code_again
from lerna.privacy.subjects.processing import processing

ANSWERED_TODAY = "answered-today"
TOO_MANY = "too-many"
HELD = frozenset({ANSWERED_TODAY, TOO_MANY})


def find_silence(company: Company, address: str, now: datetime) -> str:
    """Why this sender isn't answered now; empty where they are. Three queries."""
    words = load_words()
    if count_answers(company, address, now) >= words.answers_a_day:
        return ANSWERED_TODAY
    return TOO_MANY if count_latest_answers(company, now) >= words.answers_an_hour else ""


def answer_held(*, company: Company, now: datetime) -> int:
    """Sends the answers that were held back and may go now, the oldest first; gives how many. A transaction each."""
    return sum(_answer(company, taken.pk, now) for taken in list_held(company))


def _answer(company: Company, taken_id: int, now: datetime) -> bool:
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="an answer was held back"):
        rows = Taken.objects.select_for_update(skip_locked=True).filter(pk=taken_id).exclude(held_at=None)
        held = [row.request for row in rows if row.request]
        waiting = list(Request.objects.filter(pk__in=held, state=State.RECEIVED))
        if any(find_silence(company, request.email or "", now) for request in waiting):
            return False
        for request in waiting:
            with suppress(WrongStateError, NoMoreCodesError):  # then a person has looked after it
                send_code_again(company=company, request_id=request.pk, now=now)
        Taken.objects.filter(pk=taken_id).update(held_at=None)
        return bool(waiting)
