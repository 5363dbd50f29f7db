"""Which quizzes there are, and how the questions of each do: numbers of people, and nobody's name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lerna.accounts.queries import Account
from lerna.doors.desk.pages import render_page
from lerna.doors.look.blocks.text import render_line
from lerna.doors.look.signed_in import needs_role_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.quizzes.statistics import LEAST, list_quizzes, read_statistics

PAGE = "quizzes"


@needs_role_for(Purpose.LEARNING)
@require_safe
def quizzes(request: HttpRequest, account: Account) -> HttpResponse:
    """Every published quiz of the company."""
    found = [{"lesson": lesson, "quiz": quiz} for lesson, quiz in list_quizzes(account.subject.company_id)]
    return render_page(request, account, PAGE, "desk/quizzes/list.html", {"quizzes": found})


@needs_role_for(Purpose.LEARNING)
@require_safe
def quiz(request: HttpRequest, account: Account, lesson: int, block: str) -> HttpResponse:
    """Its questions: how hard each is, whether it tells who knows, which wrong choice is taken."""
    company = account.subject.company
    every = ((one, quiz) for one, quiz in list_quizzes(company.pk) if (one.pk, quiz.key) == (lesson, block))
    found = next(every, None)
    if found is None:
        raise Http404
    with processing(Purpose.LEARNING, company=company, reason="how the questions of a quiz do"):
        items = [
            {
                "item": item,
                "text": render_line(item.question.text),
                "choices": [(render_line(choice.text), choice.is_right, count) for choice, count in item.choices],
            }
            for item in read_statistics(*found)
        ]
    context = {"lesson": found[0], "quiz": found[1], "items": items, "least": LEAST}
    return render_page(request, account, PAGE, "desk/quizzes/quiz.html", context)
