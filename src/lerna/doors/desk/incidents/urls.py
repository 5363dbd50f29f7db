"""The register of incidents, below `desk/incidents/`."""

from django.urls import path

from lerna.doors.desk.incidents import acts, papers, views

urlpatterns = [
    path("", views.incidents, name="incidents"),
    path("new/", views.new_incident, name="incident_new"),
    path("<slug:number>/", views.incident_page, name="incident"),
    path("<slug:number>/print/", papers.incident_print, name="incident_print"),
    path("<slug:number>/notice/<slug:language>/", papers.notice, name="incident_notice"),
    path("<slug:number>/notice/<slug:language>/pdf/", papers.notice_pdf, name="incident_notice_pdf"),
    path("<slug:number>/note/", acts.note, name="incident_note"),
    path("<slug:number>/scope/", acts.scope, name="incident_scope"),
    path("<slug:number>/judge/", acts.judge, name="incident_judge"),
    path("<slug:number>/block/", acts.block, name="incident_block"),
    path("<slug:number>/unblock/", acts.unblock, name="incident_unblock"),
    path("<slug:number>/tell/", acts.tell, name="incident_tell"),
    path("<slug:number>/report/", acts.report, name="incident_report"),
    path("<slug:number>/close/", acts.close, name="incident_close"),
]
