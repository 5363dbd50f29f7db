"""Addresses of the papers and proofs."""

from django.urls import path

from lerna.doors.desk.papers import views_evidence, views_policy, views_records

urlpatterns = [
    path("evidence/", views_evidence.evidence, name="evidence"),
    path("evidence/key.txt", views_evidence.public_key, name="evidence_key"),
    path("evidence/<int:number>.json", views_evidence.proof, name="evidence_proof"),
    path("policy/", views_policy.policy, name="policy"),
    path("policy/text/", views_policy.bring_text, name="policy_text"),
    path("policy/publish/<slug:source>/", views_policy.publish, name="policy_publish"),
    path("records/", views_records.records, name="records"),
    path("records/<slug:kind>/", views_records.record, name="record"),
    path("records/<slug:kind>/approve/", views_records.approve, name="record_approve"),
    path("records/<slug:kind>.<slug:form>", views_records.download, name="record_file"),
    path("records/<slug:kind>/<int:number>/", views_records.approved, name="record_approved"),
    path("records/<slug:kind>/<int:number>.<slug:form>", views_records.download, name="record_approved_file"),
]
