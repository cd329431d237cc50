"""The end of a meeting, and its minutes."""

from typing import Any

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
    if request.method == "POST" and (done := signed_or_corrected(request, found, form)):
        if form is not None:
            drop(begun)
        messages.success(request, done)
        return redirect("teams:minutes", number=number)
    return minutes_page(request, found, versions, form, begun)


def signed_or_corrected(request: HttpRequest, meeting: Any, form: Any) -> str:
    """Sign the minutes, or correct them where a correction (`form`) is sent: what was done; "" if it cannot be."""
    sent = form or forms.VersionForm(request.POST)
    if not sent.is_valid():
        return ""
    told = {"seen_version": sent.cleaned_data["version"], "by": request.user, "at": request.at}
    if form is None:
        signing.sign(meeting, **told)
        return "Signed"
    signing.correct(meeting, sent.cleaned_data["correction"].strip(), **told)
    return "The correction is in the minutes; they have to be signed again"


def minutes_page(request: HttpRequest, meeting: Any, versions: list[Any], form: Any, begun: Begun) -> HttpResponse:
    """The latest minutes, without those who object by now; whoever stands in them was read about."""
    content = versions[0].content
    ids = [one["person_id"] for part in ("people", "not_reached") for one in content[part]]
    objecting = team_queries.objecting(ids, meeting.neighbourhood, at=request.at)
    follow_up = [one for one in queries.actions_of_meeting(meeting) if one.item.person_id not in objecting]
    draft = drafts.taken_up(request, begun)
    record_read(request, meeting, versions[0].version, ids)
    context = {
        "meeting": meeting,
        "latest": versions[0],
        "content": written.shown(content, meeting, objecting=objecting),
        "versions": versions,
        "follow_up": presenters.follow_up_lines(follow_up),
        "left_out": presenters.left_out_words(content["left_out"]),
        "may_sign": meeting.chair_id == request.user.pk and not versions[0].is_signed,
        "problem": next(iter(form.errors.get("correction", [])), "") if form else "",
        "draft_at": drafts.since(draft),
        "correction": drafts.so_far(request, draft).get("correction", "")[: 4 * forms.CORRECTION_LETTERS],
    }
    return render(request, "teams/meetings/minutes.jinja", context, status=422 if request.method == "POST" else 200)


def record_read(request: HttpRequest, meeting: Any, version: int, ids: list[str]) -> None:
    """In the audit: that the minutes were read, and of whom."""
    detail = {"meeting": meeting.pk, "version": version, "people": len(ids)}
    record(by=request.user, at=request.at, action="teams.read_minutes", detail=detail)
    seen = [(now, {"meeting": meeting.pk}) for now in team_queries.as_today(ids).values()]
    record_each(seen, by=request.user, at=request.at, action="teams.read_of_in_minutes")
