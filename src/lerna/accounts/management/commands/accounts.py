"""`./lerna accounts …`: staff come and go, and what is no longer needed of log-ins goes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lerna.accounts.jobs import count_due, purge_due
from lerna.accounts.represented.majority import HandOverError, hand_over
from lerna.accounts.roles import load_roles
from lerna.accounts.staff import StaffError, add_staff, remove_staff, reset_factors
from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.emails import EmailError, parse_email


class Command(BaseCommand):
    help = "Accounts: staff and their roles; old log-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        add = actions.add_parser("add-staff", help="Give somebody a role; asks for the name and the e-mail.")
        add.add_argument("--role", required=True, help="A key of policies/roles.toml.")
        remove = actions.add_parser("remove-staff", help="Take a role away; asks for the e-mail.")
        reset = actions.add_parser(
            "reset-second", help="Take every second factor of somebody who lost them; asks for the e-mail."
        )
        end = actions.add_parser(
            "end-representation",
            help="Give a person who speaks for themselves now an account of their own; asks for names and e-mails.",
        )
        for one in (add, remove, reset, end):
            one.add_argument("--company", required=True, help="The company's short name, such as newskills.")
        actions.add_parser("roles", help="List the roles and the purposes each may work for.")
        purge = actions.add_parser("purge", help="Delete codes and log-ins that are past their term.")
        purge.add_argument("--dry-run", action="store_true", help="Only say how many are due.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        if options["action"] == "roles":
            for role in load_roles().values():
                self.stdout.write(f"{role.key}: {role.title.en}; {', '.join(role.purposes) or 'no purpose'}")
        elif options["action"] == "purge":
            self._purge(dry_run=options["dry_run"])
        elif options["action"] == "end-representation":
            self._hand_over(_find_company(options["company"]))
        else:
            self._change_staff(**options)

    def _purge(self, *, dry_run: bool) -> None:
        now = clock.now()
        for company in Company.objects.order_by("slug"):
            count = count_due(company=company, now=now) if dry_run else purge_due(company=company, now=now)
            self.stdout.write(f"{company.slug}: {count} {'due' if dry_run else 'deleted'}")

    def _change_staff(self, *, company: str, action: str, role: str = "", **_options: object) -> None:
        """Asks for what names a person, so that it stands in no history of commands."""
        found = _find_company(company)
        name = input("Name: ").strip() if action == "add-staff" else ""
        try:
            email = parse_email(input("E-mail: ")).address
            if action == "add-staff":
                add_staff(company=found, role=role, name=name, email=email, now=clock.now())
            elif action == "remove-staff":
                remove_staff(company=found, email=email, now=clock.now())
            else:
                reset_factors(company=found, email=email, now=clock.now())
        except (StaffError, EmailError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write("Done.")

    def _hand_over(self, company: Company) -> None:
        try:
            hand_over(
                company=company,
                representative=parse_email(input("The representative's e-mail: ")).key,
                name=input("The person's first name: ").strip(),
                surname=input("Their surname, if one was stated: ").strip(),
                email=parse_email(input("Their own e-mail: ")).address,
                now=clock.now(),
            )
        except (HandOverError, EmailError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write("Done. They log in by a code to their own address.")


def _find_company(slug: str) -> Company:
    found = Company.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no company “{slug}”.")
    return found
