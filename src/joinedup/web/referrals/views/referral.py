"""One referral, what is done with it, and its links."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from joinedup.core.teams.referrals import Deed, InboxKind, NotAllowed, kinds
from joinedup.web.drafts import pages as drafts
from joinedup.web.drafts.actions import drop
from joinedup.web.drafts.queries import Begun
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.actions import watch
from joinedup.web.people.presenters.persons import header
from joinedup.web.people.queries import current_run, neighbourhood_names
from joinedup.web.referrals import (
    actions,
    forms,
    inboxes,
    links,
    opening,
    presenters,
    queries,
    refusals,
    telling,
)

COULD_NOT = (NotAllowed, refusals.NoConsent, refusals.NoSuchDestination, refusals.Objects)


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
    is_withheld = objects and not has_record
    if person is not None and not is_withheld:
        watch(person, person.ids, by=request.user, at=request.at)
    deeds = [one for one in opened.deeds if not (is_withheld and one is Deed.ACCEPT)]
    context = {
        "row": row,
        "is_withheld": is_withheld,
        "line": presenters.line(row, person, is_named=is_told, neighbourhoods=hoods, at=request.at),
        "who": header(person, as_at=run.as_at, neighbourhoods=hoods) if person and run and is_told else None,
        "facts": presenters.facts(row, person, hoods, is_asked=opened.is_here, objects=objects),
        "has_record": has_record,
        "person_id": person.person_id if person else "",
        "consent": presenters.CONSENTS[row.consent],
        "buttons": presenters.deed_buttons(deeds, opened.last),
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
    action = drafts.opened_as(request, f"referrals.{wanted.replace(' ', '_')}_open")
    opened = open_or_404(request, key, action)
    begun = Begun(request.user, request.path, (opened.row.person_id,))
    if drafts.is_asked(request):
        return drafts.answer(request, begun, back=reverse("referrals:referral", args=[key]))
    if wanted not in opened.deeds and not was_just_done(request, opened, wanted):
        return referral_page(request, opened, is_stale=True)
    is_sent = request.method == "POST" and "find" not in request.POST
    form = forms.DoForm(request.POST if is_sent else None, deed=wanted)
    if is_sent and form.is_valid():
        try:
            actions.act(opened.row, form.doing, opened.deeds.get(wanted, opened.doer), at=request.at)
        except refusals.ChangedMeanwhile:
            return referral_page(request, open_or_404(request, key, "referrals.view"), is_stale=True)
        except (*COULD_NOT, *links.NOT_SENT) as problem:
            opened.row.refresh_from_db()  # as it was: what was done is taken back with the letter
            form.add_error("to" if form.doing.to else None, str(problem))
        else:
            drop(begun)
            messages.success(request, f"{opened.row.reference}: {presenters.DEEDS[wanted].lower()}")
            return redirect("referrals:referral", key=key)
    return do_page(request, opened, wanted, form, draft=drafts.taken_up(request, begun))


def was_just_done(request: HttpRequest, opened: opening.Opened, deed: Deed) -> bool:
    """Whether this is the form that was sent a moment ago, sent again."""
    return request.method == "POST" and opened.last.deed == deed and opened.last.by_id == request.user.pk


def do_page(request: HttpRequest, opened: opening.Opened, deed: Deed, form: Any, *, draft: Any = None) -> HttpResponse:
    row, typed = opened.row, drafts.so_far(request, draft)
    text = typed.get("q", "")[:100].replace("\x00", "")
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
        **forms.as_shown(form, ("reason", "note", "to", "consent"), typed),
        "draft_at": drafts.since(draft),
    }
    return render(request, "referrals/do.jinja", context, status=422 if form.errors else 200)


def places(row: Any, text: str) -> list[tuple[str, str]]:
    """Where a referral may go next."""
    return [*inboxes.destinations(without=(row.holder, row.sender)), *inboxes.outside(text)]


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
