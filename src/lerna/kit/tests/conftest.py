"""The kit's sentences are checked in English, whatever catalogs happen to be compiled on this machine."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield
