"""Table of contents of every address. The language stands first (`/kk/policy/`); Russian, the default, stands without."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("", include("lerna.doors.storefront.urls")),
    prefix_default_language=False,
)
