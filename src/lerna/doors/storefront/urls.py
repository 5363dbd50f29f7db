"""Public addresses."""

from django.urls import include, path

from lerna.doors.storefront import views, views_letters

app_name = "storefront"
urlpatterns = [
    path("", views.home, name="home"),
    path("company/", views.company, name="company"),
    path("contacts/", views.contacts, name="contacts"),
    path("letters/stop/<str:token>/", views_letters.stop, name="letter_stop"),
    path("policy/", include("lerna.doors.storefront.urls_policy")),
]
