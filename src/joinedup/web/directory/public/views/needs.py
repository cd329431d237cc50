"""Where somebody need not search: help for carers, and a few questions."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from joinedup.core.directory.search import about_needs, search
from joinedup.core.directory.search.crisis import crises, numbers_of
from joinedup.core.directory.telephone import dialled
from joinedup.web.directory.current import Current, current
from joinedup.web.directory.public import asked as addresses
from joinedup.web.directory.public import presenters, self_check
from joinedup.web.directory.public.views.page import open_page, page

CARERS_NEEDS = ("carer_strain", "carer_break", "carer_rights", "carers_meeting", "young_carer")


@open_page
def carers(request: HttpRequest) -> HttpResponse:
    now, asked = current(), addresses.read(request.GET)
    today = timezone.localdate(request.at)
    parts = [_part(code, now, asked, today, where=asked.where) for code in CARERS_NEEDS]
    where = now.atlas.of_text(asked.where)
    return page(request, "carers", {"parts": parts, "where": where}, asked)


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
    return page(request, "check", {"check": self_check.questions()})


@open_page
def check_help(request: HttpRequest) -> HttpResponse:
    now, asked = current(), addresses.read(request.GET)
    said = self_check.read(request.GET)
    dangers = tuple(crises()[code] for code in said.dangers)
    today = timezone.localdate(request.at)
    parts = [_part(code, now, asked, today, where=asked.where, age=said.age) for code in said.needs]
    context = {
        "crises": dangers,
        "numbers": numbers_of(dangers),
        "dialled": dialled,
        "parts": parts,
        "where": now.atlas.of_text(asked.where),
        "is_empty": not parts and not dangers,
    }
    return page(request, "check_help", context, asked)
