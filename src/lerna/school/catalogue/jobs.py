"""Work of this room: pictures and films are made ready for phones, soon after they came."""

from procrastinate.contrib.django import app

from lerna.kit import clock
from lerna.school.catalogue.media import JOBS
from lerna.school.catalogue.renditions.operations import FILMS, PICTURES, prepare_due


@app.periodic(cron="*/5 * * * *")
@app.task(name=JOBS["image"], queueing_lock=JOBS["image"])
def prepare_pictures(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Each few minutes, should a process have died over one; otherwise at once, asked for by whoever keeps a file."""
    for _ in prepare_due(PICTURES, clock.now):
        pass


@app.periodic(cron="*/5 * * * *")
@app.task(name=JOBS["video"], queueing_lock=JOBS["video"])
def prepare_films(timestamp: int) -> None:  # noqa: ARG001 -- likewise
    """Likewise, apart: a film takes minutes, and pictures don't wait for it."""
    for _ in prepare_due(FILMS, clock.now):
        pass
