"""Vera at work, for the tests of doors: a log-in of a member of staff, with the second step made or not."""

from lerna.accounts.factors.programs import STEP, add_program, begin_program, compute_code
from lerna.accounts.operations import open_sign_in
from lerna.accounts.queries import find_account
from lerna.accounts.staff import add_staff
from lerna.companies.models import Company
from lerna.kit import clock


def open_desk(company: Company, role: str, *, second: bool = True, name: str = "Вера") -> str:
    """The token of a browser in which somebody of this role is logged in; another name is another person."""
    now = clock.now()
    address = f"vera-{role}@example.kz" if name == "Вера" else f"{role}-{len(name)}@example.kz"
    user = add_staff(company=company, role=role, name=name, email=address, now=now)
    token = open_sign_in(user=user, device="Firefox", now=now)
    account = find_account(company, token, now=now)
    assert account
    if second:
        secret = begin_program(account=account, now=now)
        add_program(account=account, name="", typed=compute_code(secret, int(now.timestamp()) // STEP), now=now)
    return token
