"""News and the calendar."""

from django.urls import path

from lerna.doors.cabinet.study.news import views

urlpatterns = [
    path("", views.news, name="news"),
    path("letters/", views.letters, name="news_letters"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<str:token>.ics", views.feed, name="calendar_feed"),
]
