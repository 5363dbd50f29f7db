"""Learners who are logged in and study the longest course, and very many others, enrolled here and there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from people.world import make_people

from lerna.accounts.models import User
from lerna.accounts.operations import open_sign_in
from lerna.companies.models import Company
from lerna.doors.look.signed_in import cookie_name
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.kinds import Assignment, Quiz
from lerna.school.blocks.questions import Choice, Single
from lerna.school.blocks.stored import write_blocks
from lerna.school.catalogue.models import Lesson, LessonRevision, Run
from lerna.school.learning.models import Origin
from lerna.school.learning.operations import enroll
from lerna.school.learning.quizzes.operations import start_attempt
from school.catalog import make_catalog
from school.visitors import Ask

if TYPE_CHECKING:
    from lerna.config.postgres.cluster import Cluster

CSRF = "b" * 32  # any secret will do that the cookie and the form share
QUIZ_LESSON, WORK_LESSON = "s0-l1", "s0-l2"
QUIZ = Quiz(
    key="check", title="Проверьте себя",
    questions=tuple(
        Single(
            key=f"q{number}", text="Какой способ быстрее?",
            choices=(Choice(text="Первый", is_right=True), Choice(text="Второй"), Choice(text="Третий")),
        )
        for number in range(5)
    ),
)  # fmt: skip
WORK = Assignment(key="essay", title="Напишите сами", task="Опишите, **как вы решили** задачу.")
_OTHERS = """
update subjects_datasubject set granted = p.granted, permitted = p.permitted
from (select granted, permitted from subjects_datasubject where id = '{learner}') p
where id in (select subject from lifecycle_clock);
insert into learning_enrollment
    (id, subject_id, company_id, permitted, run_id, state, origin, enrolled_at, opens_at)
select gen_random_uuid(), s.id, s.company_id, s.permitted, r.id, 'active', 'staff', now(), now()
from (select *, row_number() over () as n from subjects_datasubject where id <> all('{{{learners}}}')) s
join (select id, row_number() over () as n, count(*) over () as all_of_them from catalogue_run) r
on r.n = s.n % r.all_of_them + 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Somebody in front of a lesson: the cookie of their browser, and the attempt that they have begun."""

    cookie: str
    attempt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """The longest course, and who studies it."""

    course: str
    learners: Sequence[Learner]

    def list_asks(self, mix: Sequence[str], count: int) -> Iterator[Ask]:
        """So many requests of the mix, learner after learner."""
        for number in range(count):
            learner = self.learners[number // len(mix) % len(self.learners)]
            yield self._ask(mix[number * 7 % len(mix)], learner, number)

    def _ask(self, what: str, learner: Learner, number: int) -> Ask:
        place, fields = f"/account/courses/{self.course}/r0", None
        address = {
            "catalogue": f"/courses/?page={number % 5 + 1}",
            "course": f"/courses/{self.course}/",
            "outline": f"{place}/",
            "lesson": f"{place}/s0-l{3 + number % 7}/",
            "answer": f"{place}/{QUIZ_LESSON}/attempt/{learner.attempt}/answer/",
            "work": f"{place}/{WORK_LESSON}/works/{WORK.key}/",
        }[what]
        if what == "answer":
            question = QUIZ.questions[number % len(QUIZ.questions)].key
            fields = {"question": question, question: str(number % 3), "step": str(uuid4())}
        if what == "work":
            fields = {"text": f"Решил так: {number}. " * 20, "act": "save"}
        form = None if fields is None else fields | {"csrfmiddlewaretoken": CSRF}
        return Ask(what=what, address=address, cookie=f"{learner.cookie}; csrftoken={CSRF}", fields=form)


def make_school(cluster: "Cluster", *, courses: int, lessons: int, learners: int, enrollments: int) -> School:
    """So many courses, the first with so many lessons and learners; as many enrollments in all as is said."""
    course = make_catalog(courses, lessons)
    _open_course(course)
    return School(course=course, learners=_make_learners(cluster, course, learners, enrollments))


def _open_course(course: str) -> None:
    """Its first run begins today; its second lesson asks by a quiz, its third for a work."""
    Run.objects.filter(course__key=course, key="r0").update(starts_on=clock.local_day(clock.now()))
    for key, block in ((QUIZ_LESSON, QUIZ), (WORK_LESSON, WORK)):
        lesson = Lesson.objects.select_related("published").get(course__key=course, key=key)
        former = lesson.published
        lesson.published = LessonRevision.objects.create(
            lesson=lesson, number=2, title=lesson.title, blocks=[*former.blocks, *write_blocks((block,))],
            made_at=clock.now(),
        )  # fmt: skip
        lesson.save(update_fields=["published"])


def _make_learners(cluster: "Cluster", course: str, learners: int, enrollments: int) -> list[Learner]:
    company, now = Company.objects.get(slug="newskills"), clock.now()
    run = Run.objects.select_related("course").filter(course__key=course).order_by("key")[0]
    lesson = Lesson.objects.select_related("published", "course").get(course=run.course, key=QUIZ_LESSON)
    made, subjects = [], []
    for number in range(learners):
        subject = create_subject(company=company, site=company.sites.get(key="lerna"), now=now)
        permit(subject=subject, purposes=[Purpose.CONSULTING, Purpose.LEARNING])
        with processing(Purpose.LEARNING, company=company, reason="a benchmark's learners come"):
            state_profile(
                subject=subject, actor=Actor.PERSON, now=now, name="Айгерім", surname="Серікқызы",
                email=f"learner-{number}@example.kz", phone=f"+7702{number:07}",
            )  # fmt: skip
        with processing(Purpose.SECURITY, company=company, reason="a benchmark's learners come"):
            user = User(subject=subject, joined_at=now, confirmed_at=now)
            user.set_unusable_password()
            user.save(force_insert=True)
        enrollment = enroll(subject=subject, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=now)
        attempt = start_attempt(enrollment=enrollment, lesson=lesson, block=QUIZ.key, now=clock.now())
        token = open_sign_in(user=user, device="", now=now)
        made.append(Learner(cookie=f"{cookie_name()}={token}", attempt=str(attempt.pk)))
        subjects.append(str(subject.pk))
    if enrollments > learners:
        make_people(cluster, 1, enrollments - learners)
        with cluster.connect("bench") as main:
            main.execute("set session_replication_role = replica")
            for statement in _OTHERS.format(learner=subjects[0], learners=",".join(subjects)).split(";"):
                main.execute(statement.encode())
            main.execute("vacuum analyze")
    return made
