"""Very many courses on one site, made past the operations: their coming isn't measured. The first is the longest."""

from datetime import timedelta

TITLES = ("Python с нуля", "Анализ данных", "Графикалық дизайн", "Бухгалтерлік есеп", "Видео и монтаж", "Түс әліппесі")
PER_SECTION = 10


def make_catalog(courses: int, lessons: int) -> str:
    """So many courses on Lerna's own site, the first with so many lessons, the others with one section's; its key."""
    from lerna.companies.models import Company
    from lerna.kit import clock
    from lerna.kit.localized import Localized
    from lerna.school.catalogue.models import Course
    from lerna.school.catalogue.operations import bring_direction
    from lerna.school.catalogue.search.operations import index_stale

    company, now = Company.objects.get(slug="newskills"), clock.now()
    site = company.sites.get(key="lerna")
    names = ("Программирование", "Дизайн", "Управление")
    directions = [
        bring_direction(company=company, key=f"d{place}", title=Localized(name, name, name), place=place)
        for place, name in enumerate(names)
    ]
    made = Course.objects.bulk_create(
        Course(
            company=company, key=f"course-{number}", language="kk" if number % 2 else "ru",
            title=f"{TITLES[number % len(TITLES)]}, {number}", summary="Короткие уроки и задачи из жизни. " * 3,
            about="Почему так устроено и **как этим пользоваться**.\n\n" * 6, direction=directions[number % 3],
            hours=24, weeks=6, results=["Сделаете сами и поймёте почему"] * 5, audience=["Тем, кто начинает"] * 3,
            questions=[{"question": "Успею ли?", "answer": "Два вечера в неделю."}] * 4,
            published_at=now, created_at=now, changed_at=now,
        )
        for number in range(courses)
    )  # fmt: skip
    through = Course.sites.through
    through.objects.bulk_create(through(course=course, site=site) for course in made)
    _make_lessons(made[:1], lessons // PER_SECTION or 1)
    _make_lessons(made[1:], 1)
    _make_runs(made, clock.local_day(now) + timedelta(days=10))
    index_stale()
    return made[0].key


def make_covers() -> None:
    """A photo of its own for each course of the catalogue, made ready in its sizes."""
    import random
    from io import BytesIO

    from PIL import Image

    from lerna.kit import clock
    from lerna.school.catalogue.media import keep_file
    from lerna.school.catalogue.models import Course
    from lerna.school.catalogue.renditions.operations import PICTURES, prepare_due

    for number, course in enumerate(Course.objects.select_related("company").order_by("pk")):
        grains = Image.frombytes("RGB", (96, 54), random.Random(number).randbytes(96 * 54 * 3))  # noqa: S311 -- a picture
        written = BytesIO()
        grains.resize((1600, 900), Image.Resampling.BICUBIC).save(written, "JPEG", quality=85)
        course.cover = keep_file(company=course.company, content=written, name="cover.jpg", now=clock.now())
        course.save(update_fields=["cover"])
    for _ in prepare_due(PICTURES, clock.now):
        pass


def _make_lessons(courses: "list[Course]", sections: int) -> None:  # noqa: F821 -- imported once the path is known
    from lerna.kit import clock
    from lerna.school.catalogue.models import Lesson, LessonRevision, Section

    parts = Section.objects.bulk_create(
        Section(course=course, key=f"s{place}", title=f"Раздел {place + 1}", place=place)
        for course in courses for place in range(sections)
    )  # fmt: skip
    made = Lesson.objects.bulk_create(
        Lesson(course=part.course, section=part, key=f"{part.key}-l{place}", place=place, minutes=12,
               title=f"Урок {place + 1}: что видно сразу", is_free=part.place == place == 0)
        for part in parts for place in range(PER_SECTION)
    )  # fmt: skip
    blocks = [{"kind": "text", "key": str(place), "markdown": "Абзац **урока** с мыслью. " * 20} for place in range(8)]
    revisions = LessonRevision.objects.bulk_create(
        LessonRevision(lesson=lesson, number=1, title=lesson.title, blocks=blocks, made_at=clock.now())
        for lesson in made
    )
    for lesson, revision in zip(made, revisions, strict=True):
        lesson.published = revision
    Lesson.objects.bulk_update(made, ["published"], batch_size=1000)


def _make_runs(courses: "list[Course]", starts_on: "date") -> None:  # noqa: F821 -- likewise
    from lerna.school.catalogue.models import Offer, Run

    runs = Run.objects.bulk_create(
        Run(course=course, key=f"r{number}", starts_on=starts_on + timedelta(days=60 * number), seats=0)
        for course in courses for number in range(2)
    )  # fmt: skip
    Offer.objects.bulk_create(
        Offer(run=run, key=key, title=title, price=price, old_price=old, installment_months=months, place=place,
              includes=["Все уроки", "Сертификат"])
        for run in runs
        for place, (key, title, price, old, months) in enumerate(
            (("full", "С куратором", 89_000, 112_000, 6), ("solo", "Самостоятельно", 39_000, 0, 0))
        )
    )  # fmt: skip
