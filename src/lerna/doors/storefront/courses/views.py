"""The catalogue, a course, a lesson to try, a program. All of it opens to anybody and asks for nothing (clause 4.3)."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.http import require_safe

from lerna.companies.models import Site
from lerna.doors.look.addresses import build_site_address, get_site
from lerna.doors.look.blocks.files import gather_files
from lerna.doors.look.blocks.showing import show_block
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.kept import send_kept
from lerna.doors.look.media.addresses import address_for_lesson
from lerna.doors.look.media.pictures import show_public
from lerna.doors.look.signed_in import read_person
from lerna.doors.storefront.courses.addresses import find_addresses
from lerna.doors.storefront.courses.filters import CatalogForm, Chosen
from lerna.doors.storefront.courses.reviews import read_reviews, show_reviews
from lerna.doors.storefront.courses.seats import count_taken
from lerna.doors.storefront.courses.shown import Shown, show_course
from lerna.doors.storefront.courses.structured import describe_course
from lerna.doors.storefront.courses.studying import find_studying
from lerna.doors.storefront.courses.words import KEPT
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.kinds import Quiz
from lerna.school.blocks.stored import read_blocks
from lerna.school.catalogue.models import Course, Program
from lerna.school.catalogue.queries import (
    find_course,
    find_free_lesson,
    find_program,
    list_directions,
    list_outline,
    list_programs,
    list_runs,
    order_courses,
    read_course,
    search_courses,
)
from lerna.school.catalogue.search.queries import find_courses, find_programs
from lerna.school.catalogue.stamps import stamp_course
from lerna.school.learning.queries import count_seats_taken
from lerna.school.learning.quizzes.practice import may_be_practiced

PER_PAGE = 12


@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    """The site's courses, found by words and filters; the address says which."""
    site, today, language = get_site(request), clock.local_day(clock.now()), read_language()
    directions = list(list_directions(site))
    form = CatalogForm(request.GET, directions=directions)
    courses = order_courses(_find(site, form, today), form.order_by, language=language)
    page = Paginator(courses, PER_PAGE).get_page(request.GET.get("page"))
    shown = _show(site, page.object_list, today)
    context = {
        "form": form,
        "page": page,
        "directions": directions,
        "chosen": list(form.list_chosen()),
        "looser": () if page.object_list else tuple(_count_looser(site, form, today)),
        "shown": shown,
        "pictures": show_public(one.course.cover for one in shown),
        "programs": _find_programs(site, form) if page.number == 1 else (),
    }
    return render(request, "storefront/courses/catalog.html", context)


@require_safe
def course(request: HttpRequest, key: str) -> HttpResponse:
    """All that somebody should know before applying; whoever studies it already finds where they stopped."""
    site, now, language = get_site(request), clock.now(), read_language()
    today = clock.local_day(now)
    start, found = build_site_address(request, site), find_course(site, key)
    if found is None:
        raise Http404
    person, stamp = read_person(request), stamp_course(site, found)
    with processing(Purpose.LEARNING, company=site.company, reason="a course's page: seats, reviews, the way on"):
        taken = count_seats_taken(found) if stamp.is_limited else {}
        reviews = read_reviews(found)
        studying = find_studying(person, found, now=now) if person else None

    def read() -> dict[str, object]:
        page = read_course(site, found, today=today)
        course = page.course
        shown = show_course(course, page.runs, taken=taken, today=today, language=language)
        addresses = find_addresses(request, site, course, page.translations)
        pictures = show_public([course.cover, *(teacher.photo for teacher in page.teachers)])
        cover = pictures.get(course.cover_id or 0)
        picture = start + cover.address if cover else ""
        return {
            "page": page,
            "shown": shown,
            "studying": studying,
            "lessons": sum(len(part.lessons) for part in page.outline),
            "free": next((lesson for part in page.outline for lesson in part.lessons if lesson.is_free), None),
            "canonical": addresses.canonical,
            "alternates": addresses.alternates,
            "picture": picture,
            "pictures": pictures,
            "structured": describe_course(page, shown, site, start=start, picture=picture, rating=reviews.rating),
        }

    response = send_kept(
        request,
        "storefront/courses/course.html",
        key=(site.pk, start, request.get_full_path(), language, today, taken, reviews.rating, studying, stamp),
        read=read,
        holes={"reviews": show_reviews(reviews)},
    )
    return _tell_caches(response, is_own=studying is not None)


@require_safe
def free_lesson(request: HttpRequest, key: str, lesson_key: str) -> HttpResponse:
    """A lesson that anybody may read; what is handed in and checked is left to those who study."""
    site, now = get_site(request), clock.now()
    lesson = find_free_lesson(site, key, lesson_key)
    if lesson is None or lesson.published is None:
        raise Http404
    blocks = read_blocks(lesson.published.blocks)
    files = gather_files(site.company, lesson.published.blocks, address_for_lesson(lesson.pk, now=now), now)
    lessons = [each for part in list_outline(lesson.course) for each in part.lessons]
    place = [each.pk for each in lessons].index(lesson.pk)
    context = {
        "lesson": lesson,
        "course": lesson.course,
        "files": files,
        "blocks": [
            (block, html)
            for at, block in enumerate(blocks)
            if (html := show_block(block, files, is_first=at == 0)) or block.KIND in KEPT
        ],
        "practiced": {block.key for block in blocks if isinstance(block, Quiz) and may_be_practiced(block)},
        "number": place + 1,
        "lessons": len(lessons),
        "next": next((each for each in lessons[place + 1 :] if each.is_free), None),
    }
    return render(request, "storefront/courses/lesson.html", context)


@require_safe
def program(request: HttpRequest, key: str) -> HttpResponse:
    """Several courses that lead to one goal."""
    site, today = get_site(request), clock.local_day(clock.now())
    found = find_program(site, key)
    if found is None:
        raise Http404
    program_, courses = found
    context = {
        "program": program_,
        "shown": _show(site, courses, today),
        "pictures": show_public(each.cover for each in courses),
        "weeks": sum(each.weeks for each in courses),
        "hours": sum(each.hours for each in courses),
    }
    return render(request, "storefront/courses/program.html", context)


def _tell_caches(response: HttpResponse, *, is_own: bool) -> HttpResponse:
    """A stranger's page is every stranger's, a learner's own is nobody else's."""
    patch_vary_headers(response, ["Cookie"])
    if is_own:
        add_never_cache_headers(response)
    return response


def _find(site: Site, form: CatalogForm, today: date, *, without: str = "") -> QuerySet[Course]:
    """What the form asks for, but for one thing that it asks."""
    courses = search_courses(site, form.read_wanted(without=without), today=today)
    words = form.words if without != "q" else ""
    return find_courses(courses, words) if words else courses


def _find_programs(site: Site, form: CatalogForm) -> Iterable[Program]:
    """Those that the words find, all of them without any; none where a filter asks for what only a course has."""
    if form.typed.keys() - {"q", "order"}:
        return ()
    programs = list_programs(site)
    return find_programs(programs, form.words).order_by("-rank", "title", "key") if form.words else programs


def _count_looser(site: Site, form: CatalogForm, today: date) -> Iterator[tuple[Chosen, int]]:
    """What dropping each of several wishes would show, where it would show anything; some queries for each."""
    asked = [*form.list_chosen(), *form.list_words()]
    for one in asked if len(asked) > 1 else ():
        if count := _find(site, form, today, without=one.name).count():
            yield one, count


def _show(site: Site, courses: Iterable[Course], today: date) -> list[Shown]:
    listed = list(courses)
    runs, language = list_runs(listed, today=today), read_language()
    taken = count_taken(site.company, [each.run for found in runs.values() for each in found])
    return [show_course(each, runs[each.pk], taken=taken, today=today, language=language) for each in listed]
