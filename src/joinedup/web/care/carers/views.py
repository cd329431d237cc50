"""Those who care for a person, and those the person cares for."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from joinedup.web.care.carers import actions, forms, presenters, queries
from joinedup.web.care.eligibility.presenters import decision_line
from joinedup.web.care.eligibility.queries import answers_changed_since, latest_decisions
from joinedup.web.care.pages import person_in_care
from joinedup.web.governance.permissions import may, requires
from joinedup.web.people.actions import record_named
from joinedup.web.people.pages import who
from joinedup.web.people.queries import may_be_named
from joinedup.web.risk import queries as risk_queries
from joinedup.web.risk.presenters.published import flags_shown


@requires("care.view_plan")
@require_safe
def caring(request: HttpRequest, person_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, "care.view_carers")
    pairs = queries.pairs(person)
    others = {one for pair in pairs for one in (pair.carer_id, pair.cared_for_id)} - {person.person_id}
    named = may_be_named(others, by=request.user, at=request.at)
    record_named(named, by=request.user, at=request.at)
    lines = [presenters.pair_line(pair, person, named) for pair in pairs]
    decided = latest_decisions(person.ids)
    context = {
        "who": who(person),
        "carers": [line for line in lines if line.is_cared_for],
        "cares_for": [line for line in lines if not line.is_cared_for],
        "flags": flags_shown(risk_queries.flags_of(person), {}, str),
        "decisions": {name: decision_line(one) for name, one in decided.items()},
        "changed_since": {name for name, one in decided.items() if answers_changed_since(one, person)},
        "is_carer": any(not line.is_cared_for and not line.until for line in lines),
        "may_link": may(request.user, "care.link_carers"),
    }
    return render(request, "care/caring.jinja", context)


@requires("care.link_carers")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, person_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, "care.link_carer_open")
    form = forms.LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return add_page(request, person, form)
    other = other_person(request, person, form) if form.is_valid() else None
    if form.is_valid() and other is None:
        form.add_error("nhs_number", "Nobody with that NHS number is known where you work")
    if not form.is_valid():
        return add_page(request, person, form, status=422)
    carer, cared_for = (other, person) if form.cleaned_data["direction"] == "carer" else (person, other)
    try:
        actions.begin(carer, cared_for, form.caring, by=request.user, at=request.at)
    except actions.LinkRefused as problem:
        form.add_error(None, str(problem))
        return add_page(request, person, form, status=422)
    messages.success(request, "Recorded. The link opens neither record to the other, nor to you.")
    return redirect("care:caring", person_id=person.person_id)


def other_person(request: HttpRequest, person: Any, form: forms.LinkForm) -> Any:
    """Whom the form means: one of the household the user may name, or somebody by NHS number."""
    chosen = form.cleaned_data["other"]
    if chosen:
        return next((one for one in known_household(request, person) if one.person_id == chosen), None)
    return queries.by_nhs_number(form.cleaned_data["nhs_number"], by=request.user, at=request.at)


def known_household(request: HttpRequest, person: Any) -> list[Any]:
    others = queries.household_of(person)
    named = may_be_named({one.person_id for one in others}, by=request.user, at=request.at)
    return [one for one in others if one.person_id in named]


def add_page(request: HttpRequest, person: Any, form: forms.LinkForm, *, status: int = 200) -> HttpResponse:
    household = known_household(request, person)
    record_named({one.person_id for one in household}, by=request.user, at=request.at)
    context = {
        "who": who(person),
        "sent": presenters.sent(form),
        "problems": presenters.problems(form),
        "directions": presenters.choices(forms.DIRECTIONS),
        "household": [{"value": one.person_id, "text": one.full_name} for one in household],
        "hours": [{"value": "", "text": "Not known"}, *presenters.choices(forms.HOURS)],
        "lives": presenters.choices(forms.LIVES),
    }
    return render(request, "care/add_carer.jinja", context, status=status)


@requires("care.link_carers")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, person_id: str, other_id: str) -> HttpResponse:
    person = person_in_care(request, person_id, "care.link_carer_open")
    pair = queries.pair_with(person, other_id)
    if pair is None:
        raise Http404
    form = forms.EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(pair, form.caring, by=request.user, at=request.at)
        except actions.LinkRefused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Recorded that the caring has ended")
            return redirect("care:caring", person_id=person.person_id)
    named = may_be_named({other_id}, by=request.user, at=request.at)
    record_named(named, by=request.user, at=request.at)
    context = {
        "who": who(person),
        "pair": presenters.pair_line(pair, person, named),
        "sent": presenters.sent(form),
        "problems": presenters.problems(form),
    }
    return render(request, "care/end_caring.jinja", context, status=422 if form.errors else 200)
