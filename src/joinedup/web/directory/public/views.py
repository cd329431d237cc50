"""Pages open to everybody."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import quote

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from joinedup.core.directory import service_types
from joinedup.core.directory.search import about_needs, related, search, understand
from joinedup.core.directory.search.crisis import by_rules, crises, numbers_of
from joinedup.core.directory.summary import address_words, hours_words, summary
from joinedup.core.directory.telephone import dialled
from joinedup.web.directory.current import Current, current
from joinedup.web.directory.public import asked as addresses
from joinedup.web.directory.public import forms, presenters, queries, self_check
from joinedup.web.directory.public.translations import LANGUAGES, html_language, translator
from joinedup.web.directory.upkeep import actions as upkeep
from joinedup.web.directory.upkeep import queries as entries
from joinedup.web.governance.flood import TooOften, is_too_often
from joinedup.web.governance.permissions import public

View = Callable[..., HttpResponse]
KEEP_MINUTES = 5  # for which a page that says nothing about who asks may be kept by caches
MOST_OF_A_KIND = 400
MOST_SUGGESTED = 5  # a minute, from one address: staff read every one
TOO_MANY = 429


def open_page(view: View) -> View:
    """A page for everybody that only reads."""
    return public(require_safe(view))


def page(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    asked: addresses.Asked | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A public page with what each of them needs: words in a language, the shortlist, and where it stands."""
    asked = asked or addresses.read(request.GET)
    shared = {
        "t": translator(asked.language),
        "asked": asked,
        "html_language": html_language(asked.language),
        "languages": other_languages(asked),
    }
    return render(request, f"directory/public/{name}.jinja", {**shared, **context}, status=status)


def other_languages(asked: addresses.Asked) -> list[tuple[str, str, str]]:
    """Each language: its code, its own name, and the page in it; no address for the one in use."""
    return [
        (code, name, asked.query(language=code) if code != asked.language else "") for code, name in LANGUAGES.items()
    ]


def kept_by_caches(view: View) -> View:
    """Let caches keep a page that is the same for everybody."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = f"public, max-age={KEEP_MINUTES * 60}"
        return response

    return answered


@open_page
def home(request: HttpRequest) -> HttpResponse:
    asked = addresses.read(request.GET)
    if asked.q:  # somebody kept or passed on what they typed: it may be danger
        return redirect(reverse("directory:results") + asked.query())
    now = current()
    lines = presenters.topic_lines(queries.counts_of_topics(now))
    return page(request, "home", {"place": now.place, "topics": lines, "total": len(now.catalogue)})


@open_page
def results(request: HttpRequest) -> HttpResponse:
    asked, now = addresses.read(request.GET), current()
    question = understand(asked.q, now.atlas, now.catalogue.speller, where=asked.where)
    heard = {"numbers": numbers_of(question.crises), "dialled": dialled}
    if not asked.q:
        return page(request, "results", {"place": now.place, "question": question, **heard}, asked)
    first = (asked.page - 1) * addresses.PER_PAGE
    answer = search(
        question,
        now.catalogue,
        now.lexical,
        asked.filters(request.at),
        first=first,
        most=addresses.PER_PAGE,
    )
    context = {
        "place": now.place,
        "question": question,
        **heard,
        "answer": answer,
        "cards": presenters.cards(answer, now, asked, timezone.localdate(request.at)),
        "switches": presenters.switches(asked),
        "topics": service_types.topics(),
        "pages": presenters.pages(asked, answer.total),
        "first": first,
        "map": presenters.pin_map(answer.found, question.where.spot, queries.boundaries(), first)
        if asked.as_map
        else None,
    }
    return page(request, "results", context, asked)


@public
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """What may be meant by what is being typed."""
    typed = addresses.tidy(request.GET.get("q", ""), addresses.LONGEST_PLACE)
    return JsonResponse({"suggestions": current().suggestions.complete(typed)})


@open_page
def service(request: HttpRequest, service_id: str) -> HttpResponse:
    around = queries.entry(service_id)
    if around is None:
        raise Http404
    now, asked = current(), addresses.read(request.GET)
    one = around.services[service_id]
    place = now.catalogue.place_of_id.get(service_id)
    document = None if place is None else now.catalogue.documents[place]
    beside = related(document, now.catalogue) if document else []
    context = {
        "place": now.place,
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
def topics(request: HttpRequest) -> HttpResponse:
    now = current()
    return page(
        request, "topics", {"place": now.place, "topics": presenters.topic_lines(queries.counts_of_topics(now))}
    )


@open_page
def topic(request: HttpRequest, code: str) -> HttpResponse:
    now = current()
    found = next((one for one in service_types.topics() if one.code == code), None)
    if found is None:
        raise Http404
    kinds = [(kind, found.types[kind], count) for kind, count in queries.of_topic(now, code).items()]
    return page(request, "topic", {"place": now.place, "topic": found, "kinds": kinds})


@open_page
def kind(request: HttpRequest, code: str) -> HttpResponse:
    now, asked = current(), addresses.read(request.GET)
    if code not in service_types.names():
        raise Http404
    of_kind = queries.of_kind(now, code)[:MOST_OF_A_KIND]
    found = [presenters.card(one, now, asked, timezone.localdate(request.at)) for one in of_kind]
    return page(request, "kind", {"place": now.place, "name": service_types.names()[code], "cards": found}, asked)


@open_page
def a_to_z(request: HttpRequest, letter: str = "A") -> HttpResponse:
    now = current()
    lists = queries.by_letter(now)
    chosen = letter if letter in lists else next(iter(lists), "A")
    return page(
        request,
        "a_to_z",
        {"place": now.place, "letters": list(lists), "letter": chosen, "lines": lists.get(chosen, [])},
    )


CARERS_NEEDS = ("carer_strain", "carer_break", "carer_rights", "carers_meeting", "young_carer")


@open_page
def carers(request: HttpRequest) -> HttpResponse:
    now, asked = current(), addresses.read(request.GET)
    today = timezone.localdate(request.at)
    parts = [_part(code, now, asked, today, where=asked.where) for code in CARERS_NEEDS]
    where = now.atlas.of_text(asked.where)
    return page(request, "carers", {"place": now.place, "parts": parts, "where": where}, asked)


def _part(
    code: str, now: Current, asked: addresses.Asked, today: date, *, where: str, age: float | None = None
) -> dict[str, Any]:
    """A need with the services that answer it best."""
    question = about_needs([code], now.atlas, where=where, age=age)
    answer = search(question, now.catalogue, now.lexical, most=3)
    name = question.needs[0].need.name
    return {"name": name, "cards": presenters.cards(answer, now, asked, today), "more": name}


@open_page
def check(request: HttpRequest) -> HttpResponse:
    """A few questions; the answers stand in the address of the next page and nowhere else."""
    return page(request, "check", {"place": current().place, "check": self_check.questions()})


@open_page
def check_help(request: HttpRequest) -> HttpResponse:
    now, asked = current(), addresses.read(request.GET)
    said = self_check.read(request.GET)
    dangers = tuple(crises()[code] for code in said.dangers)
    today = timezone.localdate(request.at)
    parts = [_part(code, now, asked, today, where=asked.where, age=said.age) for code in said.needs]
    context = {
        "place": now.place,
        "crises": dangers,
        "numbers": numbers_of(dangers),
        "dialled": dialled,
        "parts": parts,
        "where": now.atlas.of_text(asked.where),
        "is_empty": not parts and not dangers,
    }
    return page(request, "check_help", context, asked)


@open_page
def shortlist(request: HttpRequest) -> HttpResponse:
    now, asked = current(), addresses.read(request.GET)
    shown = [presenters.card(one, now, asked, timezone.localdate(request.at)) for one in queries.kept(now, asked.kept)]
    message = presenters.text_message(shown, now.place)
    links = {one.code: asked.without_kept(one.code).query("lang", "keep") for one in shown}
    context = {"place": now.place, "cards": shown, "message": message, "sms": quote(message), "without": links}
    context["gone"] = len(set(asked.kept) - {one.code for one in shown})
    return page(request, "shortlist", context, asked)


@csrf_exempt  # nobody is signed in for this, and a token would need a cookie; `stamp` takes its place
@public
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_change(request: HttpRequest, service_id: str) -> HttpResponse:
    row = entries.service(service_id)
    if row is None:
        raise Http404
    form = forms.ChangeForm(request.POST if request.method == "POST" else None, at=request.at, service_id=service_id)
    context = {"place": current().place, "name": row.name, "service_id": service_id, "form": form}
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


@kept_by_caches
@open_page
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "place": current().place,
        "public_url": settings.PUBLIC_URL.rstrip("/"),
        "total": len(current().catalogue),
    }
    return page(request, "about", context)


@kept_by_caches
@open_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "accessibility", {"place": current().place, "owner": settings.SERVICE_OWNER})


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@kept_by_caches
@open_page
def embed(request: HttpRequest) -> HttpResponse:
    """A search box that other sites may show in a frame; it opens the results in a page of their own."""
    return page(request, "embed", {"place": current().place})
