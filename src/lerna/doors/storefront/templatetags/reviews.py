"""What those who studied a course say of it, on the course's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Course
from lerna.school.feedback.operations.reviews import Rating, read_rating
from lerna.school.feedback.queries import Shown, list_reviews

register = template.Library()


@dataclass(frozen=True, slots=True)
class Reviews:
    """The course's mark of five, and the latest reviews."""

    rating: Rating
    latest: Sequence[Shown]


@register.inclusion_tag("storefront/courses/reviews.html")
def reviews_of(course: Course, company: Company) -> dict[str, Any]:
    """The latest reviews and the mark, read by the permission of those who wrote them; whoever withdraws it is gone
    here too. Three queries, and one for a course without any.
    """
    with processing(Purpose.LEARNING, company=company, reason="reviews stand on a course's page"):
        rating = read_rating(course)
        return {"reviews": Reviews(rating, list_reviews(course) if rating.count else ())}
