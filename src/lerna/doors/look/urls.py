"""Addresses of the look, the same in every language."""

from django.urls import path

from lerna.doors.look import views

app_name = "look"
urlpatterns = [
    path("brand.css", views.brand_css, name="brand_css"),
    path("robots.txt", views.robots, name="robots"),
]
