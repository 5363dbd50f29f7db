"""Requests at the desk."""

from django.urls import path

from lerna.doors.desk.requests import acts, views

urlpatterns = [
    path("", views.queue, name="requests"),
    path("search/", views.search, name="request_search"),
    path("<str:number>/", views.request_page, name="request"),
    path("<str:number>/print/", views.request_print, name="request_print"),
    path("<str:number>/name/", acts.name, name="request_name"),
    path("<str:number>/take/", acts.take, name="request_take"),
    path("<str:number>/assign/", acts.give, name="request_assign"),
    path("<str:number>/confirm/", acts.confirm, name="request_confirm"),
    path("<str:number>/code/", acts.send_code, name="request_code"),
    path("<str:number>/note/", acts.note, name="request_note"),
    path("<str:number>/answer/", acts.answer, name="request_answer"),
    path("<str:number>/refuse/", acts.refuse, name="request_refuse"),
    path("<str:number>/resume/", acts.resume, name="request_resume"),
    path("<str:number>/close/", acts.close, name="request_close"),
]
