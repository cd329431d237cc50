"""One person of a meeting's agenda: why, who does what already, and what is decided now."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from joinedup.web.components.problems import first_of, listed
from joinedup.web.drafts import pages as drafts
from joinedup.web.drafts.actions import drop
from joinedup.web.drafts.queries import Begun, about
from joinedup.web.governance.actions import record
from joinedup.web.governance.permissions import requires
from joinedup.web.members.queries import members_of
from joinedup.web.teams.meetings import actions, discussing, forms, queries
from joinedup.web.teams.meetings.views.meeting import own_meeting

FIRST_DUE = timedelta(days=7)
WRITTEN = ("decision", "action")
CONFLICT = 409


@requires("teams.meet")
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, number: int, position: int) -> HttpResponse:
    """One person of the agenda: why, who does what already, and what is decided now."""
    found = own_meeting(request, number)
    item = queries.item_at(found, position)
    if item is None:
        raise Http404
    if request.method == "POST":
        return record_something(request, found, item)
    return person_page(request, found, item)


def record_something(request: HttpRequest, found: Any, item: Any) -> HttpResponse:
    """A decision, an action, a withdrawal, or on to the next."""
    what, told = request.POST.get("do", ""), {"by": request.user, "at": request.at}
    if drafts.is_asked(request) and what in WRITTEN:
        begun = begun_at(request, found, item, what)
        record(**told, action="drafts.keep", person_id=item.person_id, detail={"meeting": found.pk})
        return drafts.answer(request, begun, back=begun.form)
    if what in ("discussed", "deferred"):
        actions.mark(item, what, **told)
        return onward(found, item)
    if what.startswith("withdraw-") and what[9:].isdecimal() and len(what) < 28:
        if not actions.withdraw(item, int(what[9:]), uuid4(), **told):
            raise Http404
        messages.success(request, "Withdrawn")
        return redirect("teams:meeting_person", number=found.pk, position=item.position)
    form = form_of(request, what)
    if form is None or not form.is_valid():
        return person_page(request, found, item, form=form, what=what, status=422)
    try:
        actions.add_outcome(item, what, form.recorded, **told)
    except actions.NotAMember as problem:
        form.add_error("who", str(problem))
        return person_page(request, found, item, form=form, what=what, status=422)
    except actions.RecordedOtherwise as problem:
        form.add_error("words", str(problem))
        return person_page(request, found, item, form=form, what=what, status=CONFLICT)
    drop(begun_at(request, found, item, what))
    messages.success(request, f"{what.capitalize()} recorded")
    return redirect("teams:meeting_person", number=found.pk, position=item.position)


def begun_at(request: HttpRequest, found: Any, item: Any, what: str) -> Begun:
    """What a draft of a decision or an action is kept as."""
    address = reverse("teams:meeting_person", args=[found.pk, item.position])
    return Begun(request.user, f"{address}#{what}", (item.person_id,))


def form_of(request: HttpRequest, what: str) -> Any:
    if what == "decision":
        return forms.DecisionForm(request.POST)
    if what == "action":
        return forms.ActionForm(request.POST, on=timezone.localdate(request.at))
    return None


def onward(found: Any, item: Any) -> HttpResponse:
    """To the next person nobody has talked about; at the end, to the agenda."""
    waiting = [one.position for one in found.items.all() if one.state == "waiting" and one.pk != item.pk]
    after = [position for position in waiting if position > item.position] or waiting
    if after:
        return redirect("teams:meeting_person", number=found.pk, position=after[0])
    return redirect(f"{reverse('teams:meeting', args=[found.pk])}#close")


def person_page(
    request: HttpRequest, found: Any, item: Any, *, form: Any = None, what: str = "", status: int = 200
) -> HttpResponse:
    shown = discussing.shown(found, item, by=request.user, at=request.at)
    problems = first_of(form.errors) if form else {}
    context = {
        **shown,
        "meeting": found,
        "item": item,
        "is_open": found.closed_at is None,
        "members": [{"value": one.pk, "text": one.name} for one in members_of(found.neighbourhood, at=request.at)],
        **written(request, found, item, form, what, is_new=status == CONFLICT),
        "due_on": (timezone.localdate(request.at) + FIRST_DUE).isoformat(),
        "what": what,
        "problems": problems,
        "problem_list": listed(problems, f"{what}-"),
        "words_letters": forms.WORDS_LETTERS,
    }
    return render(request, "teams/meetings/person.jinja", context, status=status)


def written(
    request: HttpRequest, found: Any, item: Any, form: Any, what: str, *, is_new: bool
) -> dict[str, dict[str, Any]]:
    """By kind, what stands in the form of a decision and of an action: what could not be taken, else a draft.

    Parameters
    ----------
    is_new : what could not be taken would be a further outcome.
    """
    begun = {draft.form: draft for draft in about(request.user, [item.person_id])}
    shown = {}
    for kind in WRITTEN:
        is_sent, draft = form is not None and kind == what, begun.get(begun_at(request, found, item, kind).form)
        shown[kind] = {
            "sent": form.data if is_sent else drafts.texts(draft),
            "token": form.data.get("token", "") if is_sent and not is_new else uuid4(),
            "draft_at": "" if is_sent else drafts.since(draft),
        }
    return shown
