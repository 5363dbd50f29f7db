"""Where authors work."""

from django.urls import include, path

from lerna.doors.desk.courses import views, views_lesson, views_media, views_outline, views_runs
from lerna.doors.desk.courses.bringing import views as views_bringing
from lerna.doors.desk.courses.bringing import views_export
from lerna.doors.desk.courses.quizzing import views as views_quizzing
from lerna.doors.desk.courses.quizzing import views_question

# A key may be any word, so no page's own word stands where a key does.
_COURSE = "courses/<slug:key>/"
_LESSON = f"{_COURSE}lessons/<slug:lesson>/"
_SECTION = f"{_COURSE}sections/<slug:section>/"
_QUIZ = f"{_LESSON}quizzes/<slug:block>/"
_RUN = f"{_COURSE}runs/<slug:run>/"

urlpatterns = [
    path("courses/", views.courses, name="courses"),
    path("media/", views_media.media, name="media"),
    path("media/add/", views_media.add, name="add_media"),
    path("import/", views_bringing.bring, name="bring_course"),
    path("import/<int:arrival>/", views_bringing.arrival, name="arrival"),
    path("import/reports/<int:report>/", views_bringing.report, name="import_report"),
    path("", include("lerna.doors.desk.courses.programs.urls")),
    path(_COURSE, views.course, name="course"),
    path(f"{_COURSE}folder.zip", views_export.folder, name="export_folder"),
    path(f"{_COURSE}cartridge.imscc", views_export.cartridge, name="export_cartridge"),
    path(f"{_COURSE}page/", views.page, name="course_page"),
    path(f"{_COURSE}show/", views.show, name="show_course"),
    path(f"{_COURSE}publish/", views.publish, name="publish_course"),
    path(f"{_COURSE}sections/", views_outline.new_section, name="new_section"),
    path(f"{_COURSE}order/", views_outline.order, name="order_course"),
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
    path(f"{_COURSE}new-run/", views_runs.new, name="new_run"),
    path(_RUN, views_runs.run, name="run"),
    path(f"{_RUN}again/", views_runs.again, name="run_again"),
]
