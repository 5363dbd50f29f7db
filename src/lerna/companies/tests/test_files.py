"""A wrong fact is refused with file, line and a sentence."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from lerna.companies.files import load_company_file, load_company_files
from lerna.kit.datafile import DataFileError
from lerna.kit.localized import Localized

WriteFile = Callable[..., Path]
SECOND_SITE = """\
[[site]]
key = "school"
host = "school.alma.kz"
sender = "info@alma.kz"
languages = ["en"]
default_language = "en"
[site.brand]
name = "School"
logo = "brands/school.svg"
accent = "#1f4f8f"
accent_dark = "#93bdf5"
display_font = "onest"
tagline = { ru = "Школа", kk = "Мектеп", en = "School" }
"""


def company_paths() -> list[Path]:
    return sorted((settings.LERNA_POLICIES / "companies").glob("*.toml"))


@pytest.mark.clause("1.1")
@pytest.mark.clause("5.1")
@pytest.mark.clause("11.6")
def test_both_companies_state_their_own_facts() -> None:
    kerbez, newskills = (file.facts for file in load_company_files(company_paths()))
    assert (kerbez.slug, kerbez.bin, kerbez.email) == ("kerbez-agy", "181040018713", "info@e-distant.kz")
    assert (newskills.slug, newskills.bin, newskills.email) == ("newskills", "210140019844", "info@lerna.kz")
    assert (kerbez.policy_dated, newskills.policy_dated) == (date(2024, 1, 3), date(2023, 8, 31))
    assert [site.host for site in kerbez.sites] == ["e-distant.kz"]
    assert [site.host for site in newskills.sites] == ["lerna.kz", "skillbox.kz", "geekbrains.kz"]
    assert newskills.short_form == Localized(ru="ТОО", kk="ЖШС", en="LLP")


def test_four_brands_differ() -> None:
    brands = [site.brand for file in load_company_files(company_paths()) for site in file.facts.sites]
    for part in ("name", "accent", "accent_dark", "display_font", "logo"):
        assert len({getattr(brand, part) for brand in brands}) == 4


def test_it_reads_a_right_file(write_file: WriteFile) -> None:
    facts = load_company_file(write_file(after=SECOND_SITE + "[terms]\nwhatever = true\n"))
    assert facts.phone == "+7 717 200 00 00"
    assert facts.responsible.phone is None
    assert [site.host for site in facts.sites] == ["alma.kz", "school.alma.kz"]
    assert facts.sites[0].languages == ("ru", "kk")
    assert facts.sites[0].brand.tagline.in_language("kk") == "Өсеміз"


WRONG = [
    ('bin = "260140990018"', 'bin = "260140990019"', 2, '"260140990019" is no BIN: The last digit'),
    ('bin = "260140990018"', 'bin = "2601-4099-0018"', 2, '"2601-4099-0018" must be written as 12 digits'),
    ('email = "info@alma.kz"\nplat', 'email = "info@ alma.kz"\nplat', 3, '"info@ alma.kz" is no e-mail address'),
    ('platform_host = "alma.kz"', 'platform_host = "alma.com"', 4, '"platform_host" is alma.com, which is no host of'),
    ("2026-01-02", '"02.01.2026"', 5, '"policy_dated" is a text in quotes; it must be a date'),
    ("phone =", "phon =", 6, 'Nothing is known by the name "phon" here. Is "phone" meant?'),
    ('kk = "Алма"\n', "", 15, '"name" has no translation into kk'),
    ('"Астана қаласы"', '" "', 21, '"kk" is empty'),
    ('[responsible]\nemail = "info@alma.kz"', '[responsible]\nemail = "info"', 24, '"info" is no e-mail address'),
    ('key = "alma"', 'key = "Alma!"', 28, '"Alma!" must be made of lower-case Latin letters'),
    ('host = "alma.kz"\ns', 'host = "https://alma.kz"\ns', 29, '"https://alma.kz" is no host name'),
    ('host = "alma.kz"\ns', 'host = "alma.kz:80"\ns', 29, '"alma.kz:80" is no host name'),
    ('host = "alma.kz"\ns', 'host = "alma"\ns', 29, '"alma" is no host name'),
    ('sender = "info@alma.kz"', 'sender = "alma.kz"', 30, '"alma.kz" is no e-mail address'),
    ('["ru", "kk"]', '["ru", "kz"]', 31, '"kz" isn\'t known for "languages"'),
    ('["ru", "kk"]', "[]", 31, "A site speaks at least one language"),
    ('default_language = "kk"', 'default_language = "en"', 32, 'The default language "en" isn\'t among "languages"'),
    ('"#a8431f"', '"brown"', 36, '"brown" is no color'),
    ('"#a8431f"', '"#ffab85"', 36, "Text in #ffab85 on #ffffff has a contrast of 1.8"),
    ('"#ffab85"', '"#a8431f"', 37, "Text in #a8431f on #1c1d22 has a contrast of 2."),
    ('"onest"', '"comic"', 38, '"comic" isn\'t known for "display_font"; it must be one of "onest", '),
]


@pytest.mark.parametrize(("old", "new", "line", "sentence"), WRONG)
def test_it_refuses_a_wrong_fact(write_file: WriteFile, old: str, new: str, line: int, sentence: str) -> None:
    path = write_file((old, new))
    with pytest.raises(DataFileError) as refused:
        load_company_file(path)
    assert (refused.value.path, refused.value.line) == (path, line)
    assert sentence in refused.value.sentence


def test_it_refuses_a_host_twice_in_one_file(write_file: WriteFile) -> None:
    path = write_file(after=SECOND_SITE.replace("school.alma.kz", "ALMA.kz"))
    with pytest.raises(DataFileError, match=r':42: The host "alma.kz" is claimed twice: it stands on line 29 too'):
        load_company_file(path)


def test_it_refuses_a_file_of_another_name(write_file: WriteFile) -> None:
    path = write_file()
    wrong = path.rename(path.with_name("banana.toml"))
    with pytest.raises(DataFileError, match=r":1: The file of the company \"alma\" must be called alma\.toml"):
        load_company_file(wrong)


@pytest.mark.clause("2.2")
@pytest.mark.parametrize("host", ["alma.kz", "shop.alma.kz", "kz.alma.kz"])
def test_it_refuses_a_host_or_sub_domain_of_another_company(
    write_file: WriteFile, write_other: WriteFile, host: str
) -> None:
    paths = [write_file(), write_other(("orik.kz", host))]
    with pytest.raises(DataFileError, match=rf"orik\.toml:29: The host {host} is claimed twice: .*alma\.toml"):
        load_company_files(paths)


def test_it_refuses_another_companys_bin_and_key(write_file: WriteFile, write_other: WriteFile) -> None:
    alma = write_file()
    with pytest.raises(DataFileError, match=r"orik\.toml:2: The BIN 260140990018 already belongs to .*alma\.toml"):
        load_company_files([alma, write_other(("260240990021", "260140990018"))])
    with pytest.raises(DataFileError, match=r'orik\.toml:28: The site "alma" already is in .*alma\.toml'):
        load_company_files([alma, write_other(('key = "orik"', 'key = "alma"'))])
