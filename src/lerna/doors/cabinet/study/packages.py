"""A package in its lesson: how far its learner is, and where it is played."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from django.utils.translation import get_language

from lerna.doors.cabinet.study.page import LessonPage
from lerna.doors.look.packages.addresses import play_address
from lerna.school.blocks.kinds import Package
from lerna.school.learning.packages.queries import Standing, list_standings

_MINUTE = 60  # seconds


def present_packages(page: LessonPage, packages: Sequence[Package]) -> Mapping[str, Mapping[str, Any]]:
    """Of all packages of a lesson, in two queries."""
    standings = list_standings(page.enrollment, page.lesson)
    return {package.key: _describe(page, package, standings.get(package.key)) for package in packages}


def _describe(page: LessonPage, package: Package, standing: Standing | None) -> dict[str, Any]:
    return {
        "address": play_address(
            page.request, package, language=get_language() or "ru", now=page.now, place=(page.enrollment, page.lesson)
        ),
        "is_kept": page.files.find(package.file) is not None,
        "is_done": package.key in page.done,
        "record": standing.record if standing else None,
        "best": None if standing is None or standing.percent is None else int(standing.percent),
        "minutes": ceil(standing.seconds / _MINUTE) if standing else 0,
        "silent": page.address("package_done", block=package.key) if standing and _is_silent(standing) else "",
    }


def _is_silent(standing: Standing) -> bool:
    return not standing.record.completion and not standing.record.success
