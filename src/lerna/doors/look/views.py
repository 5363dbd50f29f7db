"""Style sheet of the brand, and the gallery of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lerna.companies.queries import list_sites
from lerna.doors.look.addresses import build_site_address, get_site
from lerna.doors.look.brand import build_brand_css, hash_brand_css
from lerna.doors.look.gallery import GalleryForm, build_gallery

_FOREVER = "public, max-age=31536000, immutable"
_A_WHILE = "public, max-age=300"


@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """The site's brand; kept forever where the address names its very content (`?v=`)."""
    site = get_site(request)
    response = HttpResponse(build_brand_css(site), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = _FOREVER if request.GET.get("v") == hash_brand_css(site) else _A_WHILE
    return response


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, in the brand of this site; in development only."""
    if settings.IN_PRODUCTION:
        raise Http404
    form = GalleryForm(data={"name": "", "email": "aigerim@", "course": "design"})
    form.is_valid()
    path = request.get_full_path()
    sites = [(site.brand_name, build_site_address(request, site) + path) for site in list_sites()]
    context = {"form": form, "blank": GalleryForm(), "sites": sites, **build_gallery()}
    return render(request, "look/gallery.html", context)
