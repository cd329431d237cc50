"""A person's plan: read, compared, agreed, brought together, printed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from joinedup.core.care import differences
from joinedup.web.care import saving, versions
from joinedup.web.care.pages import in_care, who
from joinedup.web.care.plan import actions, agreed_elsewhere, forms, from_package, presenters, printing, queries
from joinedup.web.components.problems import listed
from joinedup.web.components.words import day
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.queries import organisation_names

VERSIONS_A_PAGE = 50


@requires("care.view_plan")
@require_safe
def plan(request: HttpRequest, person_id: str) -> HttpResponse:
    person = in_care(request, person_id, "care.view_plan")
    now = queries.standing(person)
    found = queries.read(now.content)
    offers = from_package.decided(person, organisation_names())
    waiting = from_package.waiting(found, offers)
    to_take_up = agreed_elsewhere.waiting(found, queries.agreed_actions(now.person_ids))
    staff = queries.staff_in(found.items, {one.id: one for one in to_take_up})
    declined = from_package.no_longer_accepted(found, offers) | agreed_elsewhere.withdrawn(found)
    agreement = queries.latest_agreement(now.person_ids) if now.version else None
    context = {
        "who": who(person),
        "now": now,
        "page": presenters.page(found, staff, today=timezone.localtime(request.at).date(), declined=declined),
        "waiting": [presenters.line(one, staff) for one in waiting],
        "agreed": [presenters.line(one, staff) for one in to_take_up],
        "summary": presenters.summary(found, now.version, agreement, len(waiting)),
        "signed": presenters.signed_words(agreement) if agreement else "",
        "drafts": queries.drafts(request.user, person),
        "may_edit": may(request.user, "care.edit_plan"),
        "mark": forms.new_mark(),
    }
    return render(request, "care/plan.jinja", context)


@requires("care.view_plan")
@require_safe
def history(request: HttpRequest, person_id: str) -> HttpResponse:
    person = in_care(request, person_id, "care.view_plan_history")
    now = queries.standing(person)
    page = page_number(request.GET.get("page", ""))
    first = page * VERSIONS_A_PAGE
    found = list(versions.history(now.person_ids, queries.PLAN)[first : first + VERSIONS_A_PAGE + 1])
    shown, before = found[:VERSIONS_A_PAGE], versions.earlier(found)
    signed = queries.agreements_of(shown)
    sides = {one.pk: (items_of(before.get(one.pk)), items_of(one)) for one in shown}
    names = presenters.names_of(queries.staff_in(*(items for pair in sides.values() for items in pair)))
    lines = [
        presenters.version_line(
            one,
            differences(*sides[one.pk], names=names),
            signed.get(one.pk, []),
            is_earlier_id=one.person_id != person.person_id,
        )
        for one in shown
    ]
    older = page + 1 if len(found) > VERSIONS_A_PAGE else 0
    return render(request, "care/history.jinja", {"who": who(person), "lines": lines, "older": older, "page": page})


def page_number(asked: str) -> int:
    """Which page of the history; the latest if the text is none of ours."""
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 0


def items_of(one: Any) -> Any:
    return queries.read(one.content).items if one else {}


@requires("care.view_plan")
@require_safe
def version(request: HttpRequest, person_id: str, version_id: str) -> HttpResponse:
    person, found = person_and_version(request, person_id, version_id)
    items = queries.read(found.content)
    staff = queries.staff_in(items.items)
    context = {
        "who": who(person),
        "version": presenters.version_line(
            found, (), queries.agreements(found), is_earlier_id=found.person_id != person.person_id
        ),
        "page": presenters.page(items, staff, today=found.saved_at.date(), declined=set()),
    }
    return render(request, "care/version.jinja", context)


def person_and_version(request: HttpRequest, person_id: str, version_id: str) -> tuple[Any, Any]:
    person = in_care(request, person_id, "care.view_plan_history")
    found = versions.one_of(queries.standing(person).person_ids, queries.PLAN, int(version_id))
    if found is None:
        raise Http404
    return person, found


@requires("care.view_plan")
@require_safe
def compare(request: HttpRequest, person_id: str) -> HttpResponse:
    person = in_care(request, person_id, "care.view_plan_history")
    ids = queries.standing(person).person_ids
    made = versions.history(ids, queries.PLAN)
    before = chosen(ids, request.GET["from"]) if "from" in request.GET else made.last()
    after = chosen(ids, request.GET["to"]) if "to" in request.GET else made.first()
    if before is None or after is None:
        raise Http404
    signed = queries.agreements_of([before, after])
    shown = [
        presenters.version_line(one, (), signed.get(one.pk, []), is_earlier_id=one.person_id != person.person_id)
        for one in (before, after)
    ]
    sides = (items_of(before), items_of(after))
    said = differences(*sides, names=presenters.names_of(queries.staff_in(*sides)))
    return render(request, "care/compare.jinja", {"who": who(person), "versions": shown, "changes": said})


def chosen(person_ids: tuple[str, ...], given: str) -> Any:
    is_number = given.isascii() and given.isdecimal() and len(given) < 19
    return versions.one_of(person_ids, queries.PLAN, int(given)) if is_number else None


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
    """The person's copy of the plan that stands; audited as printed."""
    person = in_care(request, person_id, "care.print_plan")
    now = queries.standing(person)
    found = queries.read(now.content)
    waiting = [
        *from_package.waiting(found, from_package.decided(person, organisation_names())),
        *agreed_elsewhere.waiting(found, queries.agreed_actions(now.person_ids)),
    ]
    today = timezone.localtime(request.at).date()
    return printing.copy(
        found,
        waiting,
        queries.staff_in(found.items, {one.id: one for one in waiting}),
        name=person.full_name,
        made=f"Printed on {day(today)}, {f'version {now.version.number}' if now.version else 'nothing saved yet'}",
        agreed=agreed_words(now),
    ), person


def agreed_words(now: versions.Standing) -> list[str]:
    """Who agreed to what is printed; where it was changed since, that too."""
    signed = queries.agreements(now.version) if now.version else []
    earlier = None if signed else queries.latest_agreement(now.person_ids)
    if earlier:
        return [f"Before the latest changes: {presenters.signed_words(earlier)}"]
    return [presenters.signed_words(one) for one in signed] or ["Not yet agreed with anybody."]


@requires("care.sign_plan")
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, person_id: str) -> HttpResponse:
    person = in_care(request, person_id, "care.sign_plan_open")
    if request.method == "GET":
        return sign_page(request, person, None)
    form = forms.SignForm(request.POST)
    if not form.is_valid():
        return sign_page(request, person, form, status=422)
    try:
        actions.sign(person, form.signature, by=request.user, at=request.at)
    except actions.SignedAnother:
        return sign_page(request, person, form, is_stale=True, status=409)
    messages.success(request, "Signed")
    return redirect("care:plan", person_id=person.person_id)


def sign_page(
    request: HttpRequest, person: Any, form: forms.SignForm | None, *, is_stale: bool = False, status: int = 200
) -> HttpResponse:
    """What would be signed, what changed since the last signature, and the form."""
    now = queries.standing(person)
    if now.version is None:
        raise Http404
    agreement = queries.latest_agreement(now.person_ids)
    sides = (items_of(agreement.version if agreement else None), items_of(now.version))
    problems = {name: said[0] for name, said in form.errors.items()} if form else {}
    context = {
        "who": who(person),
        "now": now,
        "signed": presenters.signed_words(agreement) if agreement else "",
        "changes": differences(*sides, names=presenters.names_of(queries.staff_in(*sides))),
        "choices": [{"value": value, "text": text} for value, text in forms.Agreement.With.choices],
        "sent": {name: form.data.get(name, "")[:2000] for name in ("agreed_with", "full_name", "role", "note")}
        if form
        else {},
        "problems": problems,
        "problem_list": listed(problems),
        "is_stale": is_stale,
    }
    return render(request, "care/sign.jinja", context, status=status)


@requires("care.edit_plan")
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, person_id: str, version_id: str) -> HttpResponse:
    person = in_care(request, person_id, "care.edit_plan_open")
    now = queries.standing(person)
    other = versions.one_of(now.person_ids, queries.PLAN, int(version_id))
    if other is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.bring_in(person, other, request.POST, forms.sent_of(request.POST), by=request.user, at=request.at)
        except saving.FormTooOld:
            messages.error(request, "The plan was changed meanwhile. Look at it, and bring the other in again.")
        else:
            messages.success(request, "The other record's plan is part of this one now")
        return redirect("care:plan", person_id=person.person_id)
    if other.pk not in {one.pk for one in now.others}:  # brought in already, by this press or somebody's before
        return redirect("care:plan", person_id=person.person_id)
    merged = actions.joined(now, other)
    clashing = {clash.key for clash in merged.clashes}
    added = {key: item for key, item in queries.read(other.content).items.items() if key not in clashing}
    context = {
        "who": who(person),
        "now": now,
        "other": other,
        "added": differences({}, added),
        "clashes": [(clash.key, presenters.both(clash.standing, clash.mine, {})) for clash in merged.clashes],
        "mark": forms.new_mark(),
    }
    return render(request, "care/bring_in.jinja", context)
