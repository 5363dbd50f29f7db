"""`keys`, `pin`, `unpin`: what partners need of us, and whom we trust."""

import json
from argparse import Namespace
from pathlib import Path
from typing import TextIO

from lerna.kit import clock
from lerna.privacy.recipients.commands import Actions, find_company, find_recipient
from lerna.privacy.recipients.keys.own import client_certificate, prepare_next_key, signing_keys, take_up_next_key
from lerna.privacy.recipients.keys.pinned import pin_keys, read_offer, retire_key

_CERTIFICATE = "-----BEGIN CERTIFICATE-----"


def add(actions: Actions) -> None:
    """The subcommands of this group."""
    keys = actions.add_parser("keys", help="Print our public keys for a partner; prepare the next one, take it up.")
    keys.add_argument("company", type=find_company, metavar="COMPANY")
    change = keys.add_mutually_exclusive_group()
    change.add_argument("--certificate", action="store_true", help="Print the certificate that we show to servers.")
    change.add_argument("--prepare-next", action="store_true", help="Make a second key, for partners to pin.")
    change.add_argument("--take-up-next", action="store_true", help="Sign with the second key from now on.")
    keys.set_defaults(run=_keys)
    pin = actions.add_parser("pin", help="Trust a partner's keys or its server's certificate from now on.")
    pin.add_argument("recipient", type=find_recipient, metavar="COMPANY/KEY")
    pin.add_argument("file", type=Path, help="A JWK set or certificates in PEM, as the partner sent it.")
    pin.add_argument("--dry-run", action="store_true", help="Only print the SHA-256 of each, to compare by telephone.")
    pin.set_defaults(run=_pin)
    unpin = actions.add_parser("unpin", help="Trust a partner's key no longer.")
    unpin.add_argument("recipient", type=find_recipient, metavar="COMPANY/KEY")
    unpin.add_argument("key_id", metavar="KEY-ID")
    unpin.set_defaults(run=_unpin)


def _keys(arguments: Namespace, out: TextIO) -> None:
    slug = arguments.company.slug
    if arguments.certificate:
        written = client_certificate(slug, now=clock.now()).read_text()
        out.write(written[written.index(_CERTIFICATE) :])
        return
    if arguments.prepare_next:
        prepare_next_key(slug)
    if arguments.take_up_next:
        take_up_next_key(slug)
    out.write(json.dumps(signing_keys(slug).public_set(), indent=2) + "\n")


def _pin(arguments: Namespace, out: TextIO) -> None:
    offered = read_offer(arguments.file.read_text())
    out.writelines(f"{one.use} {one.key_id} SHA-256 {one.digest}\n" for one in offered)
    if not arguments.dry_run:
        new = pin_keys(recipient=arguments.recipient, offered=offered, now=clock.now())
        out.write(f"{len(new)} new keys are trusted.\n")


def _unpin(arguments: Namespace, out: TextIO) -> None:
    retire_key(recipient=arguments.recipient, key_id=arguments.key_id, now=clock.now())
    out.write(f"{arguments.key_id} is trusted no longer.\n")
