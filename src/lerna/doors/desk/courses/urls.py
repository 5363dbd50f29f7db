"""Where authors work."""

from django.urls import include, path

from lerna.doors.desk.courses import views, views_lesson, views_media, views_outline, views_runs
from lerna.doors.desk.courses.bringing import views as views_bringing
from lerna.doors.desk.courses.bringing import views_export
from lerna.doors.desk.courses.quizzing import views as views_quizzing
from lerna.doors.desk.courses.quizzing import views_question

_LESSON = "<slug:key>/lessons/<slug:lesson>/"
_SECTION = "<slug:key>/sections/<slug:section>/"
_QUIZ = f"{_LESSON}quizzes/<slug:block>/"
_RUN = "<slug:key>/runs/<slug:run>/"

urlpatterns = [
    path("", views.courses, name="courses"),
    path("media/", views_media.media, name="media"),
    path("media/add/", views_media.add, name="add_media"),
    path("import/", views_bringing.bring, name="bring_course"),
    path("import/<int:arrival>/", views_bringing.arrival, name="arrival"),
    path("import/reports/<int:report>/", views_bringing.report, name="import_report"),
    path("programs/", include("lerna.doors.desk.courses.programs.urls")),
    path("<slug:key>/", views.course, name="course"),
    path("<slug:key>/folder.zip", views_export.folder, name="export_folder"),
    path("<slug:key>/cartridge.imscc", views_export.cartridge, name="export_cartridge"),
    path("<slug:key>/page/", views.page, name="course_page"),
    path("<slug:key>/show/", views.show, name="show_course"),
    path("<slug:key>/publish/", views.publish, name="publish_course"),
    path("<slug:key>/sections/", views_outline.new_section, name="new_section"),
    path("<slug:key>/order/", views_outline.order, name="order_course"),
    path(_SECTION, views_outline.section, name="section"),
    path(f"{_SECTION}move/", views_outline.move_section, name="move_section"),
    path(f"{_SECTION}lessons/", views_outline.new_lesson, name="new_lesson"),
    path(_LESSON, views_lesson.lesson, name="lesson"),
    path(f"{_LESSON}preview/", views_lesson.preview, name="preview_lesson"),
    path(f"{_LESSON}new-quiz/", views_question.new_quiz, name="new_quiz"),
    path(_QUIZ, views_quizzing.quiz, name="quiz_form"),
    path(f"{_QUIZ}new-question/", views_question.new_question, name="new_question"),
    path(f"{_QUIZ}questions/<slug:question>/", views_question.question, name="question_form"),
    path(f"{_LESSON}move/", views_outline.move_lesson, name="move_lesson"),
    path(f"{_LESSON}stand/", views_outline.stand, name="stand_lesson"),
    path("<slug:key>/runs/new/", views_runs.new, name="new_run"),
    path(_RUN, views_runs.run, name="run"),
    path(f"{_RUN}again/", views_runs.again, name="run_again"),
]
