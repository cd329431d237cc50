"""Signing in, by an identity provider or as an invented person, and out."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.web.accounts import actions, backchannel, oidc, presenters, queries
from joinedup.web.accounts.claims import ClaimsRefused
from joinedup.web.accounts.middleware import limits
from joinedup.web.accounts.provider import ProviderFailed
from joinedup.web.governance.permissions import Refused, public, requires
from joinedup.web.notices.actions import choose
from joinedup.web.notices.kinds import KINDS
from joinedup.web.notices.queries import choices


@public
@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    onward = safe_onward(request, request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(onward)
    staff = presenters.personas(queries.active_staff(), *queries.names_of_places()) if settings.DEMO else []
    return render(
        request,
        "accounts/sign_in.jinja",
        {
            "staff": staff,
            "onward": onward,
            "has_provider": bool(settings.OIDC["issuer"]),
            "is_demo": settings.DEMO,
            "idle_minutes": settings.SESSION_IDLE_MINUTES,
            "hours": settings.SESSION_HOURS,
        },
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
@require_safe
def oidc_start(request: HttpRequest) -> HttpResponse:
    check_has_provider()
    onward, is_anew = safe_onward(request, request.GET.get("next", "")), "anew" in request.GET
    return redirect(oidc.start(request, onward=onward, at=request.at, is_anew=is_anew))


@public
@require_safe
def oidc_back(request: HttpRequest) -> HttpResponse:
    check_has_provider()
    try:
        _, onward = oidc.finish(request, at=request.at)
    except (ClaimsRefused, actions.UnknownRole) as problem:
        why = {"why": getattr(problem, "why", "unknown role")}
        raise Refused("accounts.sign_in", words=str(problem), detail=why) from problem
    return redirect(onward)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    try:
        address = oidc.sign_out_address(request)
    except ProviderFailed:  # whoever wants to leave can always leave here
        address = ""
    actions.sign_out(request, at=request.at)
    return redirect(address or "accounts:sign_in")


@requires("accounts.use_service")
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Keep the session, for the warning on the page: answers with the seconds it now has."""
    actions.stay(request, at=request.at)
    return JsonResponse(limits(request) or {})


@requires("accounts.use_service")
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Which e-mail somebody wants; some of it nobody can do without."""
    if request.method == "POST":
        wanted = set(request.POST.getlist("wanted"))
        choose(request.user, {code: code in wanted for code in KINDS})
        messages.success(request, "Your choice is kept")
        return redirect("accounts:notices")
    context = {"kinds": KINDS.values(), "chosen": choices(request.user), "address": request.user.email}
    return render(request, "accounts/notices.jinja", context)


@csrf_exempt
@public
@require_POST
def ended_elsewhere(request: HttpRequest) -> HttpResponse:
    """The provider says that somebody's session there has ended: it ends here too."""
    check_has_provider()
    try:
        backchannel.end_sessions(request.POST.get("logout_token", ""), at=request.at)
    except (ClaimsRefused, ProviderFailed):
        return JsonResponse({"error": "invalid_request"}, status=400)
    return HttpResponse()


def check_has_provider() -> None:
    if not settings.OIDC["issuer"]:
        raise Http404


def safe_onward(request: HttpRequest, address: str) -> str:
    """Where to go after signing in: a page of this service, or home."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if address and is_ours else "/"
