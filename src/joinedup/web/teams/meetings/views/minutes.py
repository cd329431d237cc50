"""The end of a meeting, and its minutes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from joinedup.web.drafts import pages as drafts
from joinedup.web.drafts.actions import drop
from joinedup.web.drafts.queries import Begun
from joinedup.web.governance.actions import record, record_each
from joinedup.web.governance.permissions import requires
from joinedup.web.teams import queries as team_queries
from joinedup.web.teams.meetings import forms, presenters, queries, signing
from joinedup.web.teams.meetings import minutes as written
from joinedup.web.teams.meetings.views.meeting import own_meeting


@requires("teams.meet")
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    found = own_meeting(request, number)
    if found.closed_at is None:
        signing.close(found, by=request.user, at=request.at)
        messages.success(request, "The meeting is closed, and its minutes are written")
    return redirect("teams:minutes", number=number)


@requires("teams.meet")
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, number: int) -> HttpResponse:
    """The minutes as they are now, every version of them, and the chair's signature."""
    found = own_meeting(request, number)
    versions = queries.minutes_of(found)
    if not versions:
        raise Http404
    begun = Begun(request.user, f"{request.path}#correction")
    if drafts.is_asked(request):
        return drafts.answer(request, begun, back=request.path)
    form = forms.CorrectionForm(request.POST) if "correct" in request.POST else None
    if request.method == "POST":
        signed = forms.VersionForm(request.POST)
        told = {"by": request.user, "at": request.at}
        if form is None and signed.is_valid():
            signing.sign(found, seen_version=signed.cleaned_data["version"], **told)
            messages.success(request, "Signed")
            return redirect("teams:minutes", number=number)
        if form is not None and form.is_valid():
            words = form.cleaned_data["correction"].strip()
            signing.correct(found, words, seen_version=form.cleaned_data["version"], **told)
            drop(begun)
            messages.success(request, "The correction is in the minutes; they have to be signed again")
            return redirect("teams:minutes", number=number)
    content = versions[0].content
    ids = [one["person_id"] for part in ("people", "not_reached") for one in content[part]]
    objecting = team_queries.objecting(ids, found.neighbourhood, at=request.at)
    follow_up = [one for one in queries.actions_of_meeting(found) if one.item.person_id not in objecting]
    draft = drafts.taken_up(request, begun)
    detail = {"meeting": found.pk, "version": versions[0].version, "people": len(ids)}
    record(by=request.user, at=request.at, action="teams.read_minutes", detail=detail)
    seen = [(now, {"meeting": found.pk}) for now in team_queries.as_today(ids).values()]
    record_each(seen, by=request.user, at=request.at, action="teams.read_of_in_minutes")
    context = {
        "meeting": found,
        "latest": versions[0],
        "content": written.shown(content, found, objecting=objecting),
        "versions": versions,
        "follow_up": presenters.follow_up_lines(follow_up),
        "left_out": presenters.left_out_words(content["left_out"]),
        "may_sign": found.chair_id == request.user.pk and not versions[0].is_signed,
        "problem": next(iter(form.errors.get("correction", [])), "") if form else "",
        "draft_at": drafts.since(draft),
        "correction": drafts.so_far(request, draft).get("correction", "")[: 4 * forms.CORRECTION_LETTERS],
    }
    return render(request, "teams/meetings/minutes.jinja", context, status=422 if request.method == "POST" else 200)
