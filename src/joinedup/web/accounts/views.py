from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from joinedup.web.accounts import actions, queries
from joinedup.web.governance.permissions import public


@public
@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    onward = safe_onward(request, request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(onward)
    staff = queries.active_staff() if settings.DEMO else []
    return render(
        request,
        "accounts/sign_in.jinja",
        {"staff": staff, "onward": onward, "has_provider": bool(settings.OIDC["issuer"]), "is_demo": settings.DEMO},
    )


@public
@require_POST
def sign_in_as_persona(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    user = queries.staff_member(request.POST.get("username", ""))
    if user is None:
        raise Http404
    actions.sign_in(request, user, at=request.at, how="persona")
    return redirect(safe_onward(request, request.POST.get("next", "")))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    actions.sign_out(request, at=request.at)
    return redirect("accounts:sign_in")


def safe_onward(request: HttpRequest, address: str) -> str:
    """Where to go after signing in: a page of this service, or home."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if address and is_ours else "/"
