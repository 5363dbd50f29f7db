"""Pages about third parties."""

from django.urls import path

from lerna.doors.desk.third_parties import views_disclosures, views_figures, views_paper, views_register

urlpatterns = [
    path("recipients/", views_register.recipients, name="recipients"),
    path("recipients/<slug:key>/", views_register.transfers, name="recipient"),
    path("duties/", views_register.duties, name="duties"),
    path("duties/<uuid:duty>/retry/", views_register.retry, name="retry_duty"),
    path("disclosures/", views_disclosures.disclosures, name="disclosures"),
    path("disclosures/new/", views_disclosures.new, name="new_disclosure"),
    path("disclosures/<uuid:key>/", views_disclosures.disclosure, name="disclosure"),
    path("disclosures/<uuid:key>/decide/", views_disclosures.decide, name="decide_disclosure"),
    path("disclosures/<uuid:key>/give/", views_disclosures.give, name="give_disclosure"),
    path("disclosures/<uuid:key>/review/", views_disclosures.review, name="review_disclosure"),
    path("paper/", views_paper.papers, name="paper"),
    path("paper/new/", views_paper.new, name="new_paper"),
    path("paper/<uuid:key>/destroy/", views_paper.destroy, name="destroy_paper"),
    path("figures/", views_figures.figures, name="figures"),
]
