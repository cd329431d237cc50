"""The team's dashboard, and a person's page with all that is known and proposed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from joinedup.web.components.problems import first_of, listed
from joinedup.web.drafts import queries as drafts
from joinedup.web.drafts.presenters import line as draft_line
from joinedup.web.governance.actions import record
from joinedup.web.governance.permissions import may, requires
from joinedup.web.members.queries import members_of, teams_of
from joinedup.web.people.actions import open_person
from joinedup.web.people.actions import record_relationship as record_in_care
from joinedup.web.people.queries import current_run, in_care, neighbourhood_names
from joinedup.web.plans.forms import NOTE_LETTERS as DECISION_LETTERS
from joinedup.web.teams import actions, person_page, presenters, queries, work
from joinedup.web.teams import dashboard as board
from joinedup.web.teams.forms import NOTE_LETTERS, RelationshipForm

CASELOAD_MOST, BEGUN_MOST = 200, 20


@requires("teams.view_dashboard")
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    run = current_run()
    if run is None:
        return render(request, "risk/no_run.jinja")
    context = board.figures(run, by=request.user, at=request.at, asked=request.GET.get("outcome", ""))
    return render(request, "teams/dashboard.jinja", {**context, "may_list": may(request.user, "risk.view_list")})


@requires("people.view_person")
@require_safe
def person(request: HttpRequest, person_id: str) -> HttpResponse:
    opened, run = open_person(person_id, by=request.user, at=request.at), current_run()
    if opened is None or run is None:
        raise Http404
    if opened.person.person_id != person_id:  # an id that a run merged into another
        return redirect("teams:person", person_id=opened.person.person_id)
    if not opened.is_in_care:
        return gate(request, opened, run, RelationshipForm())
    context = person_page.whole(opened.person, run, by=request.user, at=request.at)
    return render(
        request,
        "teams/person.jinja",
        {**context, "may_decide": may(request.user, "plans.decide_item"), "note_letters": DECISION_LETTERS},
    )


@requires("people.record_relationship")
@require_POST
def record_relationship(request: HttpRequest, person_id: str) -> HttpResponse:
    form = RelationshipForm(request.POST)
    if not form.is_valid():
        opened, run = open_person(person_id, by=request.user, at=request.at), current_run()
        if opened is None or run is None:
            raise Http404
        return gate(request, opened, run, form, status=422)
    found = record_in_care(
        person_id,
        by=request.user,
        at=request.at,
        ground=form.cleaned_data["ground"],
        note=form.cleaned_data["note"],
        words=form.words,
    )
    if not found:
        raise Http404
    messages.success(request, "Recorded that this person is in your care")
    return redirect("teams:person", person_id=person_id)


def gate(request: HttpRequest, opened: Any, run: Any, form: RelationshipForm, *, status: int = 200) -> HttpResponse:
    """What may be seen before a care relationship is recorded, and the form that records one.

    Of somebody who objects nothing is shown, and no form would open the record but that of break-glass.
    """
    may_break = may(request.user, "access.break_glass")
    if opened.has_objected:
        return render(request, "teams/objected.jinja", {"person": opened.person, "may_break": may_break}, status=status)
    context = {
        **person_page.without_name(opened.person, run, at=request.at, neighbourhoods=neighbourhood_names()),
        "may_break": may_break,
        "form": form,
        "grounds": [{"value": value, "text": text} for value, text in form.fields["ground"].choices],
        "chosen": form.data.get("ground", ""),
        "note": form.data.get("note", "")[: 4 * NOTE_LETTERS],
        "problems": first_of(form.errors),
        "problem_list": listed(first_of(form.errors)),
        "note_letters": NOTE_LETTERS,
    }
    return render(request, "teams/gate.jinja", context, status=status)


@requires("teams.view_tasks")
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """What the user has to do, overdue first."""
    told = {"by": request.user, "at": request.at}
    found, on = work.tasks_of(request.user, at=request.at), timezone.localdate(request.at)
    begun = list(drafts.all_of(request.user)[:BEGUN_MOST])
    ids = {one.person_id for one in (*found, *begun) if one.person_id}
    names, named = work.names_of(ids, **told)
    record(**told, action="teams.view_tasks", detail={"tasks": len(found), "named": named})
    lines = [presenters.task_line(task, names[task.person_id], on=on) for task in found]
    context = {
        "overdue": [line for line in lines if line.is_overdue],
        "due": [line for line in lines if not line.is_overdue],
        "begun": [(draft_line(one, one.person_id), names.get(one.person_id, "")) for one in begun],
        "may_open": may(request.user, "people.view_person"),
    }
    return render(request, "teams/tasks.jinja", context)


@requires("teams.view_tasks")
@require_POST
def arranged(request: HttpRequest, number: int) -> HttpResponse:
    """Say that an offer one accepted is arranged."""
    if not actions.arrange(number, by=request.user, at=request.at):
        raise Http404
    messages.success(request, "Written down as arranged")
    return redirect("teams:tasks")


@requires("teams.view_caseload")
@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    """Who in the team has whom in their care; names of those in one's own."""
    own, names = teams_of(request.user, at=request.at), neighbourhood_names()
    code = request.GET.get("team", own[0] if own else "")
    if code not in own:
        return render(request, "members/no_team.jinja", {"has_own": bool(own)}, status=404 if own else 200)
    members = list(members_of(code, at=request.at))
    asked = request.GET.get("member", "")
    member = next((one.pk for one in members if str(one.pk) == asked), 0)
    held = list(queries.caseload(code, at=request.at, member=member, by=request.user).values())
    shown = held[:CASELOAD_MOST]
    named = in_care((one.person.person_id for one in shown), by=request.user, at=request.at)
    page = presenters.caseload_lines(shown, named)
    detail = {"team": code, "people": len(page), "named": sorted(line.person_id for line in page if line.is_named)}
    record(by=request.user, at=request.at, action="teams.view_caseload", detail=detail)
    context = {
        "team": names.get(code, code),
        "code": code,
        "teams": [{"code": one, "name": names.get(one, one), "is_now": one == code} for one in own],
        "members": [{"value": "", "text": "Anybody"}] + [{"value": one.pk, "text": one.name} for one in members],
        "member": member,
        "lines": page,
        "people": len(held),
        "most": CASELOAD_MOST,
    }
    return render(request, "teams/caseload.jinja", context)
