"""Pages of the staff."""

from django.urls import include, path

from lerna.doors.desk import views
from lerna.doors.desk.certificates.views import certificates
from lerna.doors.desk.today.views import today

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("today/", today, name="today"),
    path("requests/", include("lerna.doors.desk.requests.urls")),
    path("incidents/", include("lerna.doors.desk.incidents.urls")),
    path("talk/", include("lerna.doors.desk.talk.urls")),
    path("people/", include("lerna.doors.desk.people.urls")),
    path("works/", include("lerna.doors.desk.works.urls")),
    path("marks/", include("lerna.doors.desk.marks.urls")),
    path("quizzes/", include("lerna.doors.desk.quizzes.urls")),
    path("leads/", views.leads, name="leads"),
    path("learners/", include("lerna.doors.desk.learners.urls")),
    path("", include("lerna.doors.desk.courses.urls")),
    path("certificates/", certificates, name="certificates"),
    path("audience/", views.audience, name="audience"),
    path("", include("lerna.doors.desk.third_parties.urls")),
    path("", include("lerna.doors.desk.papers.urls")),
]
