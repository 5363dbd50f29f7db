"""Addresses of the papers and proofs."""

from django.urls import path

from lerna.doors.desk.papers import views_evidence

urlpatterns = [
    path("evidence/", views_evidence.evidence, name="evidence"),
    path("evidence/key.txt", views_evidence.public_key, name="evidence_key"),
    path("evidence/<int:number>.json", views_evidence.proof, name="evidence_proof"),
]
