"""Messages and complaints of whoever is logged in, below `account/complaints/`."""

from django.urls import path

from lerna.doors.cabinet.talk import views

urlpatterns = [
    path("", views.appeals, name="appeals"),
    path("new/", views.complain, name="complain"),
    path("write/", views.write, name="write"),
]
