"""Public addresses."""

from django.urls import include, path

from lerna.doors.storefront import views, views_apply, views_changes, views_letters

app_name = "storefront"
urlpatterns = [
    path("", views.home, name="home"),
    path("company/", views.company, name="company"),
    path("contacts/", views.contacts, name="contacts"),
    path("apply/", views_apply.apply, name="apply"),
    path("apply/thanks/", views_apply.applied_nothing, name="applied_nothing"),
    path("apply/thanks/<str:token>/", views_apply.applied, name="applied"),
    path("apply/thanks/<str:token>/withdraw/", views_apply.withdraw_given, name="withdraw_given"),
    path("apply/thanks/<str:token>/receipt.json", views_apply.receipt, name="receipt"),
    path("certificates/", include("lerna.doors.storefront.certificates.urls")),
    path("", include("lerna.doors.storefront.courses.urls")),
    path("requests/", include("lerna.doors.storefront.requests.urls")),
    path("", include("lerna.doors.storefront.talk.urls")),
    path("changes/<str:token>/", views_changes.changes, name="changes"),
    path("changes/<str:token>/withdraw/", views_changes.withdraw_everything, name="changes_withdraw"),
    path("letters/stop/<str:token>/", views_letters.stop, name="letter_stop"),
    path("policy/", include("lerna.doors.storefront.urls_policy")),
]
