"""The directory by topic, by kind, and from A to Z."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from joinedup.core.directory import service_types
from joinedup.web.directory.current import current
from joinedup.web.directory.public import asked as addresses
from joinedup.web.directory.public import presenters, queries
from joinedup.web.directory.public.views.page import not_found, open_page, page

MOST_OF_A_KIND = 400


@open_page
def topics(request: HttpRequest) -> HttpResponse:
    now = current()
    return page(request, "topics", {"topics": presenters.topic_lines(queries.counts_of_topics(now))})


@open_page
def topic(request: HttpRequest, code: str) -> HttpResponse:
    now = current()
    found = next((one for one in service_types.topics() if one.code == code), None)
    if found is None:
        return not_found(request)
    kinds = [(kind, found.types[kind], count) for kind, count in queries.of_topic(now, code).items()]
    return page(request, "topic", {"topic": found, "kinds": kinds})


@open_page
def kind(request: HttpRequest, code: str) -> HttpResponse:
    now, asked = current(), addresses.read(request.GET)
    if code not in service_types.names():
        return not_found(request)
    of_kind = queries.of_kind(now, code)[:MOST_OF_A_KIND]
    found = [presenters.card(one, now, asked, timezone.localdate(request.at)) for one in of_kind]
    return page(request, "kind", {"name": service_types.names()[code], "cards": found}, asked)


@open_page
def a_to_z(request: HttpRequest, letter: str = "A") -> HttpResponse:
    now = current()
    lists = queries.by_letter(now)
    chosen = letter if letter in lists else next(iter(lists), "A")
    return page(
        request,
        "a_to_z",
        {"letters": list(lists), "letter": chosen, "lines": lists.get(chosen, [])},
    )
