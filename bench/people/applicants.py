"""A few people as they come: sealed by their own keys, permitting consulting; and the same in the bare table."""

from datetime import timedelta
from uuid import uuid4

from bare.models import Application

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing
from lerna.sales.leads.models import Lead


def make_applicants(company: Company, count: int) -> None:
    """People with a profile and an application each, and the same applications readable in the bare table."""
    site, now = company.sites.order_by("place")[0], clock.now()
    for number in range(count):
        person = {
            "name": "Айгерім",
            "surname": "Серікқызы",
            "email": f"aigerim-{number}@example.kz",
            "phone": f"+7701{number:07}",
        }
        about = {"comment": "Хочу учиться дизайну, но не знаю, с чего начать.", "received_at": now - timedelta(number)}
        subject = create_subject(company=company, site=site, now=now)
        permit(subject=subject, purposes=[Purpose.CONSULTING])
        with processing(Purpose.CONSULTING, company=company, reason="a benchmark's people come"):
            state_profile(subject=subject, actor=Actor.PERSON, now=now, **person)
            Lead(subject=subject, company=company, site=site.key, language="ru", act=uuid4(), **person, **about).save(
                force_insert=True
            )
        Application.objects.create(company=company, **person, **about)
