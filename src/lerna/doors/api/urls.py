"""Addresses for machines, the same in every language."""

from django.urls import path

from lerna.doors.api import views_partners

app_name = "api"
urlpatterns = [
    path("partners/messages/", views_partners.messages, name="partner_messages"),
    path("partners/messages/<uuid:number>/", views_partners.message, name="partner_message"),
    path("partners/messages/<uuid:number>/receipt/", views_partners.receipt, name="partner_receipt"),
]
