"""The mailbox of a development machine."""

from django.urls import path

from lerna.doors.look.mailbox import views

app_name = "mailbox"
urlpatterns = [
    path("", views.mailbox, name="list"),
    path("<uuid:number>/", views.letter, name="letter"),
    path("<uuid:number>/html/", views.letter_html, name="html"),
]
