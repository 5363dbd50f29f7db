"""Posting under a lesson and about a course."""

from django.urls import path

from lerna.doors.cabinet.talk import comments, reviews

_LESSON = "talk/<slug:course>/<slug:run>/<slug:lesson>/"

urlpatterns = [
    path(_LESSON, comments.post, name="comment_post"),
    path(f"{_LESSON}follow/", comments.follow_talk, name="talk_follow"),
    path(f"{_LESSON}<uuid:comment>/", comments.edit, name="comment"),
    path(f"{_LESSON}<uuid:comment>/delete/", comments.delete, name="comment_delete"),
    path(f"{_LESSON}<uuid:comment>/report/", comments.report, name="comment_report"),
    path("reviews/<slug:course>/<slug:run>/", reviews.review, name="review"),
    path("reviews/<slug:course>/<slug:run>/delete/", reviews.delete, name="review_delete"),
]
