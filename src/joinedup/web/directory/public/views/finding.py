"""Searching in one's own words."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from joinedup.core.directory import service_types
from joinedup.core.directory.search import search, understand
from joinedup.core.directory.search.crisis import numbers_of
from joinedup.core.directory.telephone import dialled
from joinedup.web.directory.current import current
from joinedup.web.directory.public import asked as addresses
from joinedup.web.directory.public import presenters, queries
from joinedup.web.directory.public.views.page import open_page, page
from joinedup.web.governance.permissions import public


@open_page
def home(request: HttpRequest) -> HttpResponse:
    asked = addresses.read(request.GET)
    if asked.q:  # somebody kept or passed on what they typed: it may be danger
        return redirect(reverse("directory:results") + asked.query())
    now = current()
    lines = presenters.topic_lines(queries.counts_of_topics(now))
    return page(request, "home", {"topics": lines, "total": len(now.catalogue)})


@open_page
def results(request: HttpRequest) -> HttpResponse:
    asked, now = addresses.read(request.GET), current()
    question = understand(asked.q, now.atlas, now.catalogue.speller, where=asked.where)
    heard = {"numbers": numbers_of(question.crises), "dialled": dialled}
    if not asked.q:
        return page(request, "results", {"question": question, **heard}, asked)
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
