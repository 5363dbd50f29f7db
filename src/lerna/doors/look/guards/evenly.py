"""Answers that take the same while, so that time doesn't tell a stranger whether somebody is known."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]

WHILE = 0.6  # seconds; longer than a letter and its evidence take


def evenly(view: View) -> View:
    """A POST is answered no sooner than after the same while, whatever it found."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- a view's arguments
        started = time.monotonic()
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0.0, WHILE - (time.monotonic() - started)))
        return response

    return answer
