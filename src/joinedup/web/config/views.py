"""The pages every service has: home, health, and words for when something is amiss."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from joinedup.web.config.layout import menu
from joinedup.web.governance.actions import record
from joinedup.web.governance.permissions import public, requires


@requires("accounts.use_service")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the first page of the menu that the user's role has."""
    pages = menu(request.user, request.path)
    return redirect(pages[0]["href"]) if pages else render(request, "home.jinja")


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")


# The open directory may be found; what people searched for, and pages for staff, may not.
ROBOTS = "User-agent: *\nAllow: /find-help/\nDisallow: /find-help/results/\nDisallow: /find-help/list/\nDisallow: /\n"


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.jinja", status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.jinja", {"words": getattr(exception, "words", "")}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if request.user.is_authenticated:  # of anybody else nothing is known, and anybody could fill the audit
        page = {"page": request.resolver_match.view_name, "why": "form without its token"}
        person_id = str(request.resolver_match.kwargs.get("person_id", ""))
        record(by=request.user, at=request.at, action="view_page", person_id=person_id, detail=page, outcome="refused")
    return render(request, "errors/csrf.jinja", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_tampered(request):
        page = request.resolver_match.view_name if request.resolver_match else "people"
        told = {"page": page, "why": "no such thing"}
        record(by=request.user, at=request.at, action="view_page", detail=told, outcome="refused")
    return render(request, "errors/404.jinja", status=404)


def is_tampered(request: HttpRequest) -> bool:
    """Whether somebody signed in asked for what no page leads to; ids of people are audited where they are found."""
    user, match = getattr(request, "user", None), request.resolver_match
    if user is None or not user.is_authenticated:
        return False
    if match is None:
        return request.path.startswith("/people/")
    return bool(getattr(match.func, "needs", "")) and "person_id" not in match.kwargs


def fault(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.jinja", status=500)
