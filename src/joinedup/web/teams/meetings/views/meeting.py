"""A team's meetings: prepare one, see how far it is, ask to talk about somebody."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.web.drafts import pages as drafts
from joinedup.web.drafts.actions import drop
from joinedup.web.governance.actions import record, record_each
from joinedup.web.governance.permissions import requires
from joinedup.web.members.queries import members_of, teams_of
from joinedup.web.people.pages import person_in_care
from joinedup.web.people.queries import (
    current_run,
    in_care,
    neighbourhood_names,
    organisation_names,
    people_by_id,
)
from joinedup.web.teams import queries as team_queries
from joinedup.web.teams.meetings import actions, forms, presenters, queries


@requires("teams.meet")
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings of the user's teams, and the way to the next one."""
    own, names = teams_of(request.user, at=request.at), neighbourhood_names()
    rows = list(queries.meetings_of(own)[:50])
    opened = {row.neighbourhood: row for row in rows if row.closed_at is None}
    context = {
        "teams": [{"code": code, "name": names.get(code, code), "open": opened.get(code)} for code in own],
        "past": [
            {"number": row.pk, "team": names.get(row.neighbourhood, ""), "words": presenters.meeting_words(row)}
            for row in rows
            if row.closed_at is not None
        ],
    }
    return render(request, "teams/meetings/meetings.jinja", context)


@requires("teams.meet")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    code, run = request.POST.get("team", ""), current_run()
    if code not in teams_of(request.user, at=request.at) or run is None:
        raise Http404
    made = actions.begin(code, run, by=request.user, at=request.at)
    return redirect("teams:meeting", number=made.pk)


def own_meeting(request: HttpRequest, number: int) -> Any:
    """A meeting of one of the user's teams; others are not found, and that is audited."""
    found = queries.meeting(number)
    if found is None or found.neighbourhood not in teams_of(request.user, at=request.at):
        why = {"why": "no such meeting" if found is None else "not of the user's team", "meeting": number}
        record(by=request.user, at=request.at, action="teams.open_meeting", detail=why, outcome="refused")
        raise Http404
    return found


@requires("teams.meet")
@require_safe
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """The agenda, who is there, and how far the meeting is."""
    found = own_meeting(request, number)
    items = queries.items_of(found)
    ids = [item.person_id for item in items]
    objecting = team_queries.objecting(ids, found.neighbourhood, at=request.at)
    may_name = in_care(set(ids) - objecting, by=request.user, at=request.at)
    named = people_by_id(may_name, by=request.user, at=request.at)
    detail = {"meeting": found.pk, "people": len(items)}
    record(by=request.user, at=request.at, action="teams.open_meeting", detail=detail)
    seen = [(now, {"meeting": found.pk, "by_name": one in named}) for one, now in team_queries.as_today(ids).items()]
    record_each(seen, by=request.user, at=request.at, action="teams.view_on_agenda")
    came, organisations = queries.attendance(found), organisation_names()
    context = {
        "meeting": found,
        "team": neighbourhood_names().get(found.neighbourhood, found.neighbourhood),
        "lines": presenters.agenda_lines(
            items, {key: person.full_name for key, person in named.items()}, objecting=objecting
        ),
        "next": next((item.position for item in items if item.state == "waiting"), 0),
        "left_out": presenters.left_out_words(found.left_out),
        "members": [
            {
                "id": one.pk,
                "name": one.name,
                "role": one.role_words,
                "organisation": organisations.get(one.organisation, one.organisation),
                "said": {False: "came", True: "apologies"}.get(came.get(one.pk), ""),
            }
            for one in members_of(found.neighbourhood, at=request.at)
        ],
        "is_open": found.closed_at is None,
    }
    return render(request, "teams/meetings/meeting.jinja", context)


@requires("teams.meet")
@require_POST
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    found = own_meeting(request, number)
    said = {
        int(name.removeprefix("member-")): value
        for name, value in request.POST.items()
        if name.startswith("member-") and name[7:].isascii() and name[7:].isdecimal() and len(name) < 25
    }
    changed = {user: how for user, how in said.items() if how != request.POST.get(f"was-{user}", "absent")}
    actions.set_attendance(found, changed, by=request.user, at=request.at)
    messages.success(request, "Who is here is written down")
    return redirect("teams:meeting", number=number)


@requires("teams.meet")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, person_id: str) -> HttpResponse:
    """Ask that the team talks about a person in the user's care."""
    opened = person_in_care(request, person_id, drafts.opened_as(request, "teams.open_ask_form"))
    if opened.neighbourhood not in teams_of(request.user, at=request.at):
        raise Http404
    begun = drafts.begun_below(request, opened)
    if drafts.is_asked(request):
        return drafts.answer(request, begun, back=reverse("teams:person", args=[opened.person_id]))
    form = forms.AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"].strip()
        actions.ask_for(opened.person_id, opened.neighbourhood, words, by=request.user, at=request.at)
        drop(begun)
        messages.success(request, "The team's next meeting will talk about this person")
        return redirect("teams:person", person_id=opened.person_id)
    draft = drafts.taken_up(request, begun)
    context = {
        "person": opened,
        "draft_at": drafts.since(draft),
        "words": drafts.so_far(request, draft).get("words", "")[:1200],
        "problem": next(iter(form.errors.get("words", [])), ""),
    }
    return render(request, "teams/meetings/ask.jinja", context, status=422 if form.errors else 200)
