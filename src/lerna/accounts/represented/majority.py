"""A person who was represented speaks for themselves now (clause 8.1-а), by the operator's hand."""

from datetime import datetime

from django.db import transaction

from lerna.accounts.models import User
from lerna.accounts.operations import open_account
from lerna.accounts.queries import find_person, find_users
from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.operations import state_profile
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.represented.appointment import end_representation, find_represented


class HandOverError(Exception):
    """This can't be done; the sentence says why."""


def hand_over(  # noqa: PLR0913 -- who, by whom until now, and where they are reached from now on
    *, company: Company, representative: str, name: str, surname: str, email: str, now: datetime
) -> User:
    """Ends the representation of the person of this name by the owner of the address `representative`, and opens an
    account of their own, which works once they log in by a code to `email` (clause 8.1-а).

    What they consented to through the representative goes on until they say otherwise. HandOverError where the address
    has an account, or where there is no such representative or nobody of this name.
    """
    if find_users(company, email):
        raise HandOverError("This address has an account already.")
    adult = find_person(company, representative)
    subject = find_represented(adult, name=name, surname=surname) if adult else None
    if subject is None:
        raise HandOverError("The owner of this address acts for nobody of this name, or for several.")
    with transaction.atomic():
        end_representation(subject=subject, actor=Actor.OPERATOR, now=now)
        with processing(Purpose.SECURITY, company=company, reason="a represented person comes of age"):
            profile = Profile.objects.get(subject=subject)
            state_profile(
                subject=subject, actor=Actor.OPERATOR, now=now,
                name=profile.name or "", surname=profile.surname or "", email=email,
            )  # fmt: skip
        return open_account(subject=subject, role="", now=now)
