"""What `./lerna recipients …` does, a module for each group of subcommands."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Protocol

from lerna.companies.models import Company
from lerna.privacy.recipients.models import Recipient


class Actions(Protocol):
    """argparse's group of subcommands."""

    def add_parser(self, name: str, *, help: str) -> ArgumentParser:  # noqa: A002 -- argparse's own name
        """A subcommand."""


def find_recipient(text: str) -> Recipient:
    """For argparse: `company/key`, as `list` writes it."""
    company, _, key = text.partition("/")
    found = list(Recipient.objects.select_related("company").filter(company__slug=company, key=key))
    if not found:
        raise ArgumentTypeError(f"no recipient “{text}”; write it as newskills/ulgi-bank")
    return found[0]


def find_company(text: str) -> Company:
    """For argparse: a company's short name."""
    found = list(Company.objects.filter(slug=text))
    if not found:
        raise ArgumentTypeError(f"no company “{text}”")
    return found[0]
