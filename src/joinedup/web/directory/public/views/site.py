"""About the service, and its search box on other sites."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt

from joinedup.web.directory.current import current
from joinedup.web.directory.public.views.page import kept_by_caches, open_page, page


@kept_by_caches
@open_page
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "public_url": settings.PUBLIC_URL.rstrip("/"),
        "total": len(current().catalogue),
    }
    return page(request, "about", context)


@kept_by_caches
@open_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "accessibility", {"owner": settings.SERVICE_OWNER})


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@kept_by_caches
@open_page
def embed(request: HttpRequest) -> HttpResponse:
    """A search box that other sites may show in a frame; it opens the results in a page of their own."""
    return page(request, "embed", {})
