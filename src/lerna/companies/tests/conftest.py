"""An invented company's file, right in every line, for tests to spoil."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

WriteFile = Callable[..., Path]

RIGHT = dedent("""\
    slug = "alma"
    bin = "260140990018"
    email = "info@alma.kz"
    platform_host = "alma.kz"
    policy_dated = 2026-01-02
    phone = "+7 717 200 00 00"
    [legal_form]
    ru = "Товарищество с ограниченной ответственностью"
    kk = "Жауапкершілігі шектеулі серіктестік"
    en = "Limited Liability Partnership"
    [short_form]
    ru = "ТОО"
    kk = "ЖШС"
    en = "LLP"
    [name]
    ru = "Яблоко"
    kk = "Алма"
    en = "Apple"
    [address]
    ru = "Астана"
    kk = "Астана қаласы"
    en = "Astana"
    [responsible]
    email = "info@alma.kz"
    name = { ru = "Ответственный", kk = "Жауапты", en = "Officer" }
    position = { ru = "Работник", kk = "Қызметкер", en = "Employee" }
    [[site]]
    key = "alma"
    host = "alma.kz"
    sender = "info@alma.kz"
    languages = ["ru", "kk"]
    default_language = "kk"
    [site.brand]
    name = "Alma"
    logo = "brands/alma.svg"
    accent = "#a8431f"
    accent_dark = "#ffab85"
    display_font = "onest"
    tagline = { ru = "Растём", kk = "Өсеміз", en = "We grow" }
    """)

OTHER_BIN = "260240990021"


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Writes the file with these replacements, each of which must occur, and gives its path."""

    def write(*replacements: tuple[str, str], slug: str = "alma", after: str = "") -> Path:
        text = RIGHT.replace('slug = "alma"', f'slug = "{slug}"')
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / f"{slug}.toml"
        path.write_text(text + after)
        return path

    return write


@pytest.fixture
def write_other(write_file: WriteFile) -> WriteFile:
    """Writes the file of another company, which shares nothing with the first."""

    def write(*replacements: tuple[str, str]) -> Path:
        own = (("260140990018", OTHER_BIN), ("alma.kz", "orik.kz"), ('key = "alma"', 'key = "orik"'))
        return write_file(*own, *replacements, slug="orik")

    return write
