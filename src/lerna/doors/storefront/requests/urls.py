"""Requests about personal data, for people without an account, below `requests/`."""

from django.urls import path

from lerna.doors.storefront.requests import views, views_open

urlpatterns = [
    path("", views.choose, name="requests"),
    path("new/<slug:kind>/", views.new_request, name="request_new"),
    path("thanks/", views.thanks, name="request_thanks"),
    path("<str:token>/", views.follow, name="request"),
    path("<str:token>/again/", views.send_again, name="request_again"),
    path("<str:token>/open/", views_open.open_file, name="request_open"),
    path("<str:token>/open/print/", views_open.print_file, name="request_print"),
    path("<str:token>/open/copy/", views_open.copy, name="request_copy"),
    path("<str:token>/open/complain/", views_open.complain, name="request_complain"),
]
