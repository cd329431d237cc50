"""The forms that send a referral: of somebody in one's care, and of somebody met on duty."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from joinedup.core.teams.referrals import Inbox, NotAllowed, kinds
from joinedup.web.drafts import pages as drafts
from joinedup.web.drafts.actions import drop
from joinedup.web.drafts.queries import Begun
from joinedup.web.governance.flood import TooOften, is_too_often
from joinedup.web.governance.permissions import requires
from joinedup.web.people.pages import person_in_care, who
from joinedup.web.referrals import (
    forms,
    inboxes,
    links,
    presenters,
    queries,
    refusals,
    sending,
)
from joinedup.web.referrals.views.inbox import lines

NOT_SENT = (  # the same whether nobody fits or whoever does objects: that is not for whoever met them to learn
    "Nothing was sent: nobody who fits this can be referred here. Look at the spelling and the date, or ring the "
    "neighbourhood team."
)
CONFLICT = 409
MOST_MET = 10  # people looked for in a minute: more is trying out, not reporting


@requires("referrals.send")
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, person_id: str) -> HttpResponse:
    """Refer a person in the user's care."""
    person = person_in_care(request, person_id, drafts.opened_as(request, "referrals.open_form"))
    own = inboxes.inboxes_of(request.user, at=request.at)
    if not own:
        raise Http404
    begun = drafts.begun_below(request, person)
    if drafts.is_asked(request):
        return drafts.answer(request, begun, back=reverse("teams:person", args=[person.person_id]))
    if request.method != "POST" or "find" in request.POST:
        return refer_page(request, person, forms.SendForm(), own[0], draft=drafts.taken_up(request, begun))
    form = forms.SendForm(request.POST)
    try:
        row = sent(request, person, form, own[0]) if form.is_valid() else None
    except refusals.SentOtherwise as problem:
        form.add_error(None, str(problem))
        return refer_page(request, person, form, own[0], status=CONFLICT)
    if row is None:
        return refer_page(request, person, form, own[0], status=422)
    drop(begun)
    messages.success(request, f"Sent to {row.holder_name}: {row.reference}")
    return redirect("referrals:referral", key=row.pk)


def new_id(request: HttpRequest, status: int) -> Any:
    """The id a form will send: its own again while nothing was sent with it."""
    return uuid4() if status == CONFLICT else request.POST.get("id") or uuid4()


def offer_of(request: HttpRequest) -> str:
    """The offer a referral arranges, if any."""
    return (request.POST.get("offer") or request.GET.get("offer", ""))[:60]


def sent(request: HttpRequest, person: Any, form: forms.SendForm, sender: Inbox) -> Any:
    """The referral as it was sent; None, and what is wrong in the form, if it cannot go there."""
    try:
        return sending.send(person, form.asked, sender=sender, by=request.user, at=request.at)
    except (NotAllowed, refusals.NoSuchDestination, refusals.Objects, *links.NOT_SENT) as problem:
        form.add_error("to", str(problem))
    except refusals.NoConsent as problem:
        form.add_error("consent", str(problem))
    return None


def refer_page(
    request: HttpRequest, person: Any, form: forms.SendForm, sender: Inbox, *, draft: Any = None, status: int = 200
) -> HttpResponse:
    """The form, with what was typed so far; organisations that were looked for stand first."""
    typed = drafts.so_far(request, draft)
    text = (typed.get("q") or request.GET.get("q", ""))[:100].replace("\x00", "")
    found, offered = inboxes.outside(text), [kind for kind in queries.kinds_here() if not kind.is_from_meeting]
    context = {
        "who": who(person),
        "places": [
            {"value": value, "text": words} for value, words in [*found, *inboxes.destinations(without=(sender.key,))]
        ],
        "kinds": [{"value": one.code, "text": one.name} for one in offered],
        "targets": [(one.name, presenters.target_words(one), one.reason) for one in offered],
        "consents": [{"value": value, "text": words} for value, words in forms.CONSENTS],
        "words_letters": forms.WORDS_LETTERS,
        "id": new_id(request, status),
        "q": text,
        "found": len(found),
        "offer": offer_of(request),
        "earlier": lines(queries.of_person(person.ids), by=request.user, at=request.at),
        "draft_at": drafts.since(draft),
        **forms.as_shown(form, ("kind", "to", "words", "is_urgent", "consent"), typed),
    }
    if not form.is_bound and len(found) == 1:
        context["sent"]["to"] = context["sent"]["to"] or found[0][0]
    return render(request, "referrals/refer.jinja", context, status=status)


@requires("referrals.refer_met")
@require_http_methods(["GET", "HEAD", "POST"])
def refer_met(request: HttpRequest) -> HttpResponse:
    """Refer somebody met on duty to the team where they live; nothing of a record is shown."""
    if not inboxes.inboxes_of(request.user, at=request.at):
        raise Http404
    begun = Begun(request.user, reverse("referrals:refer_met"))
    if drafts.is_asked(request):
        return drafts.answer(request, begun, back=reverse("referrals:inbox"))
    if request.method == "POST" and is_too_often(request, "met", MOST_MET):
        raise TooOften
    form = forms.MetForm(request.POST if request.method == "POST" else None)
    try:
        row = sent_met(request, form) if request.method == "POST" and form.is_valid() else None
    except refusals.SentOtherwise as problem:
        form.add_error(None, str(problem))
        return met_page(request, begun, form, status=CONFLICT)
    if row is None:
        return met_page(request, begun, form, status=422 if form.errors else 200)
    drop(begun)
    messages.success(request, f"Sent to their neighbourhood team: {row.reference}")
    return redirect("referrals:referral", key=row.pk)


def sent_met(request: HttpRequest, form: forms.MetForm) -> Any:
    """The referral as it was sent; None, and that it was not in the form, if nobody who fits can be referred."""
    row = sending.send_met(queries.met(**form.facts), form.asked, by=request.user, at=request.at)
    if row is None:
        form.add_error(None, NOT_SENT)
    return row


def met_page(request: HttpRequest, begun: Begun, form: forms.MetForm, *, status: int) -> HttpResponse:
    """The form, with what was typed so far."""
    fields = ("kind", "family_name", "birth_date", "postcode", "nhs_number", "words", "is_urgent")
    draft = drafts.taken_up(request, begun)
    context = {
        "kinds": [{"value": one.code, "text": one.name} for one in kinds().values() if one.is_from_meeting],
        "words_letters": forms.WORDS_LETTERS,
        "id": new_id(request, status),
        "draft_at": drafts.since(draft),
        **forms.as_shown(form, fields, drafts.so_far(request, draft)),
    }
    return render(request, "referrals/met.jinja", context, status=status)
