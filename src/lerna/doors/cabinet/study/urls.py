"""Addresses of a learner's courses; a course and its run by their keys."""

from django.urls import path

from lerna.doors.cabinet.study import views, views_blocks, views_lesson
from lerna.doors.cabinet.study.quizzes import views as quizzes
from lerna.doors.cabinet.study.works import views as works

urlpatterns = [
    path("", views.courses, name="courses"),
    path("<slug:course>/<slug:run>/", views.course, name="course"),
    path("<slug:course>/<slug:run>/<slug:lesson>/", views_lesson.lesson, name="lesson"),
    path("<slug:course>/<slug:run>/<slug:lesson>/done/", views_lesson.finish, name="lesson_done"),
    path("<slug:course>/<slug:run>/<slug:lesson>/note/", views_blocks.note, name="note"),
    path("<slug:course>/<slug:run>/<slug:lesson>/position/", views_blocks.position, name="position"),
    path("<slug:course>/<slug:run>/<slug:lesson>/poll/<str:block>/", views_blocks.poll, name="poll"),
    path("<slug:course>/<slug:run>/<slug:lesson>/exercise/<str:block>/", views_blocks.exercise, name="exercise"),
    path("<slug:course>/<slug:run>/<slug:lesson>/package/<str:block>/", views_blocks.package, name="package_done"),
    path("<slug:course>/<slug:run>/<slug:lesson>/works/<slug:block>/", works.work, name="work"),
    path("<slug:course>/<slug:run>/<slug:lesson>/works/<slug:block>/<uuid:number>/", works.file, name="work_file"),
    path("<slug:course>/<slug:run>/<slug:lesson>/quiz/<str:block>/", quizzes.start, name="quiz_start"),
    path("<slug:course>/<slug:run>/<slug:lesson>/attempt/<uuid:number>/", quizzes.attempt, name="attempt"),
    path("<slug:course>/<slug:run>/<slug:lesson>/attempt/<uuid:number>/answer/", quizzes.answer, name="attempt_answer"),
    path("<slug:course>/<slug:run>/<slug:lesson>/attempt/<uuid:number>/finish/", quizzes.finish, name="attempt_finish"),
    path("<slug:course>/<slug:run>/<slug:lesson>/attempt/<uuid:number>/settle/", quizzes.settle, name="attempt_settle"),
]
