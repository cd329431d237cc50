"""From a person's page to services that fit them, and back: did it help?"""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from joinedup.core.directory.search import search, understand
from joinedup.core.directory.search.crisis import numbers_of
from joinedup.web.components.problems import first_of, listed
from joinedup.web.directory.current import current
from joinedup.web.directory.public.asked import tidy
from joinedup.web.directory.signposting import actions, choices, forms, presenters, queries
from joinedup.web.governance.permissions import requires
from joinedup.web.people.pages import found, person_in_care, who
from joinedup.web.people.queries import current_run
from joinedup.web.plans.queries import items_of

LONGEST = 400
MOST = 20
MOST_OF_AN_OFFER = 3


@requires("directory.signpost")
@require_safe
def signposts(request: HttpRequest, person_id: str) -> HttpResponse:
    """Services for what somebody typed or, with nothing typed, for what is proposed for the person."""
    person, run = person_and_run(request, person_id, "directory.view_signposts")
    now, seeker = current(), queries.seeker(person, as_at=run.as_at)
    typed = tidy(request.GET.get("q", ""), LONGEST)
    question = understand(typed, now.atlas, now.catalogue.speller, where=queries.where(person))
    question = replace(question, seeker=seeker)
    spot, today = question.where.spot, timezone.localdate(request.at)
    found = search(question, now.catalogue, now.lexical, most=MOST).found if typed else ()
    lines = presenters.found_lines(found, now, seeker, spot, today)
    offers = {item.offer_id: item.offer.name for item in items_of(person)} if not typed else {}
    delivered = queries.delivering(now, offers)
    context = {
        "who": who(person),
        "typed": typed,
        "numbers": numbers_of(question.crises),
        "is_sure": any(crisis.is_sure for crisis in question.crises),
        "advice": [crisis.advice for crisis in question.crises[:2]],
        "fitting": [line for line in lines if not line.against],
        "others": [line for line in lines if line.against],
        "by_offer": [
            (name, presenters.best_lines(delivered[offer], now, seeker, spot, MOST_OF_AN_OFFER, today))
            for offer, name in offers.items()
            if delivered[offer]
        ],
        "is_withheld": person.is_sensitive,
        "earlier": [
            presenters.signpost_line(one, timezone.localdate(request.at)) for one in queries.signposts(person.person_id)
        ],
    }
    return render(request, "directory/signposting/signposts.jinja", context)


@requires("directory.signpost")
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: HttpRequest, person_id: str, service_id: str) -> HttpResponse:
    """Write down that a person was pointed to a service."""
    person, run = person_and_run(request, person_id, "directory.open_signpost")
    service, now = queries.service(service_id), current()
    place = now.catalogue.place_of_id.get(service_id)
    if service is None or place is None:
        raise Http404
    seeker = queries.seeker(person, as_at=run.as_at)
    line = presenters.service_line(now.catalogue.documents[place], now, seeker, None, timezone.localdate(request.at))
    form = forms.PointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.pointing(request.at, "; ".join(line.against))
        actions.point(person.person_id, service, said, by=request.user, at=request.at)
        messages.success(request, f"Written down: {service.name}")
        return redirect("directory:signposts", person_id=person.person_id)
    before = [one for one in queries.signposts(person.person_id) if one.service_id == service_id]
    context = {
        "who": who(person),
        "chosen": line,
        "helped": presenters.helped_words(*queries.helped(service_id)),
        "before": [presenters.signpost_line(one, timezone.localdate(request.at)) for one in before],
        **sent(form, ("how", "weeks", "has_consent", "note")),
        "how_choices": choices.HOW,
        "week_choices": forms.WEEKS,
        "note_letters": forms.NOTE_LETTERS,
    }
    return render(request, "directory/signposting/point.jinja", context, status=422 if form.errors else 200)


@requires("directory.signpost")
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, person_id: str, number: int) -> HttpResponse:
    """Did it help?"""
    person = person_in_care(request, person_id, "directory.open_signpost")
    signpost = queries.signpost(number, person.person_id)
    if signpost is None:
        raise Http404
    form = forms.OutcomeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.answer(signpost, helped=said["helped"], note=said["note"].strip(), by=request.user, at=request.at)
        messages.success(request, f"Written down: {signpost.service_name}")
        return redirect("directory:signposts", person_id=person.person_id)
    context = {
        "who": who(person),
        "line": presenters.signpost_line(signpost, timezone.localdate(request.at)),
        **sent(form, ("helped", "note")),
        "helped_choices": choices.HELPED,
        "note_letters": forms.NOTE_LETTERS,
    }
    return render(request, "directory/signposting/outcome.jinja", context, status=422 if form.errors else 200)


@requires("directory.signpost")
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Whom to ask whether it helped."""
    rows = queries.due(request.user, at=request.at)
    lines = [(one.person_id, presenters.signpost_line(one, timezone.localdate(request.at))) for one in rows]
    return render(request, "directory/signposting/due.jinja", {"lines": lines})


def person_and_run(request: HttpRequest, person_id: str, action: str) -> tuple[Any, Any]:
    """The person, if in the user's care; audited either way."""
    return person_in_care(request, person_id, action), found(current_run())


def sent(form: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What was sent, and what is wrong with it, as templates want it."""
    problems = first_of(form.errors)
    return {
        "sent": {name: form.data.get(name, "") for name in names},
        "problems": problems,
        "problem_list": listed(problems),
    }
