"""A running installation, as browsers reach it and as an operator works on it."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from journeys.prompt import ROOT, Operator

# Each process of the tests has its own; kept between runs, so that only the first one makes a database.
FOLDER = ROOT / "var" / "test" / "-".join(filter(None, ("journeys", os.environ.get("PYTEST_XDIST_WORKER"))))
PATIENCE = 180  # seconds for a first start on a slow machine

# A member of staff comes and is logged in, their second factor shown: how they show it has journeys of its own.
LOG_IN = """
import sys
from lerna.accounts.models import SignIn
from lerna.accounts.operations import open_sign_in
from lerna.accounts.staff import add_staff
from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing

company, now = Company.objects.get(slug=sys.argv[1]), clock.now()
user = add_staff(company=company, role=sys.argv[2], name="Вера", email=sys.argv[3], now=now)
print(open_sign_in(user=user, device="Firefox", now=now))
with processing(Purpose.SECURITY, company=company, reason="a journey"):
    SignIn.objects.filter(subject=user.subject).update(proven_at=now)
"""
FIND_PERSON = """
import sys
from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.queries import find_by_email

company = Company.objects.get(slug=sys.argv[1])
with processing(Purpose.REQUESTS, company=company, reason="a journey"):
    print(getattr(find_by_email(sys.argv[2]), "subject_id", ""))
"""

ENROLL = """
import sys
from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Run
from lerna.school.learning.models import Origin
from lerna.school.learning.operations import enroll

run = Run.objects.select_related("course").get(course__company__slug=sys.argv[1], course__key=sys.argv[2])
with processing(Purpose.CONSENT_PROOF, company=Company.objects.get(slug=sys.argv[1]), reason="a journey"):
    subject = DataSubject.objects.select_related("company").get(pk=sys.argv[3])
enroll(subject=subject, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())
"""
END_SOON = """
import sys
from datetime import timedelta
from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.quizzes.models import Attempt

with processing(Purpose.LEARNING, company=Company.objects.get(slug=sys.argv[1]), reason="a journey"):
    Attempt.objects.filter(pk=sys.argv[2]).update(due_at=clock.now() + timedelta(seconds=int(sys.argv[3])))
"""

# The bank of the register answers where the sandbox listens; then what its customer asks for passes to it.
POINT_AT_BANK = """
import sys
from lerna.privacy.recipients.models import Recipient

Recipient.objects.filter(company__slug="newskills", key="ulgi-bank").update(url=sys.argv[1], contract_until=None)
"""
PASS_ON = """
import sys
from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.operations import transfer
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.queries import find_by_email

company = Company.objects.get(slug="newskills")
with processing(Purpose.CONSENT_PROOF, company=company, reason="a journey"):
    person = DataSubject.objects.select_related("company").get(pk=find_by_email(sys.argv[1]).subject_id)
transfer(
    subject=person, recipient="ulgi-bank", purpose=Purpose.BANK_CREDIT, columns=["subjects.profile.name"],
    ground="credit-application", actor=Actor.PERSON, now=clock.now(),
)
"""

# A run of a small course, and people who handed its work in: the last one now, each other a week before the next.
WORKS = """
import json, sys
from datetime import timedelta
from lerna.accounts.models import User
from lerna.accounts.operations import open_sign_in
from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import CourseContent, GradedPart, Grading, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Assignment, Criterion
from lerna.school.catalogue.models import Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.learning.assignments.operations import hand_in, save_draft
from lerna.school.learning.models import Origin
from lerna.school.learning.operations import enroll

company, now, key, names = Company.objects.get(slug="newskills"), clock.now(), sys.argv[1], sys.argv[2:]
site = company.sites.get(key="lerna")
rubric = (
    Criterion(key="idea", title="Идея читается с трёх шагов", points=60),
    Criterion(key="words", title="Выбор объяснён", points=40),
)
poster = Assignment(key="poster", title="Афиша", part="works", task="Нарисуйте **афишу**.", rubric=rubric)
lesson = LessonContent(key="poster", title="Афиша", blocks=(poster,))
content = CourseContent(
    key="journey-works", language="ru", title="Цвет с нуля",
    sections=(SectionContent(key="practice", title="Практика", lessons=(lesson,)),),
    grading=Grading(pass_mark=60, parts=(GradedPart(key="works", title="Работы", weight=100),)),
    runs=(RunContent(key=key),),
)
bring_course(company=company, content=content, now=now)
run = Run.objects.select_related("course").get(course__company=company, course__key="journey-works", key=key)
tokens = []
for week, name in reversed(list(enumerate(reversed(names)))):
    then = now - timedelta(weeks=week)
    person = create_subject(company=company, site=site, now=then)
    permit(subject=person, purposes=[Purpose.LEARNING])
    with processing(Purpose.LEARNING, company=company, reason="a journey"):
        state_profile(subject=person, actor=Actor.PERSON, now=then, name=name, email=f"{key}-{week}@example.kz")
    with processing(Purpose.SECURITY, company=company, reason="a journey"):
        user = User(subject=person, joined_at=then, confirmed_at=then)
        user.set_unusable_password()
        user.save(force_insert=True)
    tokens.append(open_sign_in(user=user, device="Firefox", now=now))
    studies = enroll(subject=person, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=then)
    work = {"enrollment": studies, "lesson": run.course.lessons.get(), "assignment": poster, "now": then}
    save_draft(text=f"Афиша. {name}", link="", **work)
    hand_in(**work)
print(json.dumps([run.pk, *tokens]))
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """Four sites on one port, and what an operator does on their machine."""

    port: int
    environment: dict[str, str]
    operator: Operator

    @property
    def folder(self) -> Path:
        """Where its data lie."""
        return Path(self.environment["LERNA_VAR"])

    def address(self, brand: str, path: str = "/") -> str:
        """Where a browser finds this site's page."""
        return f"http://{brand}.localhost:{self.port}{path}"

    def run(self, *words: str, typed: str = "") -> str:
        """What `./lerna …` says; `typed` is what the operator answers."""
        answer = self.operator.run(*words, typed=typed)
        assert answer.code == 0, answer.said + answer.errors
        return answer.said

    def log_in(self, slug: str, role: str, email: str) -> str:
        """The cookie of a new member of staff."""
        return self._ask(LOG_IN, slug, role, email)

    def find_person(self, slug: str, email: str) -> str:
        """Whom this company knows by this address: their number; empty where nobody."""
        return self._ask(FIND_PERSON, slug, email)

    def enroll_in(self, slug: str, course: str, person: str) -> None:
        """The staff enroll a person of this number in the course's only run."""
        self._ask(ENROLL, slug, course, person)

    def end_soon(self, slug: str, attempt: str, seconds: int) -> None:
        """The time of an attempt at a quiz is over in so many seconds."""
        self._ask(END_SOON, slug, attempt, str(seconds))

    def point_at_bank(self, address: str) -> None:
        """From now on the bank of Newskills' register is reached there."""
        self._ask(POINT_AT_BANK, address)

    def pass_on(self, email: str) -> None:
        """This customer's name goes to that bank, as it will when they apply for credit."""
        self._ask(PASS_ON, email)

    def hand_in_works(self, run: str, names: Sequence[str]) -> tuple[int, list[str]]:
        """A new run of a small course, whose one work these people handed in: the run's number, everybody's cookie."""
        number, *tokens = json.loads(self._ask(WORKS, run, *names))
        return number, tokens

    def _ask(self, script: str, *words: str) -> str:
        return self.run("-c", script, *words).strip()
