"""A course as search engines read it: schema.org's Course with its CourseInstances and Offers, as JSON-LD.

Vocabulary: https://schema.org/Course, https://schema.org/CourseInstance, https://schema.org/Offer,
https://schema.org/AggregateRating.
"""

import json
from typing import Any, cast

from django.utils.safestring import SafeString, mark_safe

from lerna.companies.models import Site
from lerna.doors.storefront.courses.addresses import write_path
from lerna.doors.storefront.courses.shown import RunShown, Shown
from lerna.kit.localized import LanguageCode
from lerna.kit.money import CURRENCY
from lerna.school.catalogue.queries import CoursePage
from lerna.school.catalogue.states import RunState
from lerna.school.feedback.models import MOST_STARS
from lerna.school.feedback.operations.reviews import Rating

_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}  # so that no text of an author's ends the element
_AVAILABILITY = {
    RunState.ANNOUNCED: "PreOrder",
    RunState.FULL: "SoldOut",
    RunState.CLOSED: "SoldOut",
    RunState.RUNNING: "SoldOut",
}


def describe_course(  # noqa: PLR0913 -- what the page says, and where it stands
    page: CoursePage, shown: Shown, site: Site, *, start: str, picture: str = "", rating: Rating
) -> SafeString:
    """The JSON-LD of a course's page; `start` and `picture` are absolute addresses. What isn't stated is left out."""
    course = page.course
    address = start + write_path(course, course.language)
    described = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": address,
        "url": address,
        "name": course.title,
        "description": course.summary or course.title,
        "image": picture,
        "inLanguage": course.language,
        "educationalLevel": course.level,
        "teaches": course.results,
        "coursePrerequisites": course.requirements,
        "timeRequired": f"PT{course.hours}H" if course.hours else "",
        "provider": {"@type": "EducationalOrganization", "name": site.brand_name, "url": f"{start}/"},
        "aggregateRating": _describe_rating(rating),
        "hasCourseInstance": [_describe_run(run, page) for run in shown.runs],
        "offers": [offer for run in shown.runs for offer in _describe_offers(run, address)],
        "syllabusSections": [
            {"@type": "Syllabus", "name": part.section.title, "position": number}
            for number, part in enumerate(page.outline, start=1)
        ],
    }
    written = json.dumps(_drop_unstated(described), ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(_ESCAPES))  # noqa: S308 -- escaped just now


def _describe_rating(rating: Rating) -> dict[str, Any] | str:
    """The mark that the page shows, of as many marks as were really given; nothing while they are too few."""
    if rating.mark is None:
        return ""
    return {
        "@type": "AggregateRating",
        "ratingValue": round(rating.mark, 1),
        "ratingCount": rating.count,
        "bestRating": MOST_STARS,
        "worstRating": 1,
    }


def _describe_run(shown: RunShown, page: CoursePage) -> dict[str, Any]:
    run, course = shown.run, page.course
    return {
        "@type": "CourseInstance",
        "courseMode": "Online",
        "inLanguage": course.language,
        "startDate": run.starts_on.isoformat() if run.starts_on else "",
        "endDate": run.ends_on.isoformat() if run.ends_on else "",
        "courseWorkload": f"PT{course.hours}H" if course.hours else "",
        "instructor": [
            {"@type": "Person", "name": teacher.name.in_language(cast("LanguageCode", course.language))}
            for teacher in page.teachers
        ],
    }


def _describe_offers(shown: RunShown, address: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "Offer",
            "name": price.offer.title,
            "category": "Paid" if price.offer.price else "Free",
            "price": price.offer.price,
            "priceCurrency": CURRENCY,
            "availability": f"https://schema.org/{_AVAILABILITY.get(shown.state, 'InStock')}",
            "availabilityStarts": shown.run.enroll_from.isoformat() if shown.run.enroll_from else "",
            "availabilityEnds": shown.run.enroll_until.isoformat() if shown.run.enroll_until else "",
            "url": address,
        }
        for price in shown.prices
    ]


def _drop_unstated(value: Any) -> Any:  # noqa: ANN401 -- JSON
    if isinstance(value, dict):
        return {name: _drop_unstated(one) for name, one in value.items() if one not in ("", [])}
    return [_drop_unstated(one) for one in value] if isinstance(value, list) else value
