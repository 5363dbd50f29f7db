"""Newskills and a small course."""

from lerna.school.catalogue.tests.conftest import company, content  # noqa: F401 -- fixtures
