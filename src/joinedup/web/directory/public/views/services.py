"""One service, those somebody keeps, and what may be wrong about one."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from joinedup.core.directory.search import related
from joinedup.core.directory.search.crisis import by_rules, numbers_of
from joinedup.core.directory.summary import address_words, hours_words, summary
from joinedup.core.directory.telephone import dialled
from joinedup.web.directory.current import current
from joinedup.web.directory.public import asked as addresses
from joinedup.web.directory.public import forms, presenters, queries
from joinedup.web.directory.public.views.page import not_found, open_page, page
from joinedup.web.directory.upkeep import actions as upkeep
from joinedup.web.directory.upkeep import queries as entries
from joinedup.web.governance.flood import TooOften, is_too_often
from joinedup.web.governance.permissions import public

MOST_SUGGESTED = 5  # a minute, from one address: staff read every one
TOO_MANY = 429


@open_page
def service(request: HttpRequest, service_id: str) -> HttpResponse:
    around = queries.entry(service_id)
    if around is None:
        return not_found(request)
    now, asked = current(), addresses.read(request.GET)
    one = around.services[service_id]
    place = now.catalogue.place_of_id.get(service_id)
    document = None if place is None else now.catalogue.documents[place]
    beside = related(document, now.catalogue) if document else []
    context = {
        "entry": one,
        "organisation": around.organisations[one.organisation_id],
        "summary": summary(one, around),
        "hours": hours_words(one.schedules, timezone.localdate(request.at)),
        "locations": [
            (location, [address_words(address) for address in location.addresses])
            for location in (around.locations[each.location_id] for each in around.places_of.get(service_id, ()))
        ],
        "document": document,
        "kind": presenters.kind_words(document) if document else "",
        "ways": presenters.ways(document) if document else "",
        "for_whom": presenters.for_whom(document) if document else (),
        "dialled": dialled,
        "code": service_id[: queries.CODE_LENGTH],
        "related": [presenters.card(each, now, asked, timezone.localdate(request.at)) for each in beside],
    }
    return page(request, "service", context, asked)


@open_page
def shortlist(request: HttpRequest) -> HttpResponse:
    now, asked = current(), addresses.read(request.GET)
    shown = [presenters.card(one, now, asked, timezone.localdate(request.at)) for one in queries.kept(now, asked.kept)]
    message = presenters.text_message(shown, now.place)
    links = {one.code: asked.without_kept(one.code).query("lang", "keep") for one in shown}
    context = {"cards": shown, "message": message, "sms": quote(message), "without": links}
    context["gone"] = len(set(asked.kept) - {one.code for one in shown})
    return page(request, "shortlist", context, asked)


@csrf_exempt  # nobody is signed in for this, and a token would need a cookie; `stamp` takes its place
@public
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_change(request: HttpRequest, service_id: str) -> HttpResponse:
    row = entries.service(service_id)
    if row is None:
        return not_found(request)
    form = forms.ChangeForm(request.POST if request.method == "POST" else None, at=request.at, service_id=service_id)
    context = {"name": row.name, "service_id": service_id, "form": form}
    if request.method == "POST" and is_too_often(request, "directory-suggest", MOST_SUGGESTED):
        form.add_error(None, str(TooOften()))
        return page(request, "suggest_change", context, status=TOO_MANY)
    if request.method == "POST" and form.is_valid():
        if form.is_from_a_person:
            upkeep.suggest(row, words=form.cleaned_data["words"], at=request.at)
        return page(request, "suggested", context | danger_in(form.cleaned_data["words"]))
    return page(request, "suggest_change", context)


def danger_in(words: str) -> dict[str, Any]:
    """The numbers for whoever tells of danger where staff read it days later."""
    heard = by_rules(words)
    return {"crises": heard, "numbers": numbers_of(heard), "dialled": dialled}
