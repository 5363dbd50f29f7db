"""Erases people by one of the peers and prints the seconds that this took. Runs in the peers' environment alone.

    python erase_as.py with_gdpr|with_assist destroy|anonymize PEOPLE NOTES

The server is named by libpq's own variables (PGHOST and so on). The people are new each time and alone in their tables.
Afterwards they are searched for: who still stands there makes the figure void.
"""

import sys
import time
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import django
from django.conf import settings

APPS = {
    "with_gdpr": ("gdpr", ("default", "bench_gdpr")),
    "with_assist": ("gdpr_assist", ("default", "bench_assist"), ("gdpr_log", "bench_assist_log")),
}
NAME = "Айгерим Серикова"
TEXT = "Хочет учиться дизайну; просит перезвонить после шести."


def main() -> None:
    app, way, people, notes = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    set_up(app)
    models = import_module(f"{app}.models")
    make_people(models, people, notes)
    erase = prepare_gdpr(models, way) if app == "with_gdpr" else prepare_assist(models, way)
    settle()
    start = time.perf_counter()
    erase()
    seconds = time.perf_counter() - start
    left = (models.Profile.objects.filter(name=NAME).count(), models.Note.objects.filter(text=TEXT).count())
    rows = models.Person.objects.count() + models.Profile.objects.count() + models.Note.objects.count()
    if any(left) or rows != (0 if way == "destroy" else people * (2 + notes)):
        raise SystemExit(f"{app} left {left[0]} names and {left[1]} texts in {rows} rows.")
    print(seconds)


def set_up(app: str) -> None:
    """Django with this one peer alone: each listens to what the whole process deletes."""
    library, *databases = APPS[app]
    settings.configure(
        SECRET_KEY="of a benchmark",  # noqa: S106 -- nothing is signed by it
        DATABASES={alias: {"ENGINE": "django.db.backends.postgresql", "NAME": name} for alias, name in databases},
        DATABASE_ROUTERS=["gdpr_assist.routers.EventLogRouter"] if app == "with_assist" else [],
        INSTALLED_APPS=["django.contrib.contenttypes", library, app],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
    from django.core.management import call_command

    for alias, _ in databases:
        call_command("migrate", verbosity=0, run_syncdb=True, database=alias)


def make_people(models: ModuleType, people: int, notes: int) -> None:
    """So many people, each with a profile and so many notes, and nobody else."""
    from django.apps import apps
    from django.db import connections, router
    from django.utils import timezone

    for model in apps.get_models():
        if model._meta.app_label != "contenttypes":
            with connections[router.db_for_write(model)].cursor() as cursor:
                cursor.execute(f'truncate "{model._meta.db_table}" cascade')
    now = timezone.now()
    persons = models.Person.objects.bulk_create([models.Person(created_at=now) for _ in range(people)])
    models.Profile.objects.bulk_create([models.Profile(person=person, name=NAME) for person in persons])
    models.Note.objects.bulk_create(
        [models.Note(person=person, text=TEXT, written_at=now) for person in persons for _ in range(notes)]
    )


def prepare_gdpr(models: ModuleType, way: str) -> Callable[[], object]:
    """A legal reason for each person that has expired; what its nightly job calls, ends them."""
    from datetime import timedelta

    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from gdpr.models import LegalReason

    about = ContentType.objects.get_for_model(models.Person)
    past = timezone.now() - timedelta(days=1)
    LegalReason.objects.bulk_create(
        LegalReason(
            issued_at=past,
            expires_at=past,
            purpose_slug=way,
            source_object_content_type=about,
            source_object_id=str(number),
        )
        for number in models.Person.objects.values_list("pk", flat=True)
    )
    return LegalReason.objects.expire_old_consents


def prepare_assist(models: ModuleType, way: str) -> Callable[[], object]:
    """Its own deletion, which logs each row; or its bulk way over each model, as its command `anonymise_db` does."""
    if way == "destroy":
        return lambda: models.Person.objects.all().delete()
    return lambda: [model.objects.all().anonymise() for model in (models.Profile, models.Note)]


def settle() -> None:
    """What autovacuum would have done by the time."""
    from django.db import connections

    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("vacuum analyze")


if __name__ == "__main__":
    main()
