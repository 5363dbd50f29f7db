"""Loading makes the tables say what the files say, and nothing more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from lerna.companies.files import load_company_file
from lerna.companies.models import Company, Site
from lerna.companies.operations import LoadedCompany, Outcome, load_companies
from lerna.companies.queries import build_facts, get_company
from lerna.kit.datafile import DataFileError

WriteFile = Callable[..., Path]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)

pytestmark = pytest.mark.django_db


def everything() -> list[object]:
    return [*Company.objects.values(), *Site.objects.values()]


def test_it_loads_both_companies_and_repeats_without_change() -> None:
    paths = sorted((settings.LERNA_POLICIES / "companies").glob("*.toml"))
    first = load_companies(files=paths, now=NOW)
    assert [(loaded.slug, loaded.outcome) for loaded in first] == [
        ("kerbez-agy", Outcome.CREATED),
        ("newskills", Outcome.CREATED),
    ]
    before = everything()
    second = load_companies(files=paths, now=LATER)
    assert {outcome for loaded in second for outcome in (loaded.outcome, *loaded.sites.values())} == {Outcome.UNCHANGED}
    assert everything() == before
    for path in paths:
        facts = load_company_file(path)
        assert build_facts(get_company(facts.slug)) == facts


def test_it_says_what_it_updated(write_file: WriteFile) -> None:
    load_companies(files=[write_file()], now=NOW)
    [loaded] = load_companies(files=[write_file(("2026-01-02", "2026-02-03"))], now=LATER)
    assert loaded == LoadedCompany("alma", Outcome.UPDATED, {"alma": Outcome.UNCHANGED})
    [loaded] = load_companies(files=[write_file(("2026-01-02", "2026-02-03"), ("Өсеміз", "Алға"))], now=LATER)
    assert loaded == LoadedCompany("alma", Outcome.UNCHANGED, {"alma": Outcome.UPDATED})
    site = Site.objects.get()
    assert (site.tagline.kk, site.created_at, site.changed_at) == ("Алға", NOW, LATER)


def test_it_retires_a_site_that_left_and_takes_it_back(write_file: WriteFile) -> None:
    load_companies(files=[write_file()], now=NOW)
    renamed = write_file(('key = "alma"', 'key = "new"'))
    [loaded] = load_companies(files=[renamed], now=LATER)
    assert loaded.sites == {"new": Outcome.CREATED, "alma": Outcome.RETIRED}
    assert Site.objects.served().get().key == "new"
    [loaded] = load_companies(files=[write_file()], now=LATER)
    assert loaded.sites == {"alma": Outcome.UPDATED, "new": Outcome.RETIRED}
    assert Site.objects.served().get().key == "alma"
    assert Site.objects.count() == 2


def test_a_host_passes_between_companies_in_one_go(write_file: WriteFile, write_other: WriteFile) -> None:
    load_companies(files=[write_file(), write_other()], now=NOW)
    swapped = [write_file(("alma.kz", "orik.kz")), write_other(("orik.kz", "alma.kz"))]
    load_companies(files=swapped, now=LATER)
    hosts = dict(Site.objects.served().values_list("host", "company__slug"))
    assert hosts == {"orik.kz": "alma", "alma.kz": "orik"}


def test_it_refuses_what_a_loaded_company_has_and_changes_nothing(
    write_file: WriteFile, write_other: WriteFile
) -> None:
    load_companies(files=[write_file()], now=NOW)
    before = everything()
    with pytest.raises(
        DataFileError, match=r"orik\.toml:29: The host a.alma.kz is claimed twice: the company alma has"
    ):
        load_companies(files=[write_other(("orik.kz", "a.alma.kz"))], now=LATER)
    with pytest.raises(DataFileError, match=r"orik\.toml:2: The BIN 260140990018 already belongs to the company alma"):
        load_companies(files=[write_other(("260240990021", "260140990018"))], now=LATER)
    assert everything() == before


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Company, {"bin": "26014099001x"}),
        (Company, {"name": {"ru": "Яблоко", "kk": "Алма"}}),
        (Site, {"host": "Alma.kz"}),
        (Site, {"accent": "red"}),
        (Site, {"default_language": "en"}),
        (Site, {"tagline": {"ru": "Растём"}}),
    ],
)
def test_the_database_refuses_nonsense_by_itself(
    write_file: WriteFile, model: type[Company | Site], change: dict[str, object]
) -> None:
    load_companies(files=[write_file()], now=NOW)
    before = everything()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)
    assert everything() == before


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("companies", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_loads_checks_and_refuses(write_file: WriteFile) -> None:
    path = str(write_file())
    assert run("load", "--check", path) == "alma: nothing wrong; sites alma.kz\n"
    assert not Company.objects.exists()
    assert run("load", path) == "alma: created\n  alma: created\n"
    assert run("load", path) == "alma: unchanged\n  alma: unchanged\n"
    assert "newskills: created" in run("load")
    write_file(("260140990018", "260140990019"))
    with pytest.raises(CommandError, match=r'alma\.toml:2: "260140990019" is no BIN'):
        run("load", path)
