"""Every address of the packages' host, and which static files it has; SiteMiddleware leads there."""

from django.urls import path

from lerna.doors.player import views

STATIC_FOLDERS = ("player/", "vendor/scorm-again/dist/")
app_name = "player"
handler400 = handler403 = handler404 = "lerna.doors.player.views.nothing"
handler500 = "lerna.doors.player.views.broken"
urlpatterns = [
    path("<str:token>/<slug:language>/", views.play, name="play"),
    path("<str:token>/said", views.said, name="said"),
    path("<str:token>/files/<path:name>", views.file, name="file"),
]
