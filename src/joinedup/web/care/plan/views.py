"""A person's plan: read, compared, agreed, brought together, printed."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from joinedup.core.care import differences
from joinedup.web.care import saving, versions
from joinedup.web.care.pages import in_care, who
from joinedup.web.care.plan import actions, agreed_elsewhere, forms, from_package, printing, queries
from joinedup.web.care.plan.presenters.history import VersionLine, both, signed_words, version_line
from joinedup.web.care.plan.presenters.items import line, names_of
from joinedup.web.care.plan.presenters.summary import summary
from joinedup.web.care.plan.presenters.whole_plan import page
from joinedup.web.care.plan.reading import Reading, reading, told
from joinedup.web.components.problems import listed
from joinedup.web.components.words import day
from joinedup.web.drafts import queries as drafts
from joinedup.web.drafts.presenters import line as draft_line
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.queries import organisation_names

VERSIONS_A_PAGE = 50


@requires("care.view_plan")
@require_safe
def plan(request: HttpRequest, person_id: str) -> HttpResponse:
    person = in_care(request, person_id, "care.view_plan")
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
    person = in_care(request, person_id, "care.view_plan_history")
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
    person = in_care(request, person_id, "care.view_plan_history")
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
    person = in_care(request, person_id, "care.view_plan_history")
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
    person = in_care(request, person_id, "care.print_plan")
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
    except actions.SignedOtherwise as problem:
        form.add_error("role", str(problem))
        return sign_page(request, person, form, status=409)
    messages.success(request, "Signed")
    return redirect("care:plan", person_id=person.person_id)


def sign_page(
    request: HttpRequest, person: Any, form: forms.SignForm | None, *, is_stale: bool = False, status: int = 200
) -> HttpResponse:
    """What would be signed, what changed since the last signature, and the form."""
    read = reading(person, by=request.user)
    if read.version is None:
        raise Http404
    agreement = queries.latest_agreement(read.now)
    sides = (read.of(agreement.version if agreement else None).items, read.plan.items)
    problems = {name: said[0] for name, said in form.errors.items()} if form else {}
    context = {
        "who": who(person),
        "read": read,
        "signed": signed_words(agreement) if agreement else "",
        "changes": differences(*sides, names=names_of(queries.staff_in(*sides))),
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
    read = reading(person, by=request.user)
    other = versions.one_of(read.now.person_ids, queries.PLAN, int(version_id))
    if other is None or not read.of(other).items:
        raise Http404
    if request.method == "POST":
        try:
            actions.bring_in(person, other, request.POST, forms.sent_of(request.POST), by=request.user, at=request.at)
        except saving.FormTooOld:
            messages.error(request, "The plan was changed meanwhile. Look at it, and bring the other in again.")
        else:
            messages.success(request, "The other record's plan is part of this one now")
        return redirect("care:plan", person_id=person.person_id)
    if other.pk not in {one.pk for one in read.others}:  # brought in already, by this press or somebody's before
        return redirect("care:plan", person_id=person.person_id)
    clashes = [clash for clash in actions.joined(read.now, other).clashes if clash.key not in read.hidden]
    clashing = {clash.key for clash in clashes}
    added = {key: item for key, item in read.of(other).items.items() if key not in clashing}
    context = {
        "who": who(person),
        "read": read,
        "other": other,
        "added": differences({}, added),
        "clashes": [(clash.key, both(clash.standing, clash.mine, {})) for clash in clashes],
        "mark": forms.new_mark(),
    }
    return render(request, "care/bring_in.jinja", context)
