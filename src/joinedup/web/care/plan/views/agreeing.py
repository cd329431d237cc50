"""A version of a plan agreed with the person, and versions brought together."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from joinedup.core.care import differences
from joinedup.web.care import saving, versions
from joinedup.web.care.pages import person_in_care
from joinedup.web.care.plan import actions, forms, queries
from joinedup.web.care.plan.presenters.history import both, signed_words
from joinedup.web.care.plan.presenters.items import names_of
from joinedup.web.care.plan.reading import reading
from joinedup.web.components.problems import first_of, listed
from joinedup.web.governance.permissions import requires
from joinedup.web.people.pages import who


@requires("care.sign_plan")
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, person_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, "care.sign_plan_open")
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
    problems = first_of(form.errors) if form else {}
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
    person = person_in_care(request, person_id, "care.edit_plan_open")
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
