"""What courses and programs are found by, written anew whenever they change."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from lerna.school.catalogue.models import Course, Program


class Entry(models.Model):
    """`words` are those of title, direction, teachers and terms, for words that were mistyped."""

    vector = SearchVectorField()
    words = models.TextField()
    recipe = models.CharField(max_length=12)  # of which rules and dictionary it was made

    class Meta:
        abstract = True


class SearchEntry(Entry):
    """Of one course."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, primary_key=True, related_name="search")

    class Meta:
        indexes = [
            GinIndex(name="search_by_vector", fields=["vector"]),
            GinIndex(name="search_by_trigrams", fields=["words"], opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}"


class ProgramEntry(Entry):
    """Of one program; a site has a handful of them, which no index would find faster."""

    program = models.OneToOneField(Program, on_delete=models.CASCADE, primary_key=True, related_name="search")

    def __str__(self) -> str:
        return f"{self.program_id}"
