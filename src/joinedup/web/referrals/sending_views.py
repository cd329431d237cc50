"""The forms that send a referral: of somebody in one's care, and of somebody met on duty."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from joinedup.core.teams.referrals import NotAllowed, kinds
from joinedup.web.governance.flood import TooOften, is_too_often
from joinedup.web.governance.permissions import requires
from joinedup.web.people.actions import open_person_in_care
from joinedup.web.people.presenters.persons import header
from joinedup.web.people.queries import current_run, neighbourhood_names
from joinedup.web.referrals import (
    forms,
    inboxes,
    presenters,
    queries,
    refusals,
    sending,
)
from joinedup.web.referrals.inbox_views import lines

MOST_MET = 10  # people looked for in a minute: more is trying out, not reporting


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
            row = sending.send(person, form.asked, sender=own[0], by=request.user, at=request.at)
        except (NotAllowed, refusals.NoSuchDestination, refusals.Objects) as problem:
            form.add_error("to", str(problem))
        except refusals.NoConsent as problem:
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
        "earlier": lines(queries.of_person(person.ids), by=request.user, at=request.at),
        **forms.as_shown(form, ("kind", "to", "words", "is_urgent", "consent")),
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
        row = sending.send_met(person, form.asked, by=request.user, at=request.at)
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
        **forms.as_shown(form, fields),
    }
    return render(request, "referrals/met.jinja", context, status=422 if form.errors else 200)
