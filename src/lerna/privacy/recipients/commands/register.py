"""`load` and `list`: the register and its files."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from lerna.kit import clock
from lerna.privacy.recipients.commands import Actions
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.register.files import list_files, load_recipient_files
from lerna.privacy.recipients.register.loading import load_recipients


def add(actions: Actions) -> None:
    """The subcommands of this group."""
    load: ArgumentParser = actions.add_parser(
        "load", help="Make the register say what policies/recipients/ says; safe to repeat."
    )
    load.add_argument("--check", action="store_true", help="Only read the files and say what is wrong in them.")
    load.add_argument("files", nargs="*", type=Path, help="Files to load; all of them without any.")
    load.set_defaults(run=_load)
    actions.add_parser("list", help="List the register: who, for what, where, and by what way.").set_defaults(run=_list)


def _load(arguments: Namespace, out: TextIO) -> None:
    files = arguments.files or list_files()
    if arguments.check:
        out.writelines(f"{facts.company}/{facts.key}: nothing wrong\n" for facts in load_recipient_files(files))
        return
    out.writelines(
        f"{loaded.company}/{loaded.key}: {loaded.outcome}\n" for loaded in load_recipients(files=files, now=clock.now())
    )


def _list(_arguments: Namespace, out: TextIO) -> None:
    for row in Recipient.objects.select_related("company").order_by("company__slug", "key"):
        state = "retired" if row.retired_at else row.channel
        out.write(f"{row.company.slug}/{row.key}: {row.kind}, {row.country}, {', '.join(row.purposes)}; {state}\n")
