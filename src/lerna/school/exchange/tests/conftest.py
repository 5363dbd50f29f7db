"""Both companies, and a course in our own format."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.kit import clock

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=clock.ZONE)
COURSE = """\
key = "color-ru"
language = "ru"
title = "Цвет с нуля"
direction = "design"
sites = ["skillbox"]
cover = "files/cones.webp"
[[run]]
key = "2026-12"
[[run.offer]]
key = "full"
title = "С куратором"
price = 89000
"""
LESSON = """\
+++
title = "Свет"
+++

Текст с картинкой: ![кривые](files/cones.webp).

::: image cones
file = "files/cones.webp"
alt = "Кривые"
:::

::: poll lamp
choices = ["да", "нет"]
---
Видно?
:::
"""
DIRECTIONS = """\
[[direction]]
key = "design"
title = { ru = "Дизайн", kk = "Дизайн", en = "Design" }
"""


@pytest.fixture
def company(db: None) -> Company:  # noqa: ARG001
    """Newskills, with its sites; KERBEZ is there too."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    return Company.objects.get(slug="newskills")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course of one lesson, with its directions beside it."""
    return write_course(tmp_path / "courses")


def write_course(beside: Path, key: str = "color-ru", after: str = "") -> Path:
    """A course's folder; `after` is the key of one that comes before."""
    root = beside / key
    (root / "files").mkdir(parents=True)
    (root / "files" / "cones.webp").write_bytes(b"picture")
    (root / "01-seeing").mkdir()
    texts = {
        root / "course.toml": (f'after = ["{after}"]\n' if after else "") + COURSE.replace("color-ru", key),
        root / "01-seeing" / "section.toml": 'title = "Как мы видим"',
        root / "01-seeing" / "01-light.md": LESSON,
        beside / "directions.toml": DIRECTIONS,
    }
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return root
