"""What people wrote to the school, below `desk/talk/`."""

from django.urls import path

from lerna.doors.desk.talk import complaints, messages, posts
from lerna.privacy.policy.purposes import Purpose

urlpatterns = [
    path("", posts.talk, name="talk"),
    path("comments/<uuid:number>/", posts.comment.page, name="comment"),
    path("comments/<uuid:number>/answer/", posts.comment.answer, name="comment_answer"),
    path("comments/<uuid:number>/hide/", posts.comment.hide, name="comment_hide"),
    path("comments/<uuid:number>/show/", posts.comment.show, name="comment_show"),
    path("reviews/<uuid:number>/", posts.review.page, name="review"),
    path("reviews/<uuid:number>/answer/", posts.review.answer, name="review_answer"),
    path("reviews/<uuid:number>/hide/", posts.review.hide, name="review_hide"),
    path("reviews/<uuid:number>/show/", posts.review.show, name="review_show"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/<slug:number>/", complaints.complaint_page, name="complaint"),
    path("complaints/<slug:number>/answer/", complaints.answer, name="complaint_answer"),
    path("messages/", messages.show_messages(Purpose.CONSULTING, "messages"), name="messages"),
    path(
        "messages/<uuid:message>/answer/",
        messages.answer_messages(Purpose.CONSULTING, "messages"),
        name="messages_answer",
    ),
    path("questions/", messages.show_messages(Purpose.LEARNING, "questions"), name="questions"),
    path(
        "questions/<uuid:message>/answer/",
        messages.answer_messages(Purpose.LEARNING, "questions"),
        name="questions_answer",
    ),
]
