"""The installation's pages, and the bare one beside them."""

from django.urls import path

from bare import views
from lerna.config.urls import handler400, handler500
from lerna.config.urls import urlpatterns as _installed

__all__ = ["handler400", "handler500", "urlpatterns"]
urlpatterns = [path("bare/leads/", views.leads), *_installed]
