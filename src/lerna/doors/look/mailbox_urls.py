"""The mailbox of a development machine."""

from django.urls import path

from lerna.doors.look import views_mailbox

app_name = "mailbox"
urlpatterns = [
    path("", views_mailbox.mailbox, name="list"),
    path("<uuid:number>/", views_mailbox.letter, name="letter"),
    path("<uuid:number>/html/", views_mailbox.letter_html, name="html"),
]
