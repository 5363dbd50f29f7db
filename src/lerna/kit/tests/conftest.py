"""The kit's sentences are checked in English, whatever catalogs happen to be compiled on this machine."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import settings

# The first example of a year builds its calendar; on a busy machine that alone outlasts the default of 200 ms.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield
