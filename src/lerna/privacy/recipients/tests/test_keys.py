"""Whom we trust, and by what others know us."""

import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from lerna.companies.models import Company
from lerna.privacy.evidence.models import Entry
from lerna.privacy.recipients.keys.own import (
    OwnKeyError,
    client_certificate,
    prepare_next_key,
    signing_keys,
    take_up_next_key,
)
from lerna.privacy.recipients.keys.pinned import PinError, list_pinned, pin_keys, read_offer, retire_key
from lerna.privacy.recipients.models import PartnerKey, Recipient, Use
from lerna.privacy.recipients.tests.conftest import NOW, Partner

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def change(text: str, **given: object) -> str:
    keys = json.loads(text)["keys"]
    return json.dumps({"keys": [{**key, **given} for key in keys[:1]]})


def test_pinning_is_recorded_and_repeats_safely(bank: Recipient, bank_keys: Partner) -> None:
    assert pin_keys(recipient=bank, offered=read_offer(bank_keys.public_set), now=NOW) == ()
    assert [key.kid for key in list_pinned(bank, Use.ENCRYPT)] == ["ulgi-bank-enc-1"]
    assert PartnerKey.objects.filter(recipient=bank).count() == 2
    recorded = Entry.objects.filter(company=bank.company, operation="access_granted")
    assert [json.loads(entry.line)["details"]["recipient"] for entry in recorded] == ["ulgi-bank"] * 2


def rename(public_set: str, number: str) -> str:
    """The set under other names; a key's own letters may hold a “-1” too."""
    return public_set.replace("-enc-1", f"-enc-{number}").replace("-sig-1", f"-sig-{number}")


def test_a_newer_key_is_used_and_the_older_still_believed_until_it_is_retired(
    bank: Recipient, bank_keys: Partner
) -> None:
    following = Partner("ulgi-bank")
    renamed = rename(following.public_set, "2")
    pin_keys(recipient=bank, offered=read_offer(renamed), now=NOW.replace(hour=11))
    assert [key.kid for key in list_pinned(bank, Use.ENCRYPT)] == ["ulgi-bank-enc-2", "ulgi-bank-enc-1"]
    third = rename(Partner("ulgi-bank").public_set, "3")
    with pytest.raises(PinError, match="More than 2 keys"):
        pin_keys(recipient=bank, offered=read_offer(third), now=NOW)
    retire_key(recipient=bank, key_id="ulgi-bank-sig-1", now=NOW)
    assert [key.kid for key in list_pinned(bank, Use.SIGN)] == ["ulgi-bank-sig-2"]
    with pytest.raises(PinError, match="is trusted"):
        retire_key(recipient=bank, key_id="ulgi-bank-sig-1", now=NOW)
    with pytest.raises(PinError, match="pinned before"):
        pin_keys(recipient=bank, offered=read_offer(bank_keys.public_set), now=NOW)


def test_another_key_under_a_known_name_is_refused(bank: Recipient) -> None:
    with pytest.raises(PinError, match="was pinned before, and is another one"):
        pin_keys(recipient=bank, offered=read_offer(Partner("ulgi-bank").public_set), now=NOW)
    assert PartnerKey.objects.filter(recipient=bank).count() == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"d": "secret"}, "has its secret half with it"),
        ({"kid": "with space"}, "needs a “kid”"),
        ({"kid": None}, "needs a “kid”"),
        ({"use": "tls"}, "needs “use” sig or enc"),
        ({"crv": "secp256k1"}, "a curve that we accept"),
        ({"crv": "Ed25519"}, "a curve that we accept"),
        ({"kty": "oct", "k": "AAAA"}, "has its secret half with it"),
        ({"x": "AAAA"}, "is no key"),
    ],
)
def test_a_key_that_is_none_is_refused(given: dict[str, object], sentence: str) -> None:
    with pytest.raises(PinError, match=sentence):
        read_offer(change(Partner("ulgi-bank").public_set, **given))


@pytest.mark.parametrize(
    "text", ["", "{}", '{"keys": 1}', '{"keys": [1]}', '{"keys": []}', "-----BEGIN CERTIFICATE-----"]
)
def test_a_file_without_keys_is_refused(text: str) -> None:
    with pytest.raises(PinError):
        read_offer(text)


def test_our_own_keys_are_ours_alone_and_change_in_two_steps(settings: LazySettings) -> None:
    first = signing_keys("newskills").current
    assert signing_keys("newskills").current.kid == first.kid
    assert signing_keys("kerbez-agy").current.kid != first.kid
    folder = Path(settings.LERNA_VAR) / "secrets" / "partners"
    client_certificate("newskills", now=NOW)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with pytest.raises(OwnKeyError, match="no next key"):
        take_up_next_key("newskills")
    following = prepare_next_key("newskills").following
    assert following is not None
    assert prepare_next_key("newskills").following == following
    assert take_up_next_key("newskills").current.kid == following.kid
    public = signing_keys("newskills").public_set()
    assert '"d"' not in json.dumps(public)


def test_a_key_that_others_can_read_or_that_is_damaged_is_not_used(settings: LazySettings) -> None:
    signing_keys("newskills")
    path = Path(settings.LERNA_VAR) / "secrets" / "partners" / "newskills.jwks"
    path.chmod(0o644)
    with pytest.raises(OwnKeyError, match="chmod 600"):
        signing_keys("newskills")
    path.chmod(0o600)
    path.write_text("{}")
    with pytest.raises(OwnKeyError, match="is damaged"):
        signing_keys("newskills")


def test_the_commands_print_pin_and_unpin(registers: dict[str, Company], tmp_path: Path) -> None:  # noqa: ARG001
    offer, said = tmp_path / "bank.jwks", StringIO()
    offer.write_text(Partner("ulgi-bank").public_set)
    call_command("recipients", "pin", "newskills/ulgi-bank", str(offer), "--dry-run", stdout=said)
    assert "enc ulgi-bank-enc-1 SHA-256 " in said.getvalue()
    assert not PartnerKey.objects.exists()
    call_command("recipients", "pin", "newskills/ulgi-bank", str(offer), stdout=said)
    assert said.getvalue().endswith("2 new keys are trusted.\n")
    call_command("recipients", "unpin", "newskills/ulgi-bank", "ulgi-bank-enc-1", stdout=said)
    with pytest.raises(CommandError, match="No key ulgi-bank-enc-1 is trusted"):
        call_command("recipients", "unpin", "newskills/ulgi-bank", "ulgi-bank-enc-1", stdout=said)
    printed = StringIO()
    call_command("recipients", "keys", "newskills", "--prepare-next", stdout=printed)
    assert len(json.loads(printed.getvalue())["keys"]) == 2
    call_command("recipients", "keys", "newskills", "--certificate", stdout=printed)
    assert "PRIVATE" not in printed.getvalue()
    call_command("recipients", "deliver", "--dry-run", stdout=printed)
    assert "newskills: 0 of “duty”, 0 of “transfer” are due." in printed.getvalue()
    call_command("recipients", "deliver", stdout=printed)
    assert printed.getvalue().endswith("Nothing was due.\n")
