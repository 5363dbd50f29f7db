"""Public addresses."""

from django.urls import path

from lerna.doors.storefront import views

app_name = "storefront"
urlpatterns = [
    path("", views.home, name="home"),
]
