"""Every address of the packages' host, and which static files it has; SiteMiddleware leads there."""

from django.urls import path

from lerna.doors.player import views

STATIC_FOLDERS = ("player/", "vendor/scorm-again/dist/")
handler400 = handler403 = handler404 = "lerna.doors.player.views.nothing"
handler500 = "lerna.doors.player.views.broken"
urlpatterns = [
    path("<str:token>/<slug:language>/", views.play, name="package_play"),
    path("<str:token>/said", views.said, name="package_said"),
    path("<str:token>/files/<path:name>", views.file, name="package_file"),
]
