"""Table of contents of every address. The language stands first (`/kk/policy/`); Russian without."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from lerna.doors.storefront.certificates.views import issuer
from lerna.doors.storefront.courses import machines

handler400 = "lerna.doors.look.views_faults.bad_request"
handler500 = "lerna.doors.look.views_faults.server_error"
urlpatterns = [
    path("", include("lerna.doors.look.urls")),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("api/", include("lerna.doors.api.urls")),
    path(".well-known/did.json", issuer),
    *i18n_patterns(
        path("", include("lerna.doors.storefront.urls")),
        path("account/", include("lerna.doors.cabinet.urls")),
        path("desk/", include("lerna.doors.desk.urls")),
        path("mailbox/", include("lerna.doors.look.mailbox.urls")),
        path("kit/", include("lerna.doors.look.gallery_urls")),
        prefix_default_language=False,
    ),
]
