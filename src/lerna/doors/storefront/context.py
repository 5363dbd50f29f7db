"""What every page of the storefront knows: its site and company."""

from typing import Any

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The site that the request came to, for every template."""
    return {"site": getattr(request, "site", None)}
