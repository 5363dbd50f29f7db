"""`./lerna course …`, but for what needs pages: courses come in from folders and packages, are listed, and go out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.datafile import DataFileError
from lerna.kit.localized import LANGUAGE_CODES
from lerna.school.catalogue.models import Course
from lerna.school.catalogue.operations import UnknownKeyError
from lerna.school.exchange.export import ExportError, export_cartridge, export_folder
from lerna.school.exchange.folder.lines import FolderError
from lerna.school.exchange.folder.read_programs import read_programs
from lerna.school.exchange.foreign.packages import PackageError
from lerna.school.exchange.ledger import Outcome
from lerna.school.exchange.models import ImportReport
from lerna.school.exchange.operations import import_package, import_programs
from lerna.school.exchange.order import list_courses
from lerna.school.exchange.reading import Wishes


class CourseCommand(BaseCommand):
    """The desk adds the preview, and is where the command stands."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_actions(parser.add_subparsers(dest="action", required=True))

    def add_actions(self, actions: Any) -> None:  # noqa: ANN401 -- argparse has no public name for it
        """What each word after `course` takes."""
        bring = actions.add_parser("import", help="Bring in a course, or bring it in again after a change.")
        bring.add_argument("path", type=Path, metavar="FILE|FOLDER", help="a course, or a folder with several")
        bring.add_argument("--key", default="", help="the course's key here, if not the package's own")
        bring.add_argument("--language", choices=LANGUAGE_CODES, help="of teaching, where the package doesn't say it")
        bring.add_argument("--site", action="append", default=[], metavar="KEY", help="a site on which it stands")
        bring.add_argument("--dry-run", action="store_true", help="only say what would happen; nothing is changed")
        bring.add_argument("--losses", action="store_true", help="name everything that didn't come in as it was")
        shown = actions.add_parser("list", help="The courses of a company.")
        written = actions.add_parser("export", help="Write a course out: a folder of text files, or a cartridge.")
        written.add_argument("key", metavar="KEY", help="the course's key, as `list` shows it")
        written.add_argument(
            "--to", type=Path, required=True, metavar="FOLDER|FILE", help="a new folder, or a new .imscc file"
        )
        for action in (bring, shown, written):
            action.add_argument("--company", required=True, metavar="SLUG", help="whose courses, such as newskills")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        company = Company.objects.filter(slug=options["company"]).first()
        if company is None:
            known = ", ".join(Company.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f'There is no company "{options["company"]}"; there are {known or "none"}.')
        actions = {"import": self._bring, "list": self._list, "export": self._export}
        try:
            actions[options["action"]](company, options)
        except DataFileError as error:
            raise CommandError(f"{error.path}:{error.line}: {error.translated}") from error
        except (ExportError, FolderError, PackageError, UnknownKeyError) as error:
            raise CommandError(str(error)) from error

    def _list(self, company: Company, _options: dict[str, Any]) -> None:
        for course in Course.objects.filter(company=company).order_by("key"):
            lessons = course.lessons.filter(retired_at=None).count()
            self.stdout.write(f"{course.key}  {course.language}  {lessons} lessons  {course.title}")

    def _export(self, company: Company, options: dict[str, Any]) -> None:
        course = Course.objects.filter(company=company, key=options["key"]).first()
        if course is None:
            raise CommandError(f'{company.slug} has no course "{options["key"]}"; `./lerna course list` names them.')
        if options["to"].suffix == ".imscc":
            lost = export_cartridge(course=course, to=options["to"])
            self.stdout.write(f"{course.key}: {options['to']}")
            for name in lost:
                self.stdout.write(f"  {name}: a cartridge has no such question, so it became an essay")
        else:
            files = export_folder(course=course, to=options["to"])
            self.stdout.write(f"{course.key}: {options['to']}, {files} files")

    def _bring(self, company: Company, options: dict[str, Any]) -> None:
        if not options["path"].exists():
            raise CommandError(f"There is no file or folder {options['path']}.")
        wishes = Wishes(key=options["key"], language=options["language"], sites=tuple(options["site"]))
        for path in list_courses(options["path"]):
            self.stdout.write(f"{path.name}:")
            report = import_package(
                company=company,
                path=path,
                now=clock.now(),
                wishes=wishes,
                only_try=options["dry_run"],
                progress=self._show_progress,
            )
            self._show(report, losses=options["losses"])
        self._bring_programs(company, options["path"], only_try=options["dry_run"])
        if options["dry_run"]:
            self.stdout.write("A trial: nothing was changed.")

    def _bring_programs(self, company: Company, folder: Path, *, only_try: bool) -> None:
        # In a trial the courses aren't there that a program joins, so its file is only read.
        found = read_programs(folder) if only_try else import_programs(company=company, folder=folder, now=clock.now())
        for program in found:
            self.stdout.write(f"program: {program.key}")

    def _show_progress(self, done: int, total: int) -> None:
        end = "\n" if done == total else "\r"
        self.stdout.write(f"  files {done} of {total}", ending=end)

    def _show(self, report: ImportReport, *, losses: bool) -> None:
        counts = report.count()
        lessons = ", ".join(f"{count} {word}" for word, count in report.lessons.items() if count)
        self.stdout.write(f"  course: {report.course_key}, {report.get_format_display()}")
        self.stdout.write(f"  lessons: {lessons or 'none'}")
        self.stdout.write("  parts: " + ", ".join(f"{counts[one]} {one}" for one in Outcome if counts[one]))
        for entry in report.list_entries() if losses else ():
            if entry.outcome is not Outcome.KEPT:
                self.stdout.write(f"  {entry.outcome}: {entry.source} ({entry.kind}) {entry.why}")
