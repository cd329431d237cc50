"""Inboxes, one referral, and sending a new one."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.core.teams.referrals import Deed, Inbox, InboxKind, NotAllowed, kinds
from joinedup.web.components.problems import first_of, listed
from joinedup.web.governance.actions import record
from joinedup.web.governance.flood import TooOften, is_too_often
from joinedup.web.governance.permissions import Refused, may, requires
from joinedup.web.people.actions import open_person_in_care
from joinedup.web.people.presenters.persons import header
from joinedup.web.people.queries import current_run, in_care, neighbourhood_names
from joinedup.web.referrals import (
    actions,
    forms,
    inboxes,
    links,
    opening,
    presenters,
    queries,
    saved_filters,
    telling,
)

MOST_MET = 10  # people looked for in a minute: more is trying out, not reporting
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


@requires("referrals.use")
@require_safe
def referral(request: HttpRequest, key: str) -> HttpResponse:
    """One referral, with all that may be done with it. Opening it where it was sent to counts as looking at it."""
    opened = open_or_404(request, key, "referrals.view")
    if Deed.SEE in opened.deeds:
        actions.see(opened.row, opened.deeds[Deed.SEE], at=request.at)
        opened = open_or_404(request, key, "referrals.view_seen")
    return referral_page(request, opened)


def open_or_404(request: HttpRequest, key: str, action: str) -> opening.Opened:
    opened = opening.open_referral(key, by=request.user, at=request.at, action=action)
    if opened is None:
        raise Http404
    return opened


def referral_page(request: HttpRequest, opened: opening.Opened, *, is_stale: bool = False) -> HttpResponse:
    row, run, hoods = opened.row, current_run(), neighbourhood_names()
    person, here = queries.person_of(row), queries.kind_here(opened.row.kind)
    has_record = opening.is_in_care(person, by=request.user, at=request.at)
    objects = opening.is_objecting(person, by=request.user)
    is_told = has_record or (opened.is_here and not objects and may(request.user, "people.view_person"))
    context = {
        "row": row,
        "line": presenters.line(row, person, is_named=is_told, neighbourhoods=hoods, at=request.at),
        "who": header(person, as_at=run.as_at, neighbourhoods=hoods) if person and run and is_told else None,
        "facts": presenters.facts(row, person, hoods, is_asked=opened.is_here, objects=objects),
        "has_record": has_record,
        "person_id": person.person_id if person else "",
        "consent": presenters.CONSENTS[row.consent],
        "buttons": presenters.deed_buttons(list(opened.deeds), opened.last),
        "events": presenters.event_lines(queries.history(row)),
        "links": presenters.link_lines(queries.links_of(row), request.at),
        "is_outside": row.inbox.startswith("outside:"),
        "targets": presenters.target_words(here, is_urgent=row.is_urgent),
        "targets_from": here.reason,
        "is_stale": is_stale,
    }
    return render(request, "referrals/referral.jinja", context, status=409 if is_stale else 200)


@requires("referrals.use")
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, key: str, deed: str) -> HttpResponse:
    """Do one thing with a referral: the form, and what it says."""
    wanted = Deed(deed.replace("-", " "))
    opened = open_or_404(request, key, f"referrals.{wanted.replace(' ', '_')}_open")
    if wanted not in opened.deeds and not was_just_done(request, opened, wanted):
        return referral_page(request, opened, is_stale=True)
    form = forms.DoForm(request.POST if request.method == "POST" else None, deed=wanted)
    if request.method == "POST" and form.is_valid():
        try:
            actions.act(opened.row, form.doing, opened.deeds.get(wanted, opened.doer), at=request.at)
        except actions.ChangedMeanwhile:
            return referral_page(request, open_or_404(request, key, "referrals.view"), is_stale=True)
        except (NotAllowed, actions.NoConsent, actions.NoSuchDestination, actions.Objects) as problem:
            form.add_error("to" if form.doing.to else None, str(problem))
        else:
            messages.success(request, f"{opened.row.reference}: {presenters.DEEDS[wanted].lower()}")
            return redirect("referrals:referral", key=key)
    return do_page(request, opened, wanted, form)


def was_just_done(request: HttpRequest, opened: opening.Opened, deed: Deed) -> bool:
    """Whether this is the form that was sent a moment ago, sent again."""
    return request.method == "POST" and opened.last.deed == deed and opened.last.by_id == request.user.pk


def do_page(request: HttpRequest, opened: opening.Opened, deed: Deed, form: Any) -> HttpResponse:
    row = opened.row
    text = request.GET.get("q", "")[:100].replace("\x00", "")
    goes_on = deed in (Deed.TRANSFER, Deed.SEND_ON)
    choices = inboxes.fitting(kinds()[row.kind], places(row, text)) if goes_on else []
    context = {
        "row": row,
        "deed": deed.replace(" ", "-"),
        "title": presenters.BUTTONS[deed],
        "question": presenters.QUESTIONS.get(deed, ""),
        "reasons": presenters.deed_choices(deed),
        "goes_on": goes_on,
        "places": [{"value": value, "text": words} for value, words in choices],
        "q": text,
        "takes_outside": InboxKind.OUTSIDE in kinds()[row.kind].to,
        "consents": [{"value": value, "text": words} for value, words in forms.CONSENTS],
        "note_letters": forms.NOTE_LETTERS,
        "version": request.POST.get("version") or row.version,
        **sent(form, ("reason", "note", "to", "consent")),
    }
    return render(request, "referrals/do.jinja", context, status=422 if form.errors else 200)


def places(row: Any, text: str) -> list[tuple[str, str]]:
    """Where a referral may go next."""
    return [*inboxes.destinations(without=(row.holder, row.sender)), *inboxes.outside(text)]


@requires("referrals.send")
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, person_id: str) -> HttpResponse:
    """Refer a person in the user's care."""
    person, run = (
        open_person_in_care(person_id, by=request.user, at=request.at, action="referrals.open_form"),
        current_run(),
    )
    own = inboxes.inboxes_of(request.user, at=request.at)
    if person is None or run is None or not own:
        raise Http404
    form = forms.SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.send(person, form.asked, sender=own[0], by=request.user, at=request.at)
        except (NotAllowed, actions.NoSuchDestination, actions.Objects) as problem:
            form.add_error("to", str(problem))
        except actions.NoConsent as problem:
            form.add_error("consent", str(problem))
        else:
            messages.success(request, f"Sent to {row.holder_name}: {row.reference}")
            return redirect("referrals:referral", key=row.pk)
    offered = [kind for kind in queries.kinds_here() if not kind.is_from_meeting]
    text = (request.POST.get("q") or request.GET.get("q", ""))[:100].replace("\x00", "")
    found = inboxes.outside(text)
    context = {
        "who": header(person, as_at=run.as_at, neighbourhoods=neighbourhood_names()),
        "places": [
            {"value": value, "text": words}
            for value, words in [*found, *inboxes.destinations(without=tuple(one.key for one in own[:1]))]
        ],
        "kinds": [{"value": one.code, "text": one.name} for one in offered],
        "targets": [(one.name, presenters.target_words(one), one.reason) for one in offered],
        "consents": [{"value": value, "text": words} for value, words in forms.CONSENTS],
        "words_letters": forms.WORDS_LETTERS,
        "id": request.POST.get("id") or uuid4(),
        "q": text,
        "found": len(found),
        "offer": (request.POST.get("offer") or request.GET.get("offer", ""))[:60],
        "earlier": lines(queries.of_person(person.person_id), by=request.user, at=request.at),
        **sent(form, ("kind", "to", "words", "is_urgent", "consent")),
    }
    if request.method != "POST":
        context["sent"]["to"] = found[0][0] if len(found) == 1 else ""
    return render(request, "referrals/refer.jinja", context, status=422 if form.errors else 200)


@requires("referrals.refer_met")
@require_http_methods(["GET", "HEAD", "POST"])
def refer_met(request: HttpRequest) -> HttpResponse:
    """Refer somebody met on duty to the team where they live; nothing of a record is shown."""
    if request.method == "POST" and is_too_often(request, "met", MOST_MET):
        raise TooOften
    form = forms.MetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = queries.met(**form.facts)
        row = actions.send_met(person, form.asked, by=request.user, at=request.at)
        if row is not None:
            messages.success(request, f"Sent to their neighbourhood team: {row.reference}")
            return redirect("referrals:referral", key=row.pk)
        form.add_error(
            None,
            "No one person of the place fits this, so nothing was sent. Look at the spelling and "
            "the date, or ring the neighbourhood team.",
        )
    fields = ("kind", "family_name", "birth_date", "postcode", "nhs_number", "words", "is_urgent")
    context = {
        "kinds": [{"value": one.code, "text": one.name} for one in kinds().values() if one.is_from_meeting],
        "words_letters": forms.WORDS_LETTERS,
        "id": request.POST.get("id") or uuid4(),
        **sent(form, fields),
    }
    return render(request, "referrals/met.jinja", context, status=422 if form.errors else 200)


@requires("referrals.use")
@require_POST
def send_link(request: HttpRequest, key: str) -> HttpResponse:
    """Send the organisation outside another link."""
    opened = own_with_outside(request, key)
    telling.send_link_again(opened.row, by=request.user, at=request.at)
    messages.success(request, "A new link was sent; the earlier one ended")
    return redirect("referrals:referral", key=key)


@requires("referrals.use")
@require_POST
def end_links(request: HttpRequest, key: str) -> HttpResponse:
    """End every link to a referral, and the sessions begun by them."""
    opened = own_with_outside(request, key)
    telling.end_links(opened.row, by=request.user, at=request.at)
    messages.success(request, "Links to this referral open nothing any more")
    return redirect("referrals:referral", key=key)


def own_with_outside(request: HttpRequest, key: str) -> opening.Opened:
    """A referral the user sees that lies outside."""
    opened = open_or_404(request, key, "referrals.link_open")
    if not opened.row.inbox.startswith("outside:"):
        raise links.NobodyToWriteTo("This referral does not lie outside", expected="a look at how it stands")
    return opened


def sent(form: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What was sent, and what is wrong with it, as templates want it."""
    problems = first_of(form.errors)
    return {
        "sent": {name: form.data.get(name, "") for name in names},
        "problems": problems,
        "problem_list": listed(problems),
    }
