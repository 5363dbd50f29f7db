"""Addresses of the look, the same in every language."""

from django.urls import path

from lerna.doors.look import views
from lerna.doors.look.media import views as media_views
from lerna.doors.look.media import views_frame

app_name = "look"
urlpatterns = [
    path("brand.css", views.brand_css, name="brand_css"),
    path("media/<slug:digest>/", media_views.media, name="media"),
    path("media/<slug:digest>/own/<str:token>/", media_views.own_media, name="own_media"),
    path("media/<slug:digest>/own/<str:token>/film.m3u8", media_views.own_film, name="own_film"),
    path("media/<slug:digest>/lesson/<int:lesson>/<str:token>/", media_views.lesson_media, name="lesson_media"),
    path("media/<slug:digest>/lesson/<int:lesson>/<str:token>/film.m3u8", media_views.lesson_film, name="lesson_film"),
    path("frame/<slug:digest>/<str:token>/<path:path>", views_frame.frame, name="frame"),
]
