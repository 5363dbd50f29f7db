"""Where certificates are checked."""

from django.urls import path

from lerna.doors.storefront.certificates import views

urlpatterns = [
    path("", views.ask, name="certificates"),
    path("status/<int:part>/", views.status_list, name="certificate_status"),
    path("<str:number>/", views.certificate, name="certificate"),
]
