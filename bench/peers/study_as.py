"""Fills NOW LMS with a school of the same size and prints where its learners are, as JSON. In its environment alone.

    python study_as.py COURSES LESSONS LEARNERS ENROLLMENTS

The database is named by DATABASE_URL. Rows are written by its own models; nobody's password is needed, for each
learner's browser gets the session that a log-in would leave.
"""

import json
import sys
from collections.abc import Iterable, Iterator

from flask import session
from flask_login import login_user
from now_lms import initial_setup, lms_app
from now_lms.db import (
    Curso,
    CursoRecurso,
    CursoSeccion,
    EstudianteCurso,
    Evaluation,
    Question,
    QuestionOption,
    Usuario,
    database,
)

PER_SECTION = 10
TEXT = "Абзац **урока** с мыслью. " * 160


def main(courses: int, lessons: int, learners: int, enrollments: int) -> None:
    """Everything anew; the first course is the longest, and the logged-in learners study it."""
    with lms_app.app_context():
        initial_setup(flask_app=lms_app)
        _add(_make_courses(courses))
        sections = [
            one for number in range(courses) for one in _make_sections(number, 1 if number else lessons // PER_SECTION)
        ]
        _add(sections)
        resources = [one for section in sections for one in _make_lessons(section)]
        _add(resources)
        people = [_make_learner(number) for number in range(max(learners, enrollments - learners))]
        _add(people)
        _add(EstudianteCurso(curso="course-0", usuario=one.usuario, vigente=True) for one in people[:learners])
        _add(
            EstudianteCurso(curso=f"course-{number % (courses - 1) + 1}", usuario=people[number].usuario, vigente=True)
            for number in range(enrollments - learners)
        )
        evaluation, options = _make_quiz()
        texts = [one.id for one in resources[:PER_SECTION]]
        print(json.dumps({
            "course": "course-0", "lessons": texts, "evaluation": evaluation, "options": options,
            "cookies": [_log_in(one) for one in people[:learners]],
        }))  # fmt: skip


def _add(rows: Iterable[object]) -> None:
    database.session.add_all(list(rows))
    database.session.commit()


def _make_courses(count: int) -> Iterator[Curso]:
    for number in range(count):
        yield Curso(
            nombre=f"Python с нуля, {number}", codigo=f"course-{number}", estado="open", publico=True, portada=False,
            descripcion_corta="Короткие уроки и задачи из жизни. " * 3, nivel=1, duracion=6, pagado=False,
            descripcion="Почему так устроено и **как этим пользоваться**. " * 6, modalidad="self_paced",
            certificado=False,
        )  # fmt: skip


def _make_sections(course: int, count: int) -> Iterator[CursoSeccion]:
    for place in range(count):
        yield CursoSeccion(
            id=f"c{course}-{place}", curso=f"course-{course}", nombre=f"Раздел {place + 1}", descripcion="Раздел",
            indice=place + 1, estado=True,
        )  # fmt: skip


def _make_lessons(section: CursoSeccion) -> Iterator[CursoRecurso]:
    for number in range(PER_SECTION):
        yield CursoRecurso(
            id=f"{section.id}-{number}", curso=section.curso, seccion=section.id, indice=number + 1, tipo="text",
            nombre=f"Урок {number + 1}: что видно сразу", descripcion="Урок", requerido="required", publico=False,
            text=TEXT,
        )  # fmt: skip


def _make_learner(number: int) -> Usuario:
    return Usuario(
        usuario=f"learner-{number}", acceso=b"-", nombre="Айгерім", apellido="Серікқызы", tipo="student", activo=True,
        correo_electronico=f"learner-{number}@example.kz", correo_electronico_verificado=True,
    )  # fmt: skip


def _make_quiz() -> tuple[str, dict[str, list[str]]]:
    evaluation = Evaluation(section_id="c0-0", title="Проверьте себя", passing_score=50.0)
    _add([evaluation])
    options = {}
    for number in range(5):
        question = Question(evaluation_id=evaluation.id, type="multiple", text="Какой способ быстрее?", order=number)
        _add([question])
        choices = [QuestionOption(question_id=question.id, text=text, is_correct=not place)
                   for place, text in enumerate(("Первый", "Второй", "Третий"))]  # fmt: skip
        _add(choices)
        options[question.id] = [choice.id for choice in choices]
    return evaluation.id, options


def _log_in(learner: Usuario) -> str:
    with lms_app.test_request_context("/"):
        login_user(learner)
        response = lms_app.response_class()
        lms_app.session_interface.save_session(lms_app, session, response)
    return response.headers["Set-Cookie"].partition(";")[0]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]))
