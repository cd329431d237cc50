"""The end of a meeting, and its minutes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from joinedup.web.components.problems import first_of, listed
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
    kind = forms.CorrectionForm if "correct" in request.POST else forms.VersionForm
    sent = kind(request.POST if request.method == "POST" else None)
    if sent.is_valid():
        messages.success(request, signed_or_corrected(request, found, sent, begun))
        return redirect("teams:minutes", number=number)
    return minutes_page(request, found, versions, first_of(sent.errors), begun)


def signed_or_corrected(request: HttpRequest, meeting: Any, sent: forms.VersionForm, begun: Begun) -> str:
    """Sign the minutes, or correct them where a correction is sent: what was done."""
    told = {"seen_version": sent.cleaned_data["version"], "by": request.user, "at": request.at}
    if not isinstance(sent, forms.CorrectionForm):
        signing.sign(meeting, **told)
        return "Signed"
    signing.correct(meeting, sent.cleaned_data["correction"].strip(), **told)
    drop(begun)
    return "The correction is in the minutes; they have to be signed again"


def minutes_page(
    request: HttpRequest, meeting: Any, versions: list[Any], problems: dict[str, str], begun: Begun
) -> HttpResponse:
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
        "problems": listed(problems),
        "correction_problem": problems.get("correction"),
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
