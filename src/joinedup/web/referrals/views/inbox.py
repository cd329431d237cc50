"""An inbox as a page, and its filters."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from joinedup.core.teams.referrals import Inbox, kinds
from joinedup.web.governance.actions import record
from joinedup.web.governance.permissions import Refused, may, requires
from joinedup.web.people.queries import in_care, neighbourhood_names
from joinedup.web.referrals import (
    forms,
    inboxes,
    presenters,
    queries,
    saved_filters,
)

STATES = ("sent", "seen", "accepted", "declined")


SHOW = {"inbox": "To do here", "sent": "Sent, with others", "finished": "Finished"}


@requires("referrals.use")
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The referrals of one of the user's inboxes."""
    own = inboxes.inboxes_of(request.user, at=request.at)
    chosen = next((one for one in own if one.key == request.GET.get("inbox")), own[0] if own else None)
    if chosen is None:
        return render(request, "referrals/no_inbox.jinja")
    wanted = forms.FilterForm(request.GET).wanted
    asked = {"by": request.user, "at": request.at}
    rows = list(queries.of_inbox(chosen.key, wanted, **asked)[: queries.MOST])
    counts = queries.counts(chosen.key, **asked)
    shown_counts = {"inbox": counts["here"], "sent": counts["elsewhere"]}
    shown = lines(rows, **asked)
    named = sorted({line.named_id for line in shown if line.named_id})
    record(**asked, action="referrals.view_inbox", detail={"inbox": chosen.key, "rows": len(rows), "named": named})
    names = inboxes.names_of({one.key for one in own})
    query = presenters.query_of(chosen.key, wanted)
    context = {
        "own": [{"key": one.key, "name": names[one.key], "is_now": one == chosen} for one in own],
        "inbox": chosen.key,
        "name": names[chosen.key],
        "tabs": [
            {
                "text": text,
                "count": shown_counts.get(show),
                "href": "?" + presenters.query_of(chosen.key, wanted, show=show),
                "is_now": show == wanted.show,
            }
            for show, text in SHOW.items()
        ],
        "overdue": counts["overdue"],
        "wanted": wanted,
        "query": query,
        "filters": queries.filters_of(chosen.key),
        "kinds": [{"value": "", "text": "Any"}] + [{"value": one.code, "text": one.name} for one in kinds().values()],
        "states": [{"value": "", "text": "Any"}] + [{"value": one, "text": presenters.STATES[one]} for one in STATES],
        "lines": shown,
        "most": queries.MOST,
        "may_refer_met": may(request.user, "referrals.refer_met"),
    }
    return render(request, "referrals/inbox.jinja", context)


def lines(rows: list[Any], *, by: Any, at: Any) -> list[presenters.Line]:
    """Referrals for a list; people are named to whoever has them in their care."""
    people, hoods = queries.people_of(rows), neighbourhood_names()
    today = {person.person_id for person in people.values()}
    named = in_care(today, by=by, at=at) if may(by, "people.view_person") else set()
    return [
        presenters.line(row, person, is_named=bool(person and person.person_id in named), neighbourhoods=hoods, at=at)
        for row, person in ((row, people.get(row.person_id)) for row in rows)
    ]


@requires("referrals.use")
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    form = forms.SaveFilterForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect("referrals:inbox")
    chosen = own_inbox(request, form.cleaned_data["inbox"])
    said = form.cleaned_data
    saved_filters.save_filter(chosen, said["name"].strip(), said["query"], by=request.user, at=request.at)
    messages.success(request, f"Saved for everybody of this inbox: {said['name']}")
    return redirect(f"{reverse('referrals:inbox')}?{said['query']}")


@requires("referrals.use")
@require_POST
def remove_filter(request: HttpRequest, number: int) -> HttpResponse:
    chosen = own_inbox(request, request.POST.get("inbox", ""))
    if not saved_filters.remove_filter(chosen, number, by=request.user, at=request.at):
        raise Http404
    messages.success(request, "The filter was removed")
    return redirect(f"{reverse('referrals:inbox')}?inbox={chosen.key}")


def own_inbox(request: HttpRequest, key: str) -> Inbox:
    """One of the user's inboxes.

    Raises
    ------
    Refused : it is somebody else's; the audit says so.
    """
    found = inboxes.acting_inbox(request.user, (key,), at=request.at)
    if found is None:
        raise Refused("referrals.view_inbox", words="This inbox is not yours.")
    return found
