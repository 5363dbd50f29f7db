"""As the owner: migrations, compiled translations, collected static files. Does only what is due."""

import sys

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from lerna.config.routers import apps_to_migrate
from lerna.config.steps.begin import set_up_django

# Of other people's packages a page asks for a file or two; the other builds would take a minute to compress.
_UNUSED = [
    "hls.js/src/*", "hls.js/dist/*ts", "hls.js/dist/*.mjs*", "hls.js/dist/hls-demo*", "hls.js/dist/hls.js*",
    "hls.js/dist/hls.min.js*", "hls.js/dist/hls.worker*", "hls.js/dist/hls.light.js*", "scorm-again/dist/esm/*",
    "scorm-again/dist/types/*", "scorm-again/dist/cross-frame-*", "scorm-again/dist/scorm-again*",
    "scorm-again/dist/scorm12.js*", "scorm-again/dist/scorm2004.js*",
]  # fmt: skip


def migrate() -> int:
    """Applies the migrations that are due; how many there were."""
    due = 0
    for alias in connections:
        apps = apps_to_migrate(alias)
        executor = MigrationExecutor(connections[alias])
        leaves = executor.loader.graph.leaf_nodes
        due_here = len(executor.migration_plan([leaf for app in apps or (None,) for leaf in leaves(app)]))
        if due_here:
            call_command("migrate", *apps, database=alias, verbosity=0, interactive=False)
        due += due_here
    return due


def collect_static() -> None:
    """Gathers and compresses what browsers get, but for what no page uses."""
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=_UNUSED)


def main() -> None:
    """Does it all and tells whether a first run is due, and the sites."""
    set_up_django()
    from lerna.config import first_run  # these need the registry of apps
    from lerna.config.locale import compile_catalogs
    from lerna.config.steps import report
    from lerna.privacy.subjects.access.sync import SyncError, sync
    from lerna.privacy.subjects.crypto.providers import KeyProviderError
    from lerna.privacy.subjects.keys.operations import make_missing_company_keys
    from lerna.school.catalogue.search.operations import index_stale

    try:
        if due := migrate():
            report.say(f"Applied {due} migrations")
        if statements := sync(connection):
            report.say(f"Told PostgreSQL of the purposes ({len(statements)} statements)")
        for slug in make_missing_company_keys():
            report.say(f"Made the key of {slug}; back it up apart from the databases")
        if indexed := index_stale():
            report.say(f"Wrote what {indexed} courses are found by")
    except (SyncError, KeyProviderError) as error:
        report.say(str(error))
        sys.exit(1)
    if compiled := compile_catalogs():
        report.say(f"Compiled {compiled} translation files")
    if settings.IN_PRODUCTION:
        collect_static()
    report.tell({"first_run": first_run.is_due(), "sites": report.site_addresses()})


if __name__ == "__main__":
    main()
