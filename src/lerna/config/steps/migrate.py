"""As the owner: migrations, compiled translations, collected static files. Does only what is due."""

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate() -> int:
    """Applies the migrations that are due; how many there were."""
    executor = MigrationExecutor(connection)
    due = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if due:
        call_command("migrate", verbosity=0, interactive=False)
    return due


def main() -> None:
    """Does it all and tells whether a first run is due, and the sites."""
    django.setup()
    from lerna.config import first_run  # these need the registry of apps
    from lerna.config.locale import compile_catalogs
    from lerna.config.steps import report

    if due := migrate():
        report.say(f"Applied {due} migrations")
    if compiled := compile_catalogs():
        report.say(f"Compiled {compiled} translation files")
    if settings.IN_PRODUCTION:
        call_command("collectstatic", verbosity=0, interactive=False)
    report.tell({"first_run": first_run.is_due(), "sites": report.site_addresses()})


if __name__ == "__main__":
    main()
