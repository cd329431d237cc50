"""A team's members with their employers and skills, and who can do something near here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.core.teams.skills import LEVELS, skills
from joinedup.web.components.problems import first_of, listed
from joinedup.web.governance.permissions import may, requires
from joinedup.web.members import actions, forms, presenters, queries
from joinedup.web.members.distances import distances_metres
from joinedup.web.people.queries import neighbourhood_names, organisation_names


@requires("members.view_team")
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The members of one of the user's teams."""
    names, own = neighbourhood_names(), queries.teams_of(request.user, at=request.at)
    code = request.GET.get("team", own[0] if own else "")
    if code not in own:
        return render(request, "members/no_team.jinja", {"has_own": bool(own)}, status=404 if own else 200)
    return team_page(request, code, own, names)


def team_page(
    request: HttpRequest, code: str, own: list[str], names: dict[str, str], *, form: Any = None
) -> HttpResponse:
    members, on = list(queries.members_of(code, at=request.at)), timezone.localdate(request.at)
    organisations = organisation_names()
    known: dict[int, list[presenters.SkillLine]] = {}
    for row in queries.skills_of(members):
        known.setdefault(row.user_id, []).append(presenters.skill_line(row, organisations, on=on))
    added = queries.memberships_of_team(code, at=request.at)
    problems = first_of(form.errors) if form else {}
    leads = may(request.user, "members.lead_team")
    context = {
        "code": code,
        "name": names.get(code, code),
        "teams": [{"code": one, "name": names.get(one, one), "is_now": one == code} for one in own],
        "members": [
            {
                "id": one.pk,
                "name": one.name,
                "role": one.role_words,
                "organisation": organisations.get(one.organisation, one.organisation),
                "skills": known.get(one.pk, []),
                "is_me": one.pk == request.user.pk,
                "is_added": one.pk in added,
            }
            for one in members
        ],
        "employers": len({one.organisation for one in members}),
        "leads": leads,
        "could_join": [
            {"value": one.pk, "text": f"{one.name}, {one.role_words}"}
            for one in (queries.could_join(code, at=request.at) if leads else ())
        ],
        "skills": [{"value": one.code, "text": one.name} for one in skills().values()],
        "levels": [{"value": value, "text": text} for value, text in LEVELS.items()],
        "problems": problems,
        "problem_list": listed(problems),
    }
    return render(request, "members/team.jinja", context, status=422 if form else 200)


@requires("members.lead_team")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    code, given = own_team(request), request.POST.get("user", "")
    if not given.isascii() or not given.isdecimal() or len(given) > 18:
        messages.error(request, "Select who joins the team")
        return redirect("members:team")
    made = actions.add(int(given), code, by=request.user, at=request.at)
    messages.success(request, f"{made.user.name} belongs to the team now")
    return redirect("members:team")


@requires("members.lead_team")
@require_POST
def take_out(request: HttpRequest) -> HttpResponse:
    code, given = own_team(request), request.POST.get("user", "")
    if (
        not given.isdecimal()
        or len(given) > 18
        or not actions.take_out(int(given), code, by=request.user, at=request.at)
    ):
        raise Http404
    messages.success(request, "They belong to the team no more")
    return redirect("members:team")


def own_team(request: HttpRequest) -> str:
    """The team a lead changes: one of their own."""
    own = queries.teams_of(request.user, at=request.at)
    code = request.POST.get("team", "")
    if code not in own:
        raise Http404
    return code


@requires("members.view_team")
@require_safe
def who_can(request: HttpRequest) -> HttpResponse:
    """Who can do this near here?"""
    skill, near = forms.FindForm(request.GET).wanted
    names = neighbourhood_names()
    own = queries.teams_of(request.user, at=request.at)
    near = near if near in names else (own[0] if own else next(iter(names), ""))
    rows = list(queries.who_can(skill)) if skill else []
    on = timezone.localdate(request.at)
    context = {
        "skill": skill,
        "skill_name": skills()[skill].name if skill else "",
        "near": near,
        "near_name": names.get(near, ""),
        "skills": [{"value": one.code, "text": one.name} for one in skills().values()],
        "places": [{"value": code, "text": name} for code, name in names.items()],
        "lines": presenters.found_lines(
            rows, distances_metres(near) if rows else {}, names, organisation_names(), on=on
        ),
    }
    return render(request, "members/who_can.jinja", context)


@requires("members.say_skill")
@require_POST
def say_skill(request: HttpRequest) -> HttpResponse:
    form = forms.SkillForm(request.POST)
    own = queries.teams_of(request.user, at=request.at)
    if not form.is_valid():
        if not own:
            return redirect("members:team")
        return team_page(request, own[0], own, neighbourhood_names(), form=form)
    actions.say(form.cleaned_data["skill"], form.cleaned_data["level"], by=request.user, at=request.at)
    messages.success(request, "Written down. It counts once your team lead has verified it.")
    return redirect("members:team")


@requires("members.say_skill")
@require_POST
def unsay_skill(request: HttpRequest, number: int) -> HttpResponse:
    if not actions.unsay(number, by=request.user, at=request.at):
        raise Http404
    messages.success(request, "Taken back")
    return redirect("members:team")


@requires("members.lead_team")
@require_http_methods(["GET", "HEAD", "POST"])
def verify_skill(request: HttpRequest, number: int) -> HttpResponse:
    """Write down that a member of the lead's team showed a skill."""
    row, own = queries.skill_record(number), queries.teams_of(request.user, at=request.at)
    members = {one.pk for code in own for one in queries.members_of(code, at=request.at)}
    if row is None or row.user_id not in members or row.skill not in skills():
        raise Http404
    on = timezone.localdate(request.at)
    form = forms.VerifyForm(request.POST if request.method == "POST" else None, skill=row.skill, on=on)
    if request.method == "POST" and form.is_valid():
        actions.verify(row, expires_on=form.cleaned_data["expires_on"], by=request.user, at=request.at)
        messages.success(request, f"{row.user.name}: {skills()[row.skill].name} is verified")
        return redirect("members:team")
    context = {
        "line": presenters.skill_line(row, organisation_names(), on=on),
        "expires_on": request.POST.get("expires_on", "")[:30],
        "problem": next(iter(form.errors.get("expires_on", [])), ""),
        "months": skills()[row.skill].months,
    }
    return render(request, "members/verify.jinja", context, status=422 if form.errors else 200)
