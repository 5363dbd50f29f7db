"""What people wrote to the school, below `desk/talk/`."""

from django.urls import path

from lerna.doors.desk.talk import complaints, messages
from lerna.privacy.policy.purposes import Purpose

urlpatterns = [
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
