"""The register: files read strictly, loaded as often as one likes, and kept for what was received."""

import shutil
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.datafile import DataFileError
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.checks import check_register
from lerna.privacy.recipients.models import Channel, Kind, Recipient
from lerna.privacy.recipients.register.files import list_files, load_recipient_file
from lerna.privacy.recipients.register.loading import Outcome, load_recipients

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
BANK = Path("recipients/newskills/ulgi-bank.toml")


@pytest.fixture
def policies(settings: LazySettings, tmp_path: Path) -> Path:
    """The policy files in a copy that a test may spoil."""
    copy = tmp_path / "policies"
    shutil.copytree(settings.LERNA_POLICIES, copy)
    settings.LERNA_POLICIES = copy
    return copy


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_projects_own_files_are_right() -> None:
    assert check_register(None) == []
    bank = load_recipient_file(list_files()[-1])
    assert (bank.key, bank.kind, bank.channel) == ("ulgi-bank", Kind.BANK, Channel.HTTPS)
    assert bank.contract is not None
    assert bank.contract.control == "5.4"


@pytest.mark.clause("9.4")
@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('key = "ulgi-bank"', 'key = "other"', 'The file of the recipient "other" must be called other.toml.'),
        ('kind = "bank"', 'kind = "shop"', '"shop" isn\'t known for "kind"'),
        ('country = "KZ"', 'country = "XX"', '"XX" isn\'t known for "country"'),
        ('purposes = ["bank-credit"]', "purposes = []", "A recipient has at least one purpose and one category."),
        ('["bank-credit"]', '["learning"]', 'The terms name no "partner-bank" as recipient for "learning".'),
        ('"payment"]', '"learning"]', 'None of its purposes needs the category "learning".'),
        ('detection = "5.2"\n', "", '"detection" is missing here.'),
        ('confidentiality = "4.1"', 'confidentiality = ""', '"confidentiality" is empty.'),
        ("until = 2028-12-31", "until = 2025-12-31", "The contract ends before it begins."),
        ('email = "partners@ulgi-bank.example"', 'email = "partners"', '"partners" is no e-mail address.'),
        ("https://", "http://", "must be an https:// address without a query and a password."),
        ('kind = "bank"', 'kind = "state-body"', "A state body receives by a disclosure"),
        ('kk = "«Үлгі»', '# kk = "«Үлгі»', '"name" has no translation into kk.'),
        ("[channel]", 'colour = "red"\n[channel]', 'Nothing is known by the name "colour" here.'),
    ],
)
def test_a_file_that_lacks_or_garbles_something_is_refused(policies: Path, old: str, new: str, sentence: str) -> None:
    spoil(policies / BANK, old, new)
    with pytest.raises(DataFileError) as caught:
        load_recipient_file(policies / BANK)
    assert sentence in caught.value.sentence
    (error,) = check_register(None)
    assert error.id == "recipients.E001"
    assert f"{BANK}:{caught.value.line}:" in error.msg


def test_a_purpose_that_the_company_switched_off_permits_nobody(policies: Path) -> None:
    with (policies / "companies" / "newskills.toml").open("a") as file:
        file.write("\n[terms.bank-credit]\nenabled = false\n")
    with pytest.raises(DataFileError, match='The company has switched the purpose "bank-credit" off'):
        load_recipient_file(policies / BANK)


@pytest.mark.django_db
def test_loading_twice_changes_nothing(companies: dict[str, Company]) -> None:
    first = load_recipients(files=list_files(), now=NOW)
    assert {loaded.outcome for loaded in first} == {Outcome.CREATED}
    assert {loaded.company for loaded in first} == set(companies)
    again = load_recipients(files=list_files(), now=NOW + timedelta(days=1))
    assert {loaded.outcome for loaded in again} == {Outcome.UNCHANGED}
    bank = Recipient.objects.get(company=companies["newskills"], key="ulgi-bank")
    assert bank.changed_at == NOW
    assert (bank.purposes, bank.protection) == ([Purpose.BANK_CREDIT], "5.1")
    assert Category.PAYER_IIN in bank.categories


@pytest.mark.django_db
def test_who_leaves_the_files_is_retired_and_may_return(policies: Path, newskills: Company) -> None:
    load_recipients(files=list_files(), now=NOW)
    kept = (policies / BANK).read_text()
    (policies / BANK).unlink()
    changed = [one for one in load_recipients(files=list_files(), now=NOW) if one.outcome is not Outcome.UNCHANGED]
    assert [(one.company, one.key, one.outcome) for one in changed] == [("newskills", "ulgi-bank", Outcome.RETIRED)]
    assert Recipient.objects.get(company=newskills, key="ulgi-bank").retired_at == NOW
    (policies / BANK).write_text(kept)
    changed = [one for one in load_recipients(files=list_files(), now=NOW) if one.outcome is not Outcome.UNCHANGED]
    assert [one.outcome for one in changed] == [Outcome.UPDATED]
    assert Recipient.objects.get(company=newskills, key="ulgi-bank").retired_at is None


@pytest.mark.django_db
def test_a_wrong_file_changes_nothing(policies: Path, companies: dict[str, Company]) -> None:  # noqa: ARG001
    spoil(policies / BANK, 'access = "5.3"\n', "")
    with pytest.raises(CommandError, match=r'ulgi-bank\.toml:\d+: "access" is missing'):
        call_command("recipients", "load")
    assert not Recipient.objects.exists()


@pytest.mark.django_db
def test_the_command_says_what_it_did(companies: dict[str, Company]) -> None:  # noqa: ARG001 -- loaded
    said = StringIO()
    call_command("recipients", "load", stdout=said)
    assert "newskills/ulgi-bank: created\n" in said.getvalue()
    call_command("recipients", "list", stdout=said)
    assert "newskills/ulgi-bank: bank, KZ, bank-credit; https\n" in said.getvalue()
