"""A person's certificates."""

from django.urls import path

from lerna.doors.cabinet.certificates import views

urlpatterns = [
    path("", views.certificates, name="certificates"),
    path("issue/", views.issue, name="issue_certificate"),
    path("<str:number>/certificate.pdf", views.paper, name="certificate_paper"),
    path("<str:number>/badge.jwt", views.badge, name="certificate_badge"),
    path("<str:number>/show/", views.show, name="certificate_show"),
    path("<str:number>/reissue/", views.reissue, name="certificate_reissue"),
]
