"""A small course at the desk."""

from lerna.school.catalogue.tests.conftest import company, content  # noqa: F401 -- fixtures
