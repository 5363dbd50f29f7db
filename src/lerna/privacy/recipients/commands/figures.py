"""`figures`: depersonalized counts for statistics and research."""

from argparse import Namespace
from typing import TextIO

from django.core.management.base import CommandError

from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.recipients.commands import Actions, find_company, find_recipient
from lerna.privacy.recipients.research.groups import TooFewError
from lerna.privacy.recipients.research.operations import NoSuchTableError, export_figures
from lerna.privacy.recipients.sending.refusals import TransferRefusedError


def add(actions: Actions) -> None:
    """The subcommand of this group."""
    figures = actions.add_parser("figures", help="Print depersonalized counts of the people who agreed to research.")
    figures.add_argument("company", type=find_company, metavar="COMPANY")
    figures.add_argument("--table", default="subjects.datasubject", help="By what to count (subjects.datasubject).")
    figures.add_argument("--format", choices=("csv", "json"), default="json", help="json holds the report as well.")
    figures.add_argument("--recipient", type=find_recipient, metavar="COMPANY/KEY", help="For whom they are.")
    figures.set_defaults(run=_figures)


def _figures(arguments: Namespace, out: TextIO) -> None:
    recipient = arguments.recipient
    if recipient is not None and recipient.company_id != arguments.company.pk:
        raise CommandError("This recipient is another company's.")
    try:
        figures = export_figures(
            company=arguments.company, table=arguments.table, recipient=recipient, actor=Actor.OPERATOR,
            now=clock.now(),
        )  # fmt: skip
    except TooFewError:
        raise CommandError("Too few people have agreed to research; nothing can be told of them.") from None
    except NoSuchTableError as error:
        raise CommandError(str(error)) from None
    except TransferRefusedError as error:
        raise CommandError(str(error.refusal.label)) from None
    out.write(figures.to_csv() if arguments.format == "csv" else figures.to_json() + "\n")
