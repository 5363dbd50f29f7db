"""`./lerna evidence …`: seal, verify, prove, rotate-key, keys."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lerna.companies.models import Company
from lerna.privacy.evidence.seal.diagnosis import count_unsealed
from lerna.privacy.evidence.seal.export import ExportError, export_path
from lerna.privacy.evidence.seal.findings import Report
from lerna.privacy.evidence.seal.keys import FileKeys, KeyFileError
from lerna.privacy.evidence.seal.proof import NotProvableError, prove_entry
from lerna.privacy.evidence.seal.sealing import rotate_key, seal_entries
from lerna.privacy.evidence.seal.verify import verify_ledger

_KEY_SIZE = 32


class Command(BaseCommand):
    help = "The evidence: seal it, verify it, prove one entry of it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        seal = actions.add_parser("seal", help="Seal what isn't yet; the job does so each minute.")
        seal.add_argument("--all", action="store_true", help="look at the whole ledger, not only the last hour")
        seal.add_argument("--dry-run", action="store_true", help="only say how many entries wait")
        verify = actions.add_parser("verify", help="Read and hash every entry anew; exit 1 where anything is wrong.")
        verify.add_argument(
            "--key", type=bytes.fromhex, metavar="HEX", help="public key of the first block, if you kept it"
        )
        verify.add_argument("--json", action="store_true", help="findings as JSON")
        prove = actions.add_parser("prove", help="Print the proof of one entry, for check_proof.py.")
        prove.add_argument("entry", type=int, metavar="ENTRY-ID")
        rotate = actions.add_parser("rotate-key", help="Sign with a new key from now on, named by the old one.")
        keys = actions.add_parser("keys", help="Print each company's public key and where its headers are kept.")
        for action in (seal, verify, rotate, keys):
            action.add_argument("--company", metavar="SLUG", required=action is rotate, help="only this company")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        actions: dict[str, Callable[..., bool]] = {
            "seal": self._seal,
            "verify": self._verify,
            "prove": self._prove,
            "rotate-key": self._rotate_key,
            "keys": self._list_keys,
        }
        try:
            good = actions[options["action"]](**options)
        except (ExportError, KeyFileError, NotProvableError) as error:
            raise CommandError(str(error)) from error
        if not good:
            sys.exit(1)

    def _seal(self, *, company: str | None, dry_run: bool, **options: Any) -> bool:  # noqa: ANN401 -- the other options
        for one in _find_companies(company):
            if dry_run:
                self.stdout.write(f"{one.slug}: {count_unsealed(one)} entries wait to be sealed.")
                continue
            for header in seal_entries(company=one, everything=options["all"]):
                self.stdout.write(f"{one.slug}: block {header.number} seals {header.count} entries.")
        return True

    def _verify(self, *, company: str | None, key: bytes | None, **options: Any) -> bool:  # noqa: ANN401 -- as above
        if key is not None and (len(key) != _KEY_SIZE or company is None):
            raise CommandError("--key is 64 hexadecimal digits, and belongs to one company: name it with --company.")
        reports = [self._read(one, key) for one in _find_companies(company)]
        if options["json"]:
            self.stdout.write(_to_json(reports))
        for report in () if options["json"] else reports:
            for finding in report.findings:
                self.stdout.write(f"{report.company}: {finding.sentence}")
            verdict = f"{len(report.findings)} things are wrong." if report.findings else "nothing is wrong."
            read = f"{report.entries} entries in {report.blocks} blocks, {report.waiting} waiting"
            self.stdout.write(f"{report.company}: {read}; {verdict}")
        return not any(report.findings for report in reports)

    def _prove(self, *, entry: int, **_: Any) -> bool:  # noqa: ANN401 -- as above
        self.stdout.write(json.dumps(prove_entry(entry).to_json(), indent=2, ensure_ascii=False))
        return True

    def _rotate_key(self, *, company: str, **_: Any) -> bool:  # noqa: ANN401 -- as above
        for one in _find_companies(company):
            header = rotate_key(company=one)
            if header is None:
                raise CommandError("The ledger is being sealed just now; try again in a moment.")
            self.stdout.write(f"{one.slug}: block {header.number} names the new key {header.following_key.hex()}.")
        return True

    def _list_keys(self, *, company: str | None, **_: Any) -> bool:  # noqa: ANN401 -- as above
        for one in _find_companies(company):
            key = FileKeys().find_public_key(one.slug)
            self.stdout.write(f"{one.slug}: {key.hex() if key else 'no key yet'}, headers in {export_path(one.slug)}")
        return True

    def _read(self, company: Company, key: bytes | None) -> Report:
        def say(entries: int, blocks: int) -> None:
            if self.stderr.isatty():
                self.stderr.write(f"\r{company.slug}: {entries} entries, {blocks} blocks read", ending="")

        report = verify_ledger(company=company, first_key=key, say=say)
        if self.stderr.isatty():
            self.stderr.write("\r\033[K", ending="")
        return report


def _find_companies(slug: str | None) -> tuple[Company, ...]:
    companies = tuple(Company.objects.order_by("slug").filter(**({"slug": slug} if slug else {})))
    if slug and not companies:
        raise CommandError(f"There is no company “{slug}” in the database.")
    return companies


def _to_json(reports: Iterable[Report]) -> str:
    return json.dumps(
        [
            {
                "company": report.company,
                "entries": report.entries,
                "blocks": report.blocks,
                "waiting": report.waiting,
                "findings": [{"flaw": finding.flaw, "sentence": finding.sentence} for finding in report.findings],
            }
            for report in reports
        ],
        ensure_ascii=False,
        indent=2,
    )
