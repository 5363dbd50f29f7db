"""The learner's own pages, and the way in."""

from django.urls import URLPattern, URLResolver, include, path

from lerna.doors.cabinet import (
    views,
    views_abroad,
    views_acting,
    views_changes,
    views_consents,
    views_enter,
    views_factors,
    views_leave,
)
from lerna.doors.cabinet.study import views_kept
from lerna.doors.cabinet.study.views_marks import marks

app_name = "cabinet"
_about_a_person: list[URLPattern | URLResolver] = [
    path("", views.my_data, name="my_data"),
    path("changes/", views_changes.changes, name="changes"),
    path("certificates/", include("lerna.doors.cabinet.certificates.urls")),
    path("consents/", views_consents.consents, name="consents"),
    path("consents/withdraw-all/", views_consents.withdraw_all, name="withdraw_all"),
    path("consents/<slug:key>/", views_consents.switch, name="switch"),
    path("consents/<slug:key>/abroad/<slug:recipient>/", views_abroad.switch, name="switch_abroad"),
    path("details/", views.details, name="details"),
    path("download/", views.download, name="download"),
    path("leave/", views_leave.leave, name="leave"),
    path("courses/", include("lerna.doors.cabinet.study.urls")),
    path("join/", include("lerna.doors.cabinet.study.urls_join")),
    path("marks/<slug:course>/<slug:run>/", marks, name="course_marks"),
    path("notes/<slug:course>/<slug:run>/", views_kept.notes, name="course_notes"),
    path("materials/<slug:course>/<slug:run>/", views_kept.materials, name="course_materials"),
    path("", include("lerna.doors.cabinet.talk.post_urls")),
]
urlpatterns = [
    *_about_a_person,
    path("news/", include("lerna.doors.cabinet.study.news.urls")),
    path("requests/", include("lerna.doors.cabinet.requests.urls")),
    path("complaints/", include("lerna.doors.cabinet.talk.urls")),
    path("for/", views_acting.people, name="people"),
    path("for/<uuid:person>/", include(_about_a_person)),
    path("details/email/", views.new_email, name="new_email"),
    path("details/password/", views.new_password, name="new_password"),
    path("sign-ins/", views.sign_ins, name="sign_ins"),
    path("sign-up/", views_enter.sign_up, name="sign_up"),
    path("sign-in/", views_enter.sign_in, name="sign_in"),
    path("code/", views_enter.ask_code, name="ask_code"),
    path("code/<str:token>/", views_enter.enter_code, name="enter_code"),
    path("second/", views_factors.second, name="second"),
    path("second/passkey/", views_factors.show_passkey, name="show_passkey"),
    path("second/passkey/challenge/", views_factors.ask_passkey, name="ask_passkey"),
    path("factors/", views_factors.factors, name="factors"),
    path("factors/program/", views_factors.new_program, name="new_program"),
    path("factors/passkey/", views_factors.new_passkey, name="new_passkey"),
    path("factors/passkey/challenge/", views_factors.begin_passkey, name="begin_passkey"),
    path("factors/<uuid:factor>/remove/", views_factors.remove, name="remove_factor"),
    path("sign-out/", views_enter.sign_out, name="sign_out"),
]
