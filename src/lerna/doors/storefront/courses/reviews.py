"""What those who studied a course say of it, on the course's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lerna.school.catalogue.models import Course
from lerna.school.feedback.operations.reviews import Rating, read_rating
from lerna.school.feedback.queries import Shown, list_reviews


@dataclass(frozen=True, slots=True)
class Reviews:
    """The course's mark of five, and the latest reviews."""

    rating: Rating
    latest: Sequence[Shown]


def read_reviews(course: Course) -> Reviews:
    """The latest reviews and the mark, read by the permission of those who wrote them: whoever withdraws it is gone
    here too. In the block of learning. Two queries, one for a course without any.
    """
    rating = read_rating(course)
    return Reviews(rating, list_reviews(course) if rating.count else ())


def show_reviews(reviews: Reviews) -> SafeString:
    """The same as a part of the page. No query."""
    return render_to_string("storefront/courses/reviews.html", {"reviews": reviews})
