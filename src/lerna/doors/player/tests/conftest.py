"""Aigerim studies a lesson with a kept package of two files, today."""

import zipfile
from io import BytesIO

import pytest

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.subjects.conftest import aigerim, boris, companies, kerbez, newskills, register  # noqa: F401
from lerna.privacy.subjects.models import DataSubject
from lerna.school.catalogue.media import keep_file
from lerna.school.learning.models import Enrollment
from lerna.school.learning.packages.tests.conftest import NOW, study

PAGE = "<script>parent.API.LMSInitialize('')</script>" * 50
FILM = bytes(range(256)) * 400


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def pack() -> BytesIO:
    """The package, as its sender made it."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data, how in (
            ("index.html", PAGE, zipfile.ZIP_DEFLATED),
            ("media/film.mp4", FILM, zipfile.ZIP_STORED),
        ):
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=how)  # the same bytes each time
    return content


@pytest.fixture
def enrolled(aigerim: DataSubject, newskills: Company) -> Enrollment:  # noqa: F811
    media = keep_file(company=newskills, content=pack(), name="safety.zip", now=NOW)
    return study(aigerim, newskills, media.digest)
