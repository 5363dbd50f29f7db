"""What a course is found by, written anew whenever the course changes."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from lerna.school.catalogue.models import Course


class SearchEntry(models.Model):
    """One course. `words` are those of its title, direction, teachers and terms, for words that were mistyped."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, primary_key=True, related_name="search")
    vector = SearchVectorField()
    words = models.TextField()
    recipe = models.CharField(max_length=12)  # of which rules and dictionary it was made

    class Meta:
        indexes = [
            GinIndex(name="search_by_vector", fields=["vector"]),
            GinIndex(name="search_by_trigrams", fields=["words"], opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}"
