"""Addresses of the policy: the current text, every version, and what changed."""

from django.urls import path

from lerna.doors.storefront import views_evidence, views_third_parties
from lerna.doors.storefront import views_policy as views

urlpatterns = [
    path("", views.policy, name="policy"),
    path("archive/", views.archive, name="policy_archive"),
    path("third-parties/", views_third_parties.third_parties, name="third_parties"),
    path("evidence/", views_evidence.evidence, name="policy_evidence"),
    path("compare/", views.compare, name="policy_compare"),
    path("versions/<int:number>/", views.version, name="policy_version"),
    path("versions/<int:number>/print/", views.print_version, name="policy_print"),
    path("versions/<int:number>.pdf", views.pdf, name="policy_pdf"),
    path("versions/<int:number>.json", views.canonical_json, name="policy_json"),
]
