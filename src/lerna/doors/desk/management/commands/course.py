"""`./lerna course …`: what the school's room does with courses, and the preview, which is pages."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import get_language

from lerna.doors.desk.preview.folder import Previewed
from lerna.doors.desk.preview.server import open_server
from lerna.school.exchange.folder.read_folder import COURSE
from lerna.school.exchange.management.course import CourseCommand

_PORT = 8790


class Command(CourseCommand):
    help = "Courses: bring them in from folders and packages, list them, write them out, preview them."

    @staticmethod
    def needs_database(words: Sequence[str]) -> bool:
        """The preview stores nothing and asks nobody."""
        return "preview" not in words[:1]

    def add_actions(self, actions: Any) -> None:  # noqa: ANN401 -- as above it
        super().add_actions(actions)
        shown = actions.add_parser("preview", help="Show a course's folder in the browser, anew after each change.")
        shown.add_argument("folder", type=Path, metavar="FOLDER", help="the course: a folder with course.toml")
        shown.add_argument("--port", type=int, default=_PORT, help=f"on this machine alone; {_PORT} if left out")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        if options["action"] != "preview":
            super().handle(*args, **options)
            return
        folder: Path = options["folder"]
        if not (folder / COURSE).is_file():
            raise CommandError(f"{folder} is no course: it has no {COURSE}.")
        try:
            server = open_server(Previewed(folder), port=options["port"], language=get_language() or "en")
        except OSError as error:
            raise CommandError(f"Port {options['port']}: {error.strerror}. Name another one by --port.") from error
        with server:
            self.stdout.write(f"http://127.0.0.1:{server.server_port}/  Ctrl+C ends it.")
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                self.stdout.write("")
