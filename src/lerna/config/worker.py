"""The job worker's process: `python -m lerna.config.worker`."""

import os
import sys

import django

from lerna.config.logs import log_crash


def main() -> None:
    """Works off jobs until SIGINT or SIGTERM; a job that runs gets a few seconds to end.

    A job that succeeded is deleted: the table of jobs is a data store too, and evidence stands elsewhere.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerna.config.settings")
    django.setup()
    sys.excepthook = log_crash
    from procrastinate.contrib.django import app  # needs the registry of apps

    from lerna.privacy.incidents.signals.refusals import watch_job

    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(
            name="lerna",
            concurrency=2,  # letters don't wait while a film is cut, which takes minutes
            install_signal_handlers=True,
            shutdown_graceful_timeout=5,
            delete_jobs="successful",
            task_middleware=[watch_job],
        )


if __name__ == "__main__":
    main()
