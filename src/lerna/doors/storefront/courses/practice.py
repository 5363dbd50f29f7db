"""A quiz of a free lesson, to try without an account: answers are checked here, and kept nowhere."""

import re
import secrets
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lerna.companies.models import Site
from lerna.doors.look.addresses import get_site
from lerna.doors.look.blocks.files import Files, gather_files
from lerna.doors.look.media.addresses import address_for_lesson
from lerna.doors.look.quizzes.fields import read_fields
from lerna.doors.look.quizzes.questions import show_questions
from lerna.doors.look.quizzes.results import show_results, write_points
from lerna.kit import clock
from lerna.school.blocks.kinds import Quiz
from lerna.school.blocks.stored import write_value
from lerna.school.catalogue.models import Lesson
from lerna.school.catalogue.queries import find_free_lesson
from lerna.school.learning.quizzes.practice import Practiced, may_be_practiced, practice
from lerna.school.learning.quizzes.queries import read_quiz

_UNREADABLE = 422
_SEED_BYTES = 8
_SEED = re.compile(rf"[0-9a-f]{{{2 * _SEED_BYTES}}}")


@csrf_exempt  # it changes nothing and knows nobody; the token would be a cookie, and none is set here
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice_quiz(request: HttpRequest, key: str, lesson_key: str, block: str) -> HttpResponse:
    """The questions; sent, what each answer is worth and why."""
    site, seed = get_site(request), request.POST.get("seed", "")
    lesson, quiz = _need(site, key, lesson_key, block)
    is_sent = _SEED.fullmatch(seed) is not None
    given, seed = (read_fields(request.POST), seed) if is_sent else ({}, secrets.token_hex(_SEED_BYTES))
    practiced, files = practice(quiz, given, seed=seed), _find_files(site, lesson, quiz)
    context: dict[str, Any] = {"lesson": lesson, "course": lesson.course, "quiz": quiz}
    if is_sent and not practiced.refused:
        context |= _describe(practiced) | {"results": show_results(practiced.sheet, files, may_see_right=True)}
        return render(request, "storefront/courses/practice_result.html", context)
    context |= {
        "seed": seed,
        "questions": show_questions(practiced.sheet, files, given, practiced.refused),
        "refused": len(practiced.refused),
    }
    return render(request, "storefront/courses/practice.html", context, status=_UNREADABLE if is_sent else 200)


def _need(site: Site, key: str, lesson_key: str, block: str) -> tuple[Lesson, Quiz]:
    """A quiz of a free lesson that counts for nothing; Http404 for any other."""
    lesson = find_free_lesson(site, key, lesson_key)
    quiz = read_quiz(lesson.published, block) if lesson else None
    if lesson is None or quiz is None or not may_be_practiced(quiz):
        raise Http404
    return lesson, quiz


def _find_files(site: Site, lesson: Lesson, quiz: Quiz) -> Files:
    now = clock.now()
    return gather_files(site.company, write_value(quiz), address_for_lesson(lesson.pk, now=now), now)


def _describe(practiced: Practiced) -> dict[str, Any]:
    """What all answers together are worth."""
    earned = sum((asked.mark.points_of(asked.question) for asked in practiced.sheet), Decimal())
    possible = Decimal(sum(asked.question.points for asked in practiced.sheet))
    return {
        "earned": write_points(earned),
        "possible": write_points(possible),
        "percent": int(100 * earned / possible) if possible else 100,
    }
