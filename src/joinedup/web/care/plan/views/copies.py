"""The copy of a plan that the person keeps: to print, and as a PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from joinedup.web.care.pages import person_in_care
from joinedup.web.care.plan import from_package, printing, queries
from joinedup.web.care.plan.presenters.history import signed_words
from joinedup.web.care.plan.reading import Reading, reading, told
from joinedup.web.components.words import day
from joinedup.web.governance.permissions import requires
from joinedup.web.people.queries import organisation_names


@requires("care.view_plan")
@require_safe
def printed(request: HttpRequest, person_id: str) -> HttpResponse:
    copy, person = copy_of(request, person_id)
    is_large = request.GET.get("size") == "large"
    return render(request, "care/print.jinja", {"copy": copy, "is_large": is_large, "person_id": person.person_id})


@requires("care.view_plan")
@require_safe
def pdf(request: HttpRequest, person_id: str) -> HttpResponse:
    copy, _ = copy_of(request, person_id)
    size = "large" if request.GET.get("size") == "large" else "standard"
    content = printing.pdf(copy, points=printing.POINTS[size])
    name = "plan-large-print.pdf" if size == "large" else "plan.pdf"  # whose it is, is said inside only
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def copy_of(request: HttpRequest, person_id: str) -> tuple[printing.Copy, Any]:
    """The person's copy of the plan that stands; audited as printed.

    What a team agreed at a meeting is in it once somebody took it up in the plan: until then it is a colleague's words
    to colleagues, which nobody read with the person's eyes.
    """
    person = person_in_care(request, person_id, "care.print_plan")
    read = reading(person, by=request.user)
    waiting = from_package.waiting(read.all_of_it, from_package.decided(person, organisation_names()))
    today = timezone.localdate(request.at)
    saved = f"version {read.number(read.version)}" if read.version else "nothing saved yet"
    return printing.copy(
        told(read.plan, person.hidden_parts),
        waiting,
        queries.staff_in(read.plan.items, {one.id: one for one in waiting}),
        name=person.full_name,
        made=f"Printed on {day(today)}, {saved}",
        agreed=agreed_words(read),
    ), person


def agreed_words(read: Reading) -> list[str]:
    """Who agreed to what is printed; where it was changed since, that too."""
    signed = read.signatures([read.version]).get(read.version.pk, []) if read.version else []
    earlier = None if signed else queries.latest_agreement(read.now)
    if earlier:
        return [f"Before the latest changes: {signed_words(earlier)}"]
    return [signed_words(one) for one in reversed(signed)] or ["Not yet agreed with anybody."]
