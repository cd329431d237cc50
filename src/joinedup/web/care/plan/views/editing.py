"""Writing a person's plan: one item at a time, beside others, with a draft of what is not saved yet."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from joinedup.core.care import ABOUT_ME, ARRANGEMENTS_ID, KINDS, AboutMe, Action, Item, PlanRefused, heading_id
from joinedup.core.care.about_me import own_id
from joinedup.core.care.choices import DONE
from joinedup.web.care.pages import person_in_care
from joinedup.web.care.plan import actions, agreed_elsewhere, forms, from_package, queries
from joinedup.web.care.plan.form_pages import MOST_SHOWN, FormPage, Typed, base_item, to_plan
from joinedup.web.care.plan.presenters import questions
from joinedup.web.care.plan.presenters.items import came_from, line, short
from joinedup.web.care.plan.presenters.whole_plan import about_me as about_me_lines
from joinedup.web.care.plan.reading import Reading, action_told, reading
from joinedup.web.care.saving import ChangedMeanwhile, FormTooOld
from joinedup.web.governance.permissions import requires
from joinedup.web.people.pages import who
from joinedup.web.people.queries import organisation_names

OPENED = "care.edit_plan_open"
SINGLE = {"arrangements": ARRANGEMENTS_ID}  # a kind that a plan has once, and the id of that one


@requires("care.edit_plan")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, person_id: str, kind: str) -> HttpResponse:
    person = person_in_care(request, person_id, OPENED)
    if kind not in KINDS or kind == "about_me":
        raise Http404
    return item_form(request, person, KINDS[kind], base_item(person, request, SINGLE.get(kind, "")))


@requires("care.edit_plan")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, person_id: str, item_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, OPENED)
    item = base_item(person, request, item_id) or offered(person, item_id)
    if item is None or item.KIND == "about_me":
        raise Http404
    return item_form(request, person, type(item), item)


def offered(person: Any, item_id: str) -> Item | None:
    """The draft action of an accepted offer, or of a meeting, that the plan does not have yet."""
    now = queries.standing(person)
    plan = queries.read(now.content)
    found = [
        *from_package.waiting(plan, from_package.decided(person, organisation_names())),
        *agreed_elsewhere.waiting(plan, queries.agreed_actions(now.person_ids)),
    ]
    return next((one for one in found if one.id == item_id), None)


def item_form(request: HttpRequest, person: Any, kind: type[Item], item: Item | None) -> HttpResponse:
    """The form of one item."""
    staff = queries.staff_to_name(person) if kind is Action else []

    shown = action_told(item, person.hidden_parts) if isinstance(item, Action) else item

    def change(data: Typed) -> actions.Change:
        made = forms.item_of(kind, data, staff={one.username: one for one in staff}, kept=item)
        return actions.Change(put=(replace(made, id=SINGLE.get(kind.KIND, made.id)),))

    fields = partial(item_fields, kind=kind, item=shown, staff=staff, under=request.GET.get("under", ""))
    return FormPage(request, person, "care/item.jinja", fields, change).answer()


def item_fields(
    read: Reading,
    data: Typed | None,
    problems: Mapping[str, str],
    *,
    kind: type[Item],
    item: Item | None,
    staff: list[Any],
    under: str,
) -> dict[str, Any]:
    """What the form of an item shows."""
    plan, typed = read.plan, data or {}
    given = typed.get("item", "")
    return {
        "title": kind.TITLE,
        "is_there": item is not None and item.id in plan.items,
        "from_package": came_from(item) if item else (),
        "item_id": item.id if item else given if forms.ITEM_ID.fullmatch(given) else forms.new_mark(),
        "fields": questions.fields(kind, item=item, data=data, problems=problems, staff=staff),
        "parents": questions.parents(kind, plan) if kind.UNDER else [],
        "parent_id": typed.get("parent_id", "") if data is not None else item.parent_id if item else under,
    }


@requires("care.edit_plan")
@require_http_methods(["GET", "POST"])
def about_me(request: HttpRequest, person_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, OPENED)

    def fields(read: Reading, data: Typed | None, problems: Mapping[str, str]) -> dict[str, Any]:
        return {"headings": headings(read, data, problems)}

    def change(data: Typed) -> actions.Change:
        put, without = forms.about_me_of(data)
        return actions.Change(put=put, without=without)

    return FormPage(request, person, "care/about_me.jinja", fields, change).answer()


def headings(read: Reading, data: Typed | None, problems: Mapping[str, str]) -> list[tuple[str, str, str, str, str]]:
    """Every heading of About Me with its question, and what it says to the reader; where it says nothing, room to."""
    said = {one.id: one.words for one in about_me_lines(read.plan)}
    filled = {heading_id(one) for one in said}
    rooms = {own_id(heading, read.hidden): "" for heading in ABOUT_ME if heading not in filled}
    shown = sorted((said | rooms).items(), key=lambda one: list(ABOUT_ME).index(heading_id(one[0])))
    return [
        (
            key,
            *ABOUT_ME[heading_id(key)],
            words if data is None else typed_under(read, data, key, words)[:MOST_SHOWN],
            problems.get(key, ""),
        )
        for key, words in shown
    ]


def typed_under(read: Reading, data: Typed, key: str, stands: str) -> str:
    """What somebody typed under a heading; what stands there now, if they left it as it was when they began.

    So the form goes on from what others saved meanwhile. A heading may have been sealed from them since they began:
    what only stood there then is nothing they typed.
    """
    name = key if key in data else heading_id(key)
    began_on = queries.seen(read.now, data.get("base", ""))
    stood = queries.read(began_on.content if began_on else None).items.get(name)
    text = data.get(name, "")
    return stands if forms.plain(text) == (stood.words if isinstance(stood, AboutMe) else "") else text


@requires("care.edit_plan")
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, person_id: str, item_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, OPENED)
    read = reading(person, by=request.user)
    plan, sentence = read.plan, ""
    if item_id not in plan.items:
        raise Http404
    if request.method == "POST":
        change = actions.Change(without=(item_id,))
        try:
            actions.save(person, change, forms.sent_of(request.POST), by=request.user, at=request.at)
        except (ChangedMeanwhile, FormTooOld, PlanRefused) as problem:
            sentence = str(problem)
        else:
            messages.success(request, "Removed. It stays in the earlier versions.")
            return to_plan(person.person_id)
    context = {
        "who": who(person),
        "item": plan.items[item_id],
        "going": [line(plan.items[key], {}) for key in plan.items if key in plan.below(item_id)],
        "base": read.reference,
        "mark": forms.new_mark(),
        "sentence": sentence,
    }
    return render(request, "care/remove.jinja", context, status=409 if sentence else 200)


@requires("care.edit_plan")
@require_POST
def done(request: HttpRequest, person_id: str, item_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, OPENED)
    item = base_item(person, request, item_id)
    if not isinstance(item, Action):
        raise Http404
    change, sent = actions.Change(put=(replace(item, status=DONE),)), forms.sent_of(request.POST)
    of_this_action = uuid5(NAMESPACE_OID, f"{sent.submission}{item_id}").hex  # every button of the plan sends one mark
    try:
        actions.save(person, change, replace(sent, submission=of_this_action), by=request.user, at=request.at)
    except (ChangedMeanwhile, FormTooOld, PlanRefused):
        messages.error(request, "Somebody changed this action meanwhile. Look at it, then say that it is done.")
    else:
        messages.success(request, f"Done: {short(item.what)}")
    return to_plan(person.person_id, item_id)
