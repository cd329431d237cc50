"""A person's plan: read, and what changed from version to version."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from joinedup.core.care import differences
from joinedup.web.care import versions
from joinedup.web.care.pages import person_in_care
from joinedup.web.care.plan import agreed_elsewhere, forms, from_package, queries
from joinedup.web.care.plan.presenters.history import VersionLine, signed_words, version_line
from joinedup.web.care.plan.presenters.items import line, names_of
from joinedup.web.care.plan.presenters.summary import summary
from joinedup.web.care.plan.presenters.whole_plan import page
from joinedup.web.care.plan.reading import Reading, reading, told
from joinedup.web.drafts import queries as drafts
from joinedup.web.drafts.presenters import line as draft_line
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.pages import who
from joinedup.web.people.queries import organisation_names

VERSIONS_A_PAGE = 50


@requires("care.view_plan")
@require_safe
def plan(request: HttpRequest, person_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, "care.view_plan")
    read = reading(person, by=request.user)
    found, ids = read.plan, read.now.person_ids
    offers = from_package.decided(person, organisation_names())
    waiting = from_package.waiting(read.all_of_it, offers)
    to_take_up = agreed_elsewhere.waiting(read.all_of_it, queries.agreed_actions(ids))
    staff = queries.staff_in(found.items, {one.id: one for one in to_take_up})
    declined = from_package.no_longer_accepted(found, offers) | agreed_elsewhere.withdrawn(found)
    agreement = queries.latest_agreement(read.now) if read.version else None
    context = {
        "who": who(person),
        "read": read,
        "page": page(told(found, person.hidden_parts), staff, today=timezone.localdate(request.at), declined=declined),
        "waiting": [line(one, staff) for one in waiting],
        "agreed": [line(one, staff) for one in to_take_up],
        "summary": summary(read, agreement, len(waiting)),
        "signed": signed_words(agreement) if agreement else "",
        "drafts": [
            draft_line(one, person.person_id)
            for one in drafts.about(request.user, person.ids, but=[f"plan/item/{item}/" for item in read.hidden])
        ],
        "may_edit": may(request.user, "care.edit_plan"),
        "may_seal": may(request.user, "access.seal"),
        "sealed": person.sealed_items,
        "mark": forms.new_mark(),
    }
    return render(request, "care/plan.jinja", context)


@requires("care.view_plan")
@require_safe
def history(request: HttpRequest, person_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, "care.view_plan_history")
    read = reading(person, by=request.user)
    asked = page_number(request.GET.get("page", ""))
    first = asked * VERSIONS_A_PAGE
    found = list(read.history[first : first + VERSIONS_A_PAGE + 1])
    shown, before = found[:VERSIONS_A_PAGE], versions.earlier(found)
    sides = {one.pk: (read.of(before.get(one.pk)).items, read.of(one).items) for one in shown}
    names = names_of(queries.staff_in(*(items for pair in sides.values() for items in pair)))
    lines = version_lines(person, read, shown, {pk: differences(*pair, names=names) for pk, pair in sides.items()})
    older = asked + 1 if len(found) > VERSIONS_A_PAGE else 0
    return render(request, "care/history.jinja", {"who": who(person), "lines": lines, "older": older, "page": asked})


def version_lines(person: Any, read: Reading, shown: list[Any], changes: Mapping[int, Any]) -> list[VersionLine]:
    """Some versions as lines, with the changes of each."""
    signed = read.signatures(shown)
    return [
        version_line(
            one,
            read.number(one),
            changes.get(one.pk, ()),
            signed.get(one.pk, []),
            is_earlier_id=one.person_id != person.person_id,
        )
        for one in shown
    ]


def page_number(asked: str) -> int:
    """Which page of the history; the latest if the text is none of ours."""
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 0


@requires("care.view_plan")
@require_safe
def version(request: HttpRequest, person_id: str, version_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, "care.view_plan_history")
    read = reading(person, by=request.user)
    found = chosen(read, version_id)
    if found is None:
        raise Http404
    shown = told(read.of(found), person.hidden_parts)
    context = {
        "who": who(person),
        "version": version_lines(person, read, [found], {})[0],
        "page": page(shown, queries.staff_in(shown.items), today=timezone.localdate(found.saved_at), declined=set()),
    }
    return render(request, "care/version.jinja", context)


@requires("care.view_plan")
@require_safe
def compare(request: HttpRequest, person_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, "care.view_plan_history")
    read = reading(person, by=request.user)
    before = chosen(read, request.GET["from"]) if "from" in request.GET else read.history.last()
    after = chosen(read, request.GET["to"]) if "to" in request.GET else read.history.first()
    if before is None or after is None:
        raise Http404
    sides = (read.of(before).items, read.of(after).items)
    said = differences(*sides, names=names_of(queries.staff_in(*sides)))
    context = {"who": who(person), "versions": version_lines(person, read, [before, after], {}), "changes": said}
    return render(request, "care/compare.jinja", context)


def chosen(read: Reading, given: str) -> Any:
    """The version with a key, if it is there for the reader."""
    is_number = given.isascii() and given.isdecimal() and len(given) < 19
    return read.history.filter(pk=int(given)).first() if is_number else None
