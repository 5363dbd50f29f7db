"""`./lerna policy stores`: where personal data lie, by what this installation declares."""

from argparse import Namespace
from typing import TextIO

from django.core.management.base import CommandParser

from lerna.privacy.policy.stores.declared import list_stores

HELP = "Say in which country each store of personal data lies."
NEEDS_DATABASE = False


def add_arguments(parser: CommandParser) -> None:
    """It has none."""
    del parser


def run(arguments: Namespace, out: TextIO) -> int:
    """A line for each store."""
    del arguments
    out.writelines(f"{store.key:<10} {store.country}  {store.holds.en}\n" for store in list_stores())
    return 0
