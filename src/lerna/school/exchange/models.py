"""What was brought in, and what became of each part of it."""

from collections import Counter

from django.db import models

from lerna.companies.models import Company
from lerna.school.catalogue.models import KEY_LENGTH, NAME_LENGTH, Course
from lerna.school.exchange.ledger import Entry, Outcome, count_outcomes, read_entries


class ImportReport(models.Model):
    """One package that came in. The row is written once and never changed."""

    class Format(models.TextChoices):
        FOLDER = "folder", "course folder"
        OLX = "olx", "Open edX"
        CARTRIDGE = "cartridge", "IMS Common Cartridge"
        SCORM = "scorm", "SCORM"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="imports")  # null: only tried
    course_key = models.CharField(max_length=KEY_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)  # of the package, as its sender called it
    format = models.CharField(max_length=9, choices=Format)
    entries = models.JSONField(default=list)  # of `ledger.Entry`
    lessons = models.JSONField(default=dict)  # new, changed, unchanged, retired: how many
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)  # the account of whoever brought it; null: a command

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.course_key}"

    def list_entries(self) -> list[Entry]:
        """The ledger, in the package's order."""
        return read_entries(self.entries)

    def count(self) -> Counter[Outcome]:
        """How many entries of each outcome."""
        return count_outcomes(self.list_entries())
