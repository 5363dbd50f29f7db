"""Requests about one's own data, below `account/requests/`."""

from django.urls import path

from lerna.doors.cabinet.requests import views

urlpatterns = [
    path("", views.requests, name="requests"),
    path("new/", views.choose, name="request_choose"),
    path("new/<slug:kind>/", views.new_request, name="request_new"),
    path("<uuid:request_id>/", views.request_page, name="request"),
    path("<uuid:request_id>/print/", views.request_print, name="request_print"),
    path("<uuid:request_id>/complain/", views.complain, name="request_complain"),
    path("<uuid:request_id>/confirm/", views.confirm, name="request_confirm"),
    path("<uuid:request_id>/resume/", views.resume, name="request_resume"),
    path("<uuid:request_id>/copy/", views.copy, name="request_copy"),
]
